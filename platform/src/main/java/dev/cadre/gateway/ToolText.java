package dev.cadre.gateway;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a tool's descriptor says about it in words. */
final class ToolText {
  private static final int MAX_CHARACTERS = 4_000;

  private ToolText() {}

  /** Name, title and description, as a person would read them; what the vector is made of. */
  static String meaning(ObjectNode tool) {
    String name = String.join(" ", Terms.split(tool.path("name").asString("")));
    return cut((name + ": " + description(tool)).strip());
  }

  static String description(ObjectNode tool) {
    return cut(
        (tool.path("title").asString("") + " " + tool.path("description").asString("")).strip());
  }

  /** Names and descriptions of the parameters, one level deep. */
  static String parameters(ObjectNode tool) {
    StringBuilder text = new StringBuilder();
    for (var parameter : tool.path("inputSchema").path("properties").properties()) {
      JsonNode schema = parameter.getValue();
      text.append(parameter.getKey())
          .append(' ')
          .append(schema.path("description").asString(""))
          .append(' ');
      if (text.length() > MAX_CHARACTERS) {
        break;
      }
    }
    return cut(text.toString());
  }

  private static String cut(String text) {
    return text.length() <= MAX_CHARACTERS ? text : text.substring(0, MAX_CHARACTERS);
  }
}
