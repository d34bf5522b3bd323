package dev.cadre.openapi;

import dev.cadre.json.Json;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The arguments of one tool, from all the places of a call. The first to ask for a name has it, in
 * the order path, query, header, cookie, body; whoever comes later is called by its place and name,
 * such as {@code body_id}, and with a number where that is taken, too. Characters that models do
 * not allow in names become {@code _}. Not thread-safe.
 */
final class Arguments {
  private static final Pattern OTHER = Pattern.compile("[^A-Za-z0-9_.-]+");
  private static final Pattern EDGES = Pattern.compile("^[_.-]+|_+$");
  private static final int MAX_NAME = 60;

  private final ObjectNode properties = Json.object();
  private final ArrayNode required = Json.array();

  /** The name that it got. */
  String add(String place, String name, JsonNode schema, boolean needed) {
    String argument = free(place, name);
    properties.set(argument, schema);
    if (needed) {
      required.add(argument);
    }
    return argument;
  }

  private String free(String place, String wire) {
    String name = plain(wire);
    if (!properties.has(name)) {
      return name;
    }
    String longer = place + "_" + name;
    String argument = longer;
    for (int i = 2; properties.has(argument); i++) {
      argument = longer + "_" + i;
    }
    return argument;
  }

  private static String plain(String wire) {
    String plain = EDGES.matcher(OTHER.matcher(wire).replaceAll("_")).replaceAll("");
    String name = plain.isEmpty() ? "value" : plain;
    return name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME);
  }

  ObjectNode schema(ObjectNode definitions) {
    ObjectNode schema = Json.object().put("type", "object");
    schema.set("properties", properties);
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    schema.put("additionalProperties", false);
    if (!definitions.isEmpty()) {
      schema.set("$defs", definitions);
    }
    return schema;
  }
}
