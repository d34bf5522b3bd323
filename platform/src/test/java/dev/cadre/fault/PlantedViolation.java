package dev.cadre.fault;

import dev.cadre.json.Json;

/** An import down the map, planted so that the architecture rule is seen to fail. */
public final class PlantedViolation {
  private PlantedViolation() {}

  public static String text() {
    return Json.text("planted");
  }
}
