package dev.cadre.inference;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One object of a request's body, read member by member; what has another type than it must is
 * named by its path. A member that is null counts as absent.
 *
 * @param path of the object, such as {@code messages.0.content.1}; empty for the body itself
 */
record Members(String path, ObjectNode node) {

  /** The members of {@code value}; refused when it is no object. */
  static Members of(String path, JsonNode value) {
    if (value instanceof ObjectNode object) {
      return new Members(path, object);
    }
    throw invalid(path.isEmpty() ? "body" : path, "must be an object");
  }

  static Fault.Invalid invalid(String path, String problem) {
    return new Fault.Invalid(
        "'" + path + "' " + problem, List.of(new Fault.Invalid.Field(path, problem)));
  }

  /** A refusal of one member. */
  Fault.Invalid refuse(String name, String problem) {
    return invalid(at(name), problem);
  }

  String at(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  boolean has(String name) {
    return value(name) != null;
  }

  /** Null when it is absent. */
  @Nullable JsonNode value(String name) {
    JsonNode value = node.get(name);
    return value == null || value.isNull() ? null : value;
  }

  JsonNode need(String name) {
    JsonNode value = value(name);
    if (value == null) {
      throw refuse(name, "is missing");
    }
    return value;
  }

  String text(String name) {
    return text(name, need(name));
  }

  /** The text of a member that may be absent. */
  String text(String name, String absent) {
    JsonNode value = value(name);
    return value == null ? absent : text(name, value);
  }

  private String text(String name, JsonNode value) {
    if (!value.isString()) {
      throw refuse(name, "must be a string");
    }
    return value.asString();
  }

  boolean flag(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return false;
    }
    if (!value.isBoolean()) {
      throw refuse(name, "must be true or false");
    }
    return value.asBoolean();
  }

  /** 1 or more; null when it is absent. */
  @Nullable Integer count(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt() || value.asInt() < 1) {
      throw refuse(name, "must be a whole number, 1 or more");
    }
    return value.asInt();
  }

  /** From 0 to {@code max}; null when it is absent. */
  @Nullable Double fraction(String name, int max) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (!value.isNumber() || !(value.asDouble() >= 0 && value.asDouble() <= max)) {
      throw refuse(name, "must be a number from 0 to " + max);
    }
    return value.asDouble();
  }

  Members object(String name) {
    return of(at(name), need(name));
  }

  /** Null when it is absent. */
  @Nullable Members objectOrNull(String name) {
    return has(name) ? object(name) : null;
  }

  /** The objects of a list; none when it is absent. */
  List<Members> objects(String name) {
    List<Members> objects = new ArrayList<>();
    for (JsonNode item : items(name)) {
      objects.add(of(at(name) + "." + objects.size(), item));
    }
    return objects;
  }

  /** The strings of a list; none when it is absent. */
  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (JsonNode item : items(name)) {
      if (!item.isString()) {
        throw refuse(name + "." + texts.size(), "must be a string");
      }
      texts.add(item.asString());
    }
    return texts;
  }

  private JsonNode items(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return Json.array();
    }
    if (!value.isArray()) {
      throw refuse(name, "must be a list");
    }
    return value;
  }
}
