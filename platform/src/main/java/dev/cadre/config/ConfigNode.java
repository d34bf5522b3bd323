package dev.cadre.config;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** A parsed configuration that remembers where each part stood. Lines count from 1. */
sealed interface ConfigNode {
  int line();

  /** A leaf; {@code quoted} text is never taken for a number, a flag or null. */
  record Scalar(String text, Kind kind, int line) implements ConfigNode {
    JsonNode leaf() {
      return switch (kind) {
        case TEXT -> StringNode.valueOf(text);
        case NUMBER -> number(text);
        case FLAG -> BooleanNode.valueOf(text.equals("true"));
        case NULL -> NullNode.instance;
      };
    }

    /** YAML has numbers that JSON does not, such as {@code .inf}: they stay texts. */
    private static JsonNode number(String text) {
      try {
        return Json.parse(text);
      } catch (Fault.Invalid e) {
        return StringNode.valueOf(text);
      }
    }
  }

  record Sequence(List<ConfigNode> items, int line) implements ConfigNode {}

  record Mapping(Map<String, Entry> entries, int line) implements ConfigNode {}

  /** A key, the line it stands on, and its value. */
  record Entry(int line, ConfigNode value) {}

  /** What a leaf was written as. */
  enum Kind {
    TEXT,
    NUMBER,
    FLAG,
    NULL
  }

  /** What a person calls it. */
  default String described() {
    return switch (this) {
      case Scalar scalar ->
          switch (scalar.kind()) {
            case TEXT -> "the text '" + scalar.text() + "'";
            case NUMBER -> "the number " + scalar.text();
            case FLAG -> scalar.text();
            case NULL -> "nothing";
          };
      case Sequence _ -> "a list";
      case Mapping _ -> "a section";
    };
  }

  /** The same without lines. */
  default JsonNode json() {
    return switch (this) {
      case Scalar scalar -> scalar.leaf();
      case Sequence(List<ConfigNode> items, _) -> {
        ArrayNode array = Json.array();
        items.forEach(item -> array.add(item.json()));
        yield array;
      }
      case Mapping(Map<String, Entry> entries, _) -> {
        ObjectNode object = Json.object();
        entries.forEach((key, entry) -> object.set(key, entry.value().json()));
        yield object;
      }
    };
  }
}
