package dev.cadre.offline;

import dev.cadre.json.Json;
import dev.cadre.model.ToolSpec;
import dev.cadre.offline.Conversation.Exchange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Fills the schema of a reply as if it were a tool's: from results by name, then from the text. */
final class Structured {
  private static final int DEEPEST = 6;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Filler filler;

  Structured(Filler filler) {
    this.filler = filler;
  }

  /**
   * @param answer the reply in words, for a text that nothing else fills
   */
  JsonNode fill(JsonNode schema, String request, List<Exchange> calls, String answer) {
    if (!(schema instanceof ObjectNode object) || !schema.path("properties").isObject()) {
      return empty(schema, 0);
    }
    Tool tool = Tool.of(new ToolSpec("answer", "", object));
    Map<Integer, JsonNode> filled =
        new HashMap<>(filler.fill(tool, Text.of(request), false).calls().getFirst());
    Facts facts = new Facts(calls, "", filler);
    Text text = Text.of(request);
    for (int i = 0; i < tool.slots().size(); i++) {
      Slot slot = tool.slots().get(i);
      Optional<JsonNode> known = facts.value(slot, text);
      if (known.isPresent()) {
        filled.put(i, known.get());
      } else if (!filled.containsKey(i) && free(slot)) {
        filled.put(i, JSON.stringNode(answer));
      }
    }
    ObjectNode json = new Arguments(tool.slots(), filled).json();
    complete(json, schema, 0);
    return json;
  }

  private static boolean free(Slot slot) {
    return slot.type() == Slot.Type.STRING && slot.required() && !slot.closed() && slot.path().size() == 1;
  }

  /** What is required and still lacks gets the plainest value of its type. */
  private static void complete(ObjectNode json, JsonNode schema, int depth) {
    for (JsonNode name : schema.path("required")) {
      JsonNode property = schema.path("properties").path(name.asString(""));
      JsonNode value = json.get(name.asString(""));
      if (value instanceof ObjectNode object) {
        complete(object, property, depth + 1);
      } else if (value == null) {
        json.set(name.asString(""), empty(property, depth + 1));
      }
    }
  }

  private static JsonNode empty(JsonNode schema, int depth) {
    if (schema.has("default")) {
      return schema.get("default");
    }
    if (schema.path("enum").size() > 0) {
      return schema.path("enum").get(0);
    }
    return switch (schema.path("type").asString("object")) {
      case "string" -> JSON.stringNode("");
      case "integer", "number" -> JSON.numberNode(schema.path("minimum").asInt(0));
      case "boolean" -> JSON.booleanNode(false);
      case "array" -> JSON.arrayNode();
      default -> {
        ObjectNode object = Json.object();
        if (depth < DEEPEST) {
          complete(object, schema, depth);
        }
        yield object;
      }
    };
  }
}
