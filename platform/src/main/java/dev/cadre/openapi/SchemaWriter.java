package dev.cadre.openapi;

import dev.cadre.json.Json;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes schemas of OpenAPI 3.0 and 3.1 as JSON Schema 2020-12, for one tool. A short schema that
 * is referred to and refers to nothing itself is written where it is used; every other becomes one
 * of {@code $defs}, so that a schema may refer to itself. When the definitions have grown past
 * {@link #MAX_DEFINITIONS} characters, further ones allow any value. Not thread-safe.
 */
final class SchemaWriter {
  static final int MAX_DEFINITIONS = 64 * 1024;
  private static final int MAX_INLINE = 1_000;
  private static final int MAX_DEPTH = 40;
  private static final String DEFS = "#/$defs/";

  private static final Set<String> TYPES =
      Set.of("string", "number", "integer", "boolean", "array", "object", "null");

  private static final Set<String> ONE =
      Set.of(
          "items",
          "additionalProperties",
          "not",
          "contains",
          "propertyNames",
          "if",
          "then",
          "else");
  private static final Set<String> SEVERAL = Set.of("allOf", "anyOf", "oneOf", "prefixItems");
  private static final Set<String> NAMED = Set.of("properties", "patternProperties");
  private static final Pattern OTHER = Pattern.compile("[^A-Za-z0-9._-]");

  private final Refs refs;
  private final String where;
  private final ObjectNode definitions = Json.object();
  private final Map<String, String> names = new HashMap<>();
  private final Deque<Waiting> waiting = new ArrayDeque<>();

  private record Waiting(String name, JsonNode target) {}

  /**
   * @param where the operation, for errors
   */
  SchemaWriter(Refs refs, String where) {
    this.refs = refs;
    this.where = where;
  }

  /** What the schemas written so far refer to, the nearest first. */
  ObjectNode definitions() {
    int written = 0;
    for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
      if (written <= MAX_DEFINITIONS) {
        JsonNode body = write(next.target());
        written += Json.text(body).length();
        definitions.set(next.name(), body);
      }
    }
    return definitions;
  }

  JsonNode write(JsonNode schema) {
    return write(schema, 0);
  }

  private JsonNode write(JsonNode schema, int depth) {
    if (schema.isBoolean()) {
      return schema;
    }
    if (depth > MAX_DEPTH || !schema.isObject()) {
      return Json.object();
    }
    String pointer = Refs.pointer(schema);
    if (!pointer.isEmpty()) {
      return referred(schema, pointer, depth);
    }
    return plain(schema, depth);
  }

  private JsonNode referred(JsonNode schema, String pointer, int depth) {
    JsonNode target = refs.target(pointer, where);
    JsonNode made;
    if (refersToNothing(target, 0) && Json.text(target).length() <= MAX_INLINE) {
      made = write(target, depth + 1);
    } else {
      made = Json.object().put("$ref", DEFS + define(pointer, target));
    }
    if (made instanceof ObjectNode object && schema.path("description").isString()) {
      object.set("description", schema.get("description"));
    }
    return made;
  }

  /** The name of its definition, which is written later: a chain of them may be long. */
  private String define(String pointer, JsonNode target) {
    return names.computeIfAbsent(
        pointer,
        _ -> {
          String name = unused(OTHER.matcher(pointer.substring(pointer.lastIndexOf('/') + 1)));
          definitions.set(name, Json.object());
          waiting.add(new Waiting(name, target));
          return name;
        });
  }

  private String unused(Matcher segment) {
    String name = segment.replaceAll("_");
    for (int i = 2; definitions.has(name); i++) {
      name = segment.replaceAll("_") + "_" + i;
    }
    return name;
  }

  private static boolean refersToNothing(JsonNode node, int depth) {
    if (depth > MAX_DEPTH || node.has("$ref")) {
      return false;
    }
    for (JsonNode child : node) {
      if (!refersToNothing(child, depth + 1)) {
        return false;
      }
    }
    return true;
  }

  private JsonNode plain(JsonNode schema, int depth) {
    ObjectNode out = Json.object();
    for (Map.Entry<String, JsonNode> member : schema.properties()) {
      String key = member.getKey();
      JsonNode value = member.getValue();
      if (Keywords.kept(key, value)) {
        out.set(key, value);
      } else if (ONE.contains(key) && (value.isObject() || value.isBoolean())) {
        out.set(key, write(value, depth + 1));
      } else if (SEVERAL.contains(key) && value.isArray() && !value.isEmpty()) {
        ArrayNode list = out.putArray(key);
        value.forEach(one -> list.add(write(one, depth + 1)));
      } else if (NAMED.contains(key) && value.isObject()) {
        named(out.putObject(key), value, depth);
      }
    }
    type(schema, out);
    values(schema, out);
    OldKeywords.translate(schema, out);
    required(schema, out);
    return out;
  }

  /** A request has no place for what only the server sets. */
  private void named(ObjectNode out, JsonNode schemas, int depth) {
    for (Map.Entry<String, JsonNode> one : schemas.properties()) {
      if (!one.getValue().path("readOnly").asBoolean(false)) {
        out.set(one.getKey(), write(one.getValue(), depth + 1));
      }
    }
  }

  private static void type(JsonNode schema, ObjectNode out) {
    JsonNode type = schema.path("type");
    if (type.isString() && TYPES.contains(type.stringValue())) {
      out.set("type", type);
    } else if (type.isString() && type.stringValue().equals("file")) {
      out.put("type", "string");
    } else if (type.isArray()) {
      ArrayNode types = Json.array();
      type.valueStream().filter(t -> TYPES.contains(t.asString(""))).distinct().forEach(types::add);
      if (!types.isEmpty()) {
        out.set("type", types);
      }
    }
  }

  private static void values(JsonNode schema, ObjectNode out) {
    JsonNode values = schema.path("enum");
    if (values.isArray() && !values.isEmpty()) {
      ArrayNode distinct = out.putArray("enum");
      values.valueStream().distinct().forEach(distinct::add);
    }
    if (schema.path("pattern").isString() && compiles(schema.path("pattern").stringValue())) {
      out.set("pattern", schema.get("pattern"));
    }
    if (schema.has("example") && !out.has("examples")) {
      out.putArray("examples").add(schema.get("example"));
    }
    if (out.has("examples") && !out.path("examples").isArray()) {
      out.remove("examples");
    }
  }

  private static boolean compiles(String pattern) {
    try {
      var _ = Pattern.compile(pattern);
      return true;
    } catch (PatternSyntaxException e) {
      return false;
    }
  }

  private static void required(JsonNode schema, ObjectNode out) {
    JsonNode properties = schema.path("properties");
    ArrayNode names = Json.array();
    schema
        .path("required")
        .valueStream()
        .filter(JsonNode::isString)
        .filter(n -> !properties.path(n.stringValue()).path("readOnly").asBoolean(false))
        .distinct()
        .forEach(names::add);
    if (!names.isEmpty()) {
      out.set("required", names);
    }
  }
}
