package dev.cadre.tool;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** Writes the schemas of built-in tools as what they are. */
public final class Schemas {
  private Schemas() {}

  /** The schema written as {@code json}; {@link Fault.Invalid} when it is no object. */
  public static ObjectNode of(String json) {
    if (Json.parse(json) instanceof ObjectNode schema) {
      return schema;
    }
    throw new Fault.Invalid("a tool's schema is an object");
  }
}
