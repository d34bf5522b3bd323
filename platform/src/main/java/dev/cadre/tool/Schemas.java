package dev.cadre.tool;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** Writes the schemas of built-in tools as what they are. */
final class Schemas {
  private Schemas() {}

  static ObjectNode of(String json) {
    if (Json.parse(json) instanceof ObjectNode schema) {
      return schema;
    }
    throw new Fault.Invalid("a tool's schema is an object");
  }
}
