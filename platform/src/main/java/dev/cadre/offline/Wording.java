package dev.cadre.offline;

import dev.cadre.offline.Conversation.Exchange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Puts the results of tools into words: what was asked for as a sentence, a record as a line, a few
 * records as a list, many as a table. Every value is the result's own.
 */
final class Wording {
  private static final int LONGEST_TEXT = 4_000;
  private static final int DEEPEST = 3;

  private final String request;
  private final List<Tool> tools;
  private final String instructions;
  private final Wanted wanted;

  /**
   * @param request whose words say what matters
   * @param tools whose descriptions, or else the instructions, say what amounts are in
   */
  Wording(String request, List<Tool> tools, String instructions) {
    this.request = request;
    this.tools = tools;
    this.instructions = instructions;
    this.wanted = new Wanted(request);
  }

  String of(List<Exchange> calls) {
    List<String> texts = calls.stream().map(this::of).distinct().toList();
    List<String> useful = texts.stream().filter(text -> !Talk.empty(text)).toList();
    return String.join("\n\n", useful.isEmpty() ? texts : useful);
  }

  private String of(Exchange exchange) {
    String tool = Shown.words(exchange.call().name());
    if (exchange.failed()) {
      return "I could not " + doing(tool) + ": " + cut(Shown.plain(exchange.result()));
    }
    JsonNode result = unwrapped(exchange.result());
    Shown shown = shown(exchange.call().name());
    JsonNode given = exchange.call().arguments();
    return switch (result) {
      case JsonNode list when list.isArray() ->
          list.isEmpty() ? "I found nothing for that." : rows(shown, given).of(list);
      case JsonNode object when object.isObject() -> object(object, shown, given);
      case JsonNode text when text.isString() ->
          text.asString().isBlank() ? "Done: " + tool + "." : cut(text.asString().strip());
      case JsonNode none when none.isNull() -> "Done: " + tool + ".";
      case JsonNode value ->
          Shown.sentence(tool) + ": " + shown.value(exchange.call().name(), value) + ".";
    };
  }

  private static String doing(String tool) {
    int space = tool.indexOf(' ');
    String first = space < 0 ? tool : tool.substring(0, space);
    return Lexicon.VERBS.contains(first) ? tool : "use " + tool;
  }

  private static String cut(String text) {
    return Shown.cut(text, LONGEST_TEXT);
  }

  private Rows rows(Shown shown, JsonNode given) {
    return new Rows(request, wanted, shown, given);
  }

  /** What amounts are in is said by the tool, or else by whoever instructs the agent. */
  private Shown shown(String name) {
    return tools.stream()
        .filter(tool -> tool.spec().name().equals(name))
        .findFirst()
        .map(tool -> tool.spec().description() + "\n" + described(tool) + "\n" + instructions)
        .map(Shown::new)
        .orElseGet(() -> new Shown(instructions));
  }

  private static String described(Tool tool) {
    return tool.slots().stream().map(Slot::description).collect(Collectors.joining("\n"));
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

  /** An object with a list in it is about the list. */
  private String object(JsonNode object, Shown shown, JsonNode given) {
    Map<String, JsonNode> plain = new LinkedHashMap<>();
    Map<String, JsonNode> lists = new LinkedHashMap<>();
    Map<String, JsonNode> others = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      JsonNode value = field.getValue();
      boolean list = value.isArray() && !value.isEmpty() && value.get(0).isObject();
      (list ? lists : value.isContainer() ? others : plain).put(field.getKey(), value);
    }
    if (lists.size() != 1 || !others.isEmpty() || !main(lists.values().iterator().next())) {
      others.putAll(lists);
      if (!wanted.of(plain).isEmpty()) {
        others.keySet().removeIf(field -> !wanted.says(Shown.words(field)));
      }
      return Shown.lines(rows(shown, given).record(plain), nested(others));
    }
    JsonNode list = lists.values().iterator().next();
    Map<String, JsonNode> about = about(plain, given, texts(list));
    String head = about.isEmpty() ? "" : rows(shown, given).record(about);
    return Shown.lines(head, rows(shown, given).of(list));
  }

  /** True of a list that the result is about: of several records, or of texts. */
  private static boolean main(JsonNode list) {
    return list.size() > 1 || texts(list);
  }

  private static boolean texts(JsonNode list) {
    return Records.scalars(list.get(0)).values().stream().anyMatch(Shown::text);
  }

  /**
   * Of what stands beside a list: what was asked for, and remarks.
   *
   * @param texts the list is of texts, which hold the answer: "how many" is not about what was
   *     searched, unless that is named
   */
  private Map<String, JsonNode> about(Map<String, JsonNode> plain, JsonNode given, boolean texts) {
    List<String> asked = texts ? wanted.named(plain) : wanted.of(plain);
    Map<String, JsonNode> about = new LinkedHashMap<>();
    plain.forEach(
        (field, value) -> {
          boolean known = given.properties().stream().anyMatch(one -> one.getValue().equals(value));
          if (!known && (asked.contains(field) || Shown.text(value))) {
            about.put(field, value);
          }
        });
    return about;
  }

  private static String nested(Map<String, JsonNode> containers) {
    List<String> lines = new ArrayList<>();
    containers.forEach(
        (field, value) -> lines.add("- " + Shown.words(field) + ":" + Nested.indented(value, 1)));
    return String.join("\n", lines);
  }
}
