package dev.cadre.config;

import dev.cadre.config.ConfigNode.Entry;
import dev.cadre.config.ConfigNode.Kind;
import dev.cadre.config.ConfigNode.Mapping;
import dev.cadre.config.ConfigNode.Scalar;
import dev.cadre.config.ConfigNode.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Reads YAML, of which JSON is a part, into nodes with line numbers. Anchors and aliases are
 * refused: they let a short text stand for an endless one.
 */
final class ConfigParser {
  private static final int MAX_CHARACTERS = 1 << 20;
  private static final int MAX_DEPTH = 32;

  private final Problems problems;
  private final JsonParser tokens;

  private ConfigParser(JsonParser tokens, Problems problems) {
    this.tokens = tokens;
    this.problems = problems;
  }

  /** An empty mapping when there is nothing; what is wrong goes to {@code problems}. */
  static ConfigNode parse(String text, Problems problems) {
    Mapping nothing = new Mapping(Map.of(), 1);
    if (text.length() > MAX_CHARACTERS) {
      problems.add("", 1, "is larger than " + MAX_CHARACTERS + " characters");
      return nothing;
    }
    try (JsonParser tokens = new YAMLMapper().createParser(text)) {
      JsonToken first = tokens.nextToken();
      if (first == null || first == JsonToken.VALUE_NULL) {
        return nothing;
      }
      ConfigParser parser = new ConfigParser(tokens, problems);
      ConfigNode root = parser.node(first, "", 0);
      if (tokens.nextToken() != null) {
        problems.add("", parser.line(), "holds a second document; keep one");
      }
      return root;
    } catch (JacksonException e) {
      int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
      problems.add("", line, "is not valid YAML: " + firstLine(e.getOriginalMessage()));
      return nothing;
    }
  }

  private ConfigNode node(JsonToken token, String path, int depth) {
    int line = line();
    if (depth > MAX_DEPTH) {
      problems.add(path, line, "is nested deeper than " + MAX_DEPTH + " levels");
      tokens.skipChildren();
      return new Scalar("", Kind.NULL, line);
    }
    if (tokens instanceof YAMLParser yaml && (yaml.isCurrentAlias() || anchored(yaml))) {
      problems.add(path, line, "uses a YAML anchor or alias; write the value out");
    }
    return switch (token) {
      case START_OBJECT -> mapping(path, line, depth);
      case START_ARRAY -> sequence(path, line, depth);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          new Scalar(tokens.getString(), Kind.NUMBER, line);
      case VALUE_TRUE, VALUE_FALSE -> new Scalar(tokens.getString(), Kind.FLAG, line);
      case VALUE_NULL -> new Scalar("", Kind.NULL, line);
      case VALUE_STRING,
          VALUE_EMBEDDED_OBJECT,
          END_OBJECT,
          END_ARRAY,
          PROPERTY_NAME,
          NOT_AVAILABLE ->
          new Scalar(tokens.getString(), Kind.TEXT, line);
    };
  }

  private Mapping mapping(String path, int line, int depth) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    while (tokens.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = tokens.currentName();
      int keyLine = line();
      String inner = path.isEmpty() ? key : path + "." + key;
      Entry before = entries.get(key);
      if (before != null) {
        problems.add(inner, keyLine, "is there already, on line " + before.line());
      }
      entries.put(key, new Entry(keyLine, node(tokens.nextToken(), inner, depth + 1)));
    }
    return new Mapping(entries, line);
  }

  private Sequence sequence(String path, int line, int depth) {
    List<ConfigNode> items = new ArrayList<>();
    for (JsonToken next = tokens.nextToken();
        next != JsonToken.END_ARRAY;
        next = tokens.nextToken()) {
      items.add(node(next, path + "[" + items.size() + "]", depth + 1));
    }
    return new Sequence(items, line);
  }

  private static boolean anchored(YAMLParser yaml) {
    return yaml.getObjectId() != null;
  }

  private int line() {
    return tokens.currentTokenLocation().getLineNr();
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse(text);
  }
}
