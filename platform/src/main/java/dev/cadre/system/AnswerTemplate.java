package dev.cadre.system;

import dev.cadre.config.Nearest;
import dev.cadre.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A response's form: a text that is {@code $name} and no more stands for what is known then. */
final class AnswerTemplate {
  /** What {@link TurnFacts} knows. */
  static final Set<String> NAMES =
      new TreeSet<>(
          Set.of(
              "text",
              "session",
              "person",
              "agent",
              "agents",
              "agent_responses",
              "tools",
              "confidence",
              "follow_up",
              "question",
              "outcome",
              "seconds",
              "usage"));

  private AnswerTemplate() {}

  /** What is wrong with it, each to stand after the name of its key. */
  static List<String> problems(JsonNode template) {
    List<String> problems = new ArrayList<>();
    if (template.isString() && template.asString().startsWith("$")) {
      String name = template.asString().substring(1);
      if (!NAMES.contains(name)) {
        problems.add(
            "has '$"
                + name
                + "', which is not known; "
                + Nearest.to(name, NAMES)
                    .map(near -> "did you mean '$" + near + "'?")
                    .orElse("there are $" + String.join(", $", NAMES)));
      }
    }
    template.forEach(part -> problems.addAll(problems(part)));
    return problems;
  }

  /**
   * @param facts by name
   */
  static JsonNode filled(JsonNode template, ObjectNode facts) {
    return switch (template) {
      case ObjectNode object -> {
        ObjectNode filled = Json.object();
        object
            .properties()
            .forEach(field -> filled.set(field.getKey(), filled(field.getValue(), facts)));
        yield filled;
      }
      case ArrayNode array -> {
        ArrayNode filled = Json.array();
        array.forEach(item -> filled.add(filled(item, facts)));
        yield filled;
      }
      case JsonNode text when text.isString() && text.asString().startsWith("$") ->
          facts.path(text.asString().substring(1));
      case JsonNode other -> other;
    };
  }
}
