package dev.cadre.offline;

import dev.cadre.offline.Conversation.Exchange;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Puts the results of tools into words: what was asked for first, tables as tables. */
final class Wording {
  private static final int MOST_ROWS = 10;
  private static final int MOST_COLUMNS = 6;
  private static final int LONGEST_CELL = 80;
  private static final int LONGEST_TEXT = 4_000;
  private static final int DEEPEST = 3;

  /** What "how long", "how tall" ask for, by the names that fields have for it. */
  private static final Map<String, String> MEASURES =
      Map.of(
          "long", "duration length",
          "tall", "height",
          "high", "height",
          "wide", "width",
          "big", "size width height",
          "large", "size width height",
          "heavy", "weight",
          "old", "age",
          "far", "distance",
          "fast", "speed");

  private final Set<String> asked;

  /**
   * @param request whose words name the fields that matter most
   */
  Wording(String request) {
    List<Word> words = Text.of(request).words();
    Set<String> stems =
        words.stream()
            .filter(Lexicon::content)
            .map(Word::stem)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    for (int i = 1; i < words.size(); i++) {
      String measures = MEASURES.get(words.get(i).lower());
      if (measures != null && words.get(i - 1).lower().equals("how")) {
        Text.of(measures).words().forEach(word -> stems.add(word.stem()));
      }
    }
    this.asked = Set.copyOf(stems);
  }

  String of(List<Exchange> calls) {
    return calls.stream().map(this::of).distinct().collect(Collectors.joining("\n\n"));
  }

  private String of(Exchange exchange) {
    String tool = words(exchange.call().name());
    if (exchange.failed()) {
      return "I could not finish \"" + tool + "\": " + cut(plain(exchange.result()), LONGEST_TEXT);
    }
    JsonNode result = unwrapped(exchange.result());
    return switch (result) {
      case JsonNode list when list.isArray() -> list(tool, list);
      case JsonNode object when object.isObject() -> object(object);
      case JsonNode text when text.isString() ->
          text.asString().isBlank()
              ? "Done: " + tool + "."
              : cut(text.asString().strip(), LONGEST_TEXT);
      case JsonNode none when none.isNull() -> "Done: " + tool + ".";
      case JsonNode value -> sentenceCase(tool) + ": " + plain(value) + ".";
    };
  }

  /** An envelope of one field is opened. */
  private static JsonNode unwrapped(JsonNode result) {
    JsonNode node = result;
    for (int i = 0; i < DEEPEST && node.isObject() && node.size() == 1; i++) {
      JsonNode inner = node.iterator().next();
      if (!inner.isContainer() && !inner.isString()) {
        break;
      }
      node = inner;
    }
    return node;
  }

  private String list(String tool, JsonNode list) {
    if (list.isEmpty()) {
      return "Nothing was found by \"" + tool + "\".";
    }
    String rest = list.size() > MOST_ROWS ? "\nand " + (list.size() - MOST_ROWS) + " more." : "";
    Set<String> columns = columns(list);
    if (columns.isEmpty()) {
      return items(list) + rest;
    }
    return (list.size() == 1 ? object(list.get(0)) : table(list, columns)) + rest;
  }

  private Set<String> columns(JsonNode list) {
    Set<String> wanted = new LinkedHashSet<>();
    Set<String> all = new LinkedHashSet<>();
    for (JsonNode row : list) {
      for (Map.Entry<String, JsonNode> field : row.properties()) {
        if (!field.getValue().isContainer()) {
          all.add(field.getKey());
          if (all.size() <= 2 || named(field.getKey())) {
            wanted.add(field.getKey());
          }
        }
      }
    }
    for (String name : all) {
      if (wanted.size() < MOST_COLUMNS) {
        wanted.add(name);
      }
    }
    return wanted.stream().limit(MOST_COLUMNS).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static String table(JsonNode list, Set<String> columns) {
    StringBuilder table = new StringBuilder("|");
    columns.forEach(column -> table.append(' ').append(words(column)).append(" |"));
    table.append("\n|").append("---|".repeat(columns.size()));
    int rows = 0;
    for (JsonNode row : list) {
      if (rows++ == MOST_ROWS) {
        break;
      }
      table.append("\n|");
      columns.forEach(column -> table.append(' ').append(cell(row.path(column))).append(" |"));
    }
    return table.append('\n').toString();
  }

  private static String cell(JsonNode value) {
    return value.isMissingNode() || value.isNull()
        ? ""
        : cut(plain(value).replace('|', '/').replace('\n', ' '), LONGEST_CELL);
  }

  private static String items(JsonNode list) {
    List<String> items = new ArrayList<>();
    for (JsonNode item : list) {
      if (items.size() < MOST_ROWS) {
        items.add("- " + cut(plain(item), LONGEST_TEXT));
      }
    }
    return String.join("\n", items);
  }

  /** The fields the request names as a sentence, or else every field on a line. */
  private String object(JsonNode object) {
    List<String> sentences = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      String name = words(field.getKey());
      if (named(field.getKey()) && !field.getValue().isContainer() && !field.getValue().isNull()) {
        sentences.add("The " + name + " is " + plain(field.getValue()) + ".");
      } else if (field.getValue().isContainer()) {
        lines.add("- " + name + ":" + indented(field.getValue(), 1));
      } else if (!field.getValue().isNull()) {
        lines.add("- " + name + ": " + cut(plain(field.getValue()), LONGEST_TEXT));
      }
    }
    String first = String.join(" ", sentences);
    return (first + (first.isEmpty() || lines.isEmpty() ? "" : "\n") + String.join("\n", lines))
        .strip();
  }

  private static String indented(JsonNode node, int depth) {
    if (node.isEmpty()) {
      return " none";
    }
    if (depth >= DEEPEST) {
      return " " + cut(node.toString(), LONGEST_CELL);
    }
    StringBuilder text = new StringBuilder();
    int rows = 0;
    if (node.isArray()) {
      for (JsonNode item : node) {
        if (rows++ < MOST_ROWS) {
          text.append('\n')
              .append("  ".repeat(depth))
              .append("- ")
              .append(cut(flat(item), LONGEST_TEXT));
        }
      }
      return text.toString();
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      text.append('\n')
          .append("  ".repeat(depth))
          .append("- ")
          .append(words(field.getKey()))
          .append(':');
      text.append(
          field.getValue().isContainer()
              ? indented(field.getValue(), depth + 1)
              : " " + plain(field.getValue()));
    }
    return text.toString();
  }

  private static String flat(JsonNode item) {
    if (!item.isObject()) {
      return plain(item);
    }
    return item.properties().stream()
        .filter(field -> !field.getValue().isNull())
        .map(field -> words(field.getKey()) + " " + plain(field.getValue()))
        .collect(Collectors.joining(", "));
  }

  private boolean named(String field) {
    List<Word> words = Text.ofName(field);
    return !words.isEmpty()
        && words.stream()
            .filter(w -> !Lexicon.LIGHT.contains(w.lower()))
            .anyMatch(w -> asked.contains(w.stem()));
  }

  static String plain(JsonNode value) {
    if (value.isBoolean()) {
      return value.booleanValue() ? "yes" : "no";
    }
    return value.isString() ? value.asString() : value.toString();
  }

  /** An identifier as words. */
  static String words(String name) {
    String words =
        Text.ofName(name).stream()
            .map(
                w ->
                    w.text().length() > 1 && w.text().equals(w.text().toUpperCase(Locale.ROOT))
                        ? w.text()
                        : w.lower())
            .collect(Collectors.joining(" "));
    return words.isEmpty() ? name : words;
  }

  private static String sentenceCase(String text) {
    return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
  }
}
