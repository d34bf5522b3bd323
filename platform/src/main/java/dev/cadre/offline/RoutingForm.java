package dev.cadre.offline;

import dev.cadre.json.Json;
import dev.cadre.model.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A tool by which a request is shared out: a list of choices, each of them described, with a task
 * for each. It is known by its schema: an array of objects of which one property is {@code oneOf}
 * described constants.
 *
 * @param list the array's name
 * @param choice the name of the property that chooses
 * @param task the name of the property that says what to do
 * @param most choices at once
 */
record RoutingForm(
    ToolSpec spec, String list, String choice, String task, int most, List<Tool> choices) {
  RoutingForm {
    choices = List.copyOf(choices);
  }

  static Optional<RoutingForm> of(ToolSpec spec) {
    for (Map.Entry<String, JsonNode> list : spec.inputSchema().path("properties").properties()) {
      JsonNode items = list.getValue().path("items");
      for (Map.Entry<String, JsonNode> property : items.path("properties").properties()) {
        List<Tool> choices = choices(property.getValue());
        Optional<String> task = task(items, property.getKey());
        if (!choices.isEmpty() && task.isPresent()) {
          int most = list.getValue().path("maxItems").asInt(Integer.MAX_VALUE);
          return Optional.of(
              new RoutingForm(spec, list.getKey(), property.getKey(), task.get(), most, choices));
        }
      }
    }
    return Optional.empty();
  }

  private static List<Tool> choices(JsonNode property) {
    List<Tool> choices = new ArrayList<>();
    for (JsonNode one : property.path("oneOf")) {
      if (!one.path("const").isString() || !one.path("description").isString()) {
        return List.of();
      }
      choices.add(
          Tool.of(
              new ToolSpec(
                  one.path("const").asString(),
                  one.path("description").asString(),
                  Json.object())));
    }
    return choices;
  }

  /** The required text beside the choice. */
  private static Optional<String> task(JsonNode items, String choice) {
    return items
        .path("required")
        .valueStream()
        .map(JsonNode::asString)
        .filter(name -> !name.equals(choice))
        .filter(
            name -> items.path("properties").path(name).path("type").asString("").equals("string"))
        .findFirst();
  }

  /**
   * What a filled form says.
   *
   * @param answer empty where somebody is chosen
   * @param confidence 0 to 1
   */
  record Filled(List<Part> parts, String answer, double confidence, String reason) {
    Filled {
      parts = List.copyOf(parts);
    }
  }

  /** A choice, and what it is to do. */
  record Part(Tool choice, String task) {}

  ObjectNode json(Filled filled) {
    ObjectNode json = Json.object();
    ArrayNode chosen = json.putArray(list);
    for (Part part : filled.parts()) {
      chosen.addObject().put(choice, part.choice().spec().name()).put(task, part.task());
    }
    put(json, "answer", filled.answer());
    put(json, "reason", filled.reason());
    if (spec.inputSchema().path("properties").has("confidence")) {
      json.put("confidence", filled.confidence());
    }
    return json;
  }

  private void put(ObjectNode json, String name, String text) {
    if (!text.isEmpty() && spec.inputSchema().path("properties").has(name)) {
      json.put(name, text);
    }
  }
}
