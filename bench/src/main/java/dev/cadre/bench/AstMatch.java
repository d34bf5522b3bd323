package dev.cadre.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Whether calls are those that BFCL's possible answers allow, by the rules it publishes: the calls
 * in any order, the parameters by name, each value of the declared type and one of those listed,
 * texts compared without spaces, case and {@code , . / - _ * ^}. A parameter may be left out when
 * its list holds the empty text.
 *
 * @see <a href="https://gorilla.cs.berkeley.edu/blogs/8_berkeley_function_calling_leaderboard.html">
 *     Berkeley Function Calling Leaderboard, "AST evaluation"</a>
 */
final class AstMatch {
  private static final Pattern IGNORED = Pattern.compile("[ ,./\\-_*^]");

  /** A call: the function's name, dots as underscores, and its arguments. */
  record Call(String name, JsonNode arguments) {}

  private final Map<String, JsonNode> functions;

  /**
   * @param functions as the data declares them, by name with dots as underscores
   */
  AstMatch(Map<String, JsonNode> functions) {
    this.functions = functions;
  }

  /** Each possible answer has a call of its own, and no call is left. */
  boolean matches(List<Call> calls, JsonNode answers) {
    if (calls.size() != answers.size()) {
      return false;
    }
    List<Call> left = new ArrayList<>(calls);
    for (JsonNode answer : answers) {
      Map.Entry<String, JsonNode> expected = answer.properties().iterator().next();
      Call found = null;
      for (Call call : left) {
        if (matches(call, expected.getKey().replace('.', '_'), expected.getValue())) {
          found = call;
          break;
        }
      }
      if (found == null) {
        return false;
      }
      left.remove(found);
    }
    return true;
  }

  private boolean matches(Call call, String name, JsonNode allowed) {
    JsonNode function = functions.get(name);
    if (function == null || !call.name().equals(name)) {
      return false;
    }
    JsonNode parameters = function.path("parameters");
    for (JsonNode required : parameters.path("required")) {
      if (!call.arguments().has(required.asString())) {
        return false;
      }
    }
    for (Map.Entry<String, JsonNode> argument : call.arguments().properties()) {
      JsonNode values = allowed.get(argument.getKey());
      JsonNode schema = parameters.path("properties").get(argument.getKey());
      if (values == null || schema == null || !one(argument.getValue(), values, schema)) {
        return false;
      }
    }
    return allowed.properties().stream()
        .allMatch(e -> call.arguments().has(e.getKey()) || optional(e.getValue()));
  }

  private static boolean optional(JsonNode values) {
    for (JsonNode value : values) {
      if (value.isString() && value.asString().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** One of the values listed. An integer is a float too, and no other type is another. */
  private static boolean one(JsonNode value, JsonNode allowed, JsonNode schema) {
    boolean typed = ofType(value, schema.path("type").asString(""));
    for (JsonNode candidate : allowed) {
      // A text listed for another type is a variable of the question's code, taken as it is.
      boolean variable = candidate.isString() && value.isString();
      if ((typed || variable) && same(value, candidate)) {
        return true;
      }
    }
    return false;
  }

  private static boolean ofType(JsonNode value, String type) {
    return switch (type) {
      case "integer" -> value.isIntegralNumber();
      case "float", "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "array", "tuple" -> value.isArray();
      case "dict", "object" -> value.isObject();
      default -> value.isString();
    };
  }

  private static boolean same(JsonNode value, JsonNode expected) {
    if (value.isString() && expected.isString()) {
      return plain(value.asString()).equals(plain(expected.asString()));
    }
    if (value.isNumber() && expected.isNumber()) {
      return value.doubleValue() == expected.doubleValue();
    }
    if (value.isArray() && expected.isArray()) {
      return sameItems(value, expected);
    }
    if (value.isObject() && expected.isObject()) {
      return sameMembers(value, expected);
    }
    return value.equals(expected);
  }

  private static boolean sameItems(JsonNode value, JsonNode expected) {
    for (int i = 0; i < value.size() && i < expected.size(); i++) {
      if (!same(value.get(i), expected.get(i))) {
        return false;
      }
    }
    return value.size() == expected.size();
  }

  /** In the answers, a member's value is the list of those allowed. */
  private static boolean sameMembers(JsonNode value, JsonNode expected) {
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      JsonNode allowed = expected.path(member.getKey());
      boolean found = false;
      for (JsonNode candidate : allowed) {
        found |= same(member.getValue(), candidate);
      }
      if (!found) {
        return false;
      }
    }
    return expected.properties().stream()
        .allMatch(e -> value.has(e.getKey()) || optional(e.getValue()));
  }

  private static String plain(String text) {
    return IGNORED.matcher(text).replaceAll("").toLowerCase(Locale.ROOT).replace('\'', '"');
  }
}
