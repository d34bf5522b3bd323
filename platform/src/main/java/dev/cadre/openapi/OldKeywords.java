package dev.cadre.openapi;

import dev.cadre.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What OpenAPI 3.0 says otherwise than JSON Schema. */
final class OldKeywords {
  private OldKeywords() {}

  /** Rewrites in {@code out} what {@code schema} says in the old way. */
  static void translate(JsonNode schema, ObjectNode out) {
    exclusive(out, "exclusiveMinimum", "minimum");
    exclusive(out, "exclusiveMaximum", "maximum");
    if (schema.path("nullable").asBoolean(false)) {
      nullable(out);
    }
  }

  /** A flag beside the limit became a limit of its own. */
  private static void exclusive(ObjectNode out, String exclusive, String limit) {
    JsonNode flag = out.path(exclusive);
    if (flag.isBoolean()) {
      out.remove(exclusive);
      if (flag.booleanValue() && out.has(limit)) {
        out.set(exclusive, out.remove(limit));
      }
    }
  }

  private static void nullable(ObjectNode out) {
    if (out.path("type").isString()) {
      JsonNode type = out.get("type");
      ArrayNode types = out.putArray("type");
      types.add(type).add("null");
    }
    if (out.get("enum") instanceof ArrayNode values
        && values.valueStream().noneMatch(JsonNode::isNull)) {
      values.addNull();
    }
    if (!out.has("type") && (out.has("allOf") || out.has("oneOf") || out.has("anyOf"))) {
      ObjectNode whole = Json.object();
      whole.setAll(out);
      out.removeAll();
      if (whole.has("description")) {
        out.set("description", whole.remove("description"));
      }
      out.putArray("anyOf").add(whole).add(Json.object().put("type", "null"));
    }
  }
}
