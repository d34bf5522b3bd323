package dev.cadre.a2a;

import dev.cadre.json.Json;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What ProtoJSON leaves to a reader: a field has its camel-case or its original name, and fields
 * that nobody knows are nobody's.
 *
 * @see <a href="https://protobuf.dev/programming-guides/json/">ProtoJSON format</a>
 */
final class ProtoJson {
  /** Their members are the client's own. */
  private static final Set<String> FREE = Set.of("metadata", "data", "struct");

  private static final Set<String> MESSAGE =
      Set.of(
          "messageId",
          "contextId",
          "taskId",
          "role",
          "parts",
          "metadata",
          "extensions",
          "referenceTaskIds");
  private static final Set<String> PART =
      Set.of("text", "raw", "url", "data", "metadata", "filename", "mediaType");

  private ProtoJson() {}

  /** The same with camel-case names. */
  static ObjectNode camel(ObjectNode object) {
    ObjectNode made = Json.object();
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      String name = camel(member.getKey());
      made.set(name, FREE.contains(name) ? member.getValue() : camelValue(member.getValue()));
    }
    return made;
  }

  private static JsonNode camelValue(JsonNode value) {
    return switch (value) {
      case ObjectNode object -> camel(object);
      case ArrayNode array -> {
        ArrayNode made = Json.array();
        array.forEach(each -> made.add(camelValue(each)));
        yield made;
      }
      default -> value;
    };
  }

  private static String camel(String name) {
    if (name.indexOf('_') < 0) {
      return name;
    }
    StringBuilder made = new StringBuilder();
    boolean up = false;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '_') {
        up = !made.isEmpty();
      } else {
        made.append(up ? Character.toUpperCase(c) : c);
        up = false;
      }
    }
    return made.toString();
  }

  /** {@code pageSize} as its {@code .proto} has it. */
  static String original(String camel) {
    return camel.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  /** A message with the members that the protocol knows. */
  static ObjectNode known(ObjectNode message) {
    ObjectNode made = message.deepCopy();
    made.retain(MESSAGE);
    for (JsonNode part : made.path("parts")) {
      if (part instanceof ObjectNode object) {
        object.retain(PART);
      }
    }
    return made;
  }
}
