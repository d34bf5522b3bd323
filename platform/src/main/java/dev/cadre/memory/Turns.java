package dev.cadre.memory;

import dev.cadre.json.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Events as strategies read them. */
final class Turns {
  private Turns() {}

  /** True when there is something to read: a blob is not looked into. */
  static boolean readable(Event event) {
    return !of(event).isEmpty();
  }

  static List<Extractor.Turn> of(Event event) {
    List<Extractor.Turn> turns = new ArrayList<>();
    String id = event.id().toString();
    for (JsonNode item : Json.parse(event.payload() == null ? "[]" : event.payload())) {
      JsonNode said = item.path("conversational");
      if (said.isObject()) {
        Extractor.Role role = Extractor.Role.valueOf(said.path("role").asString());
        String text = said.path("content").path("text").asString();
        turns.add(new Extractor.Turn(id, role, text, event.at()));
      } else if (item.has("json")) {
        StringBuilder text = new StringBuilder();
        sentences("", item.path("json").path("content"), text);
        turns.add(
            new Extractor.Turn(id, Extractor.Role.OTHER, text.toString().strip(), event.at()));
      }
    }
    return turns;
  }

  /** {@code {"order": {"status": "sent"}}} reads {@code order status is sent.} */
  private static void sentences(String name, JsonNode node, StringBuilder text) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              member -> sentences((name + " " + member.getKey()).strip(), member.getValue(), text));
    } else if (node.isArray()) {
      node.forEach(item -> sentences(name, item, text));
    } else if (!node.isNull()) {
      text.append(name.isEmpty() ? "value" : name).append(" is ").append(node.asString());
      text.append(".\n");
    }
  }
}
