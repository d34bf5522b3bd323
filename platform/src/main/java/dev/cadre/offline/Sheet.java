package dev.cadre.offline;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * One record of a result, in parts.
 *
 * @param label what it is called: its name, its id, or what was asked about; empty for neither
 * @param place true when {@code label} is where something is
 * @param facts what is short, without the label's fields and what only repeats them
 * @param texts what is a sentence or more
 */
record Sheet(
    String label, boolean place, Map<String, JsonNode> facts, Map<String, JsonNode> texts) {
  private static final Set<String> NAMES = Lexicon.set("name title label");
  private static final Set<String> IDS = Lexicon.set("id code sku");

  private static final int LONGEST = 80;

  /** How near a piece was to a search, which says nothing to people. */
  private static final Set<String> RANKS = Lexicon.set("score relevance similarity distance match");

  Sheet {
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
  }

  /**
   * @param given the arguments of the call, which are known to whoever asked
   * @param several true of one among others, which its first word tells from them
   */
  static Sheet of(Map<String, JsonNode> record, JsonNode given, Wanted wanted, boolean several) {
    String name = named(record, NAMES);
    String id = named(record, IDS);
    String echo = name.isEmpty() && id.isEmpty() ? told(record, given, several) : "";
    String label = label(record, name, id, echo, wanted);
    boolean numbered = !name.isEmpty() && !wanted.says("id");
    Map<String, JsonNode> facts = new LinkedHashMap<>();
    Map<String, JsonNode> texts = new LinkedHashMap<>();
    record.forEach(
        (field, value) -> {
          if (Shown.text(value) && !ofLabel(field, name, id, echo)) {
            texts.put(field, value);
          } else if (!ofLabel(field, name, id, echo)
              && !label.equals(Shown.plain(value))
              && !(value.isString() && given(value, given))
              && !(numbered && field.equals("id"))) {
            facts.put(field, value);
          }
        });
    if (!texts.isEmpty()) {
      facts.keySet().removeIf(RANKS::contains);
    }
    return new Sheet(label, placed(echo.isEmpty() ? name : echo), facts, texts);
  }

  private static boolean ofLabel(String field, String name, String id, String echo) {
    boolean person = name.startsWith("first") && field.startsWith("last");
    return field.equals(name) || field.equals(id) || field.equals(echo) || person;
  }

  private static boolean placed(String field) {
    return Sense.of(Text.ofName(field)).contains(Sense.PLACE) || field.endsWith("zone");
  }

  /** The first field whose name ends so; empty for none. */
  private static String named(Map<String, JsonNode> record, Set<String> ends) {
    return record.entrySet().stream()
        .filter(
            field -> field.getValue().isString() && field.getValue().asString().length() <= LONGEST)
        .map(Map.Entry::getKey)
        .filter(field -> ends.contains(last(field)))
        .findFirst()
        .orElse("");
  }

  private static String last(String field) {
    List<Word> words = Text.ofName(field);
    return words.isEmpty() ? "" : words.getLast().lower();
  }

  private static String told(Map<String, JsonNode> record, JsonNode given, boolean several) {
    String echo = echoed(record, given);
    return echo.isEmpty() && several ? first(record) : echo;
  }

  /** The first field where it is a word or two. */
  private static String first(Map<String, JsonNode> record) {
    return record.entrySet().stream()
        .limit(1)
        .filter(field -> field.getValue().isString())
        .filter(field -> !Shown.text(field.getValue()) && !Shown.dated(field.getValue()))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("");
  }

  private static String echoed(Map<String, JsonNode> record, JsonNode given) {
    return record.entrySet().stream()
        .filter(field -> field.getValue().isString() && given(field.getValue(), given))
        .map(Map.Entry::getKey)
        .filter(field -> Sense.of(Text.ofName(field)).stream().noneMatch(Sheet::words))
        .findFirst()
        .orElse("");
  }

  /** What was searched for is no name of what was found. */
  private static boolean words(Sense sense) {
    return sense == Sense.PROSE || sense == Sense.REQUEST;
  }

  private static boolean given(JsonNode value, JsonNode given) {
    String text = value.asString();
    return given.properties().stream()
        .map(Map.Entry::getValue)
        .filter(JsonNode::isString)
        .anyMatch(
            argument ->
                argument.asString().equalsIgnoreCase(text)
                    || text.endsWith("/" + argument.asString().replace(' ', '_')));
  }

  private static String label(
      Map<String, JsonNode> record, String name, String id, String echo, Wanted wanted) {
    if (!echo.isEmpty()) {
      return text(record, echo);
    }
    String called = text(record, name) + (name.startsWith("first") ? family(record) : "");
    String number = text(record, id);
    if (called.isEmpty() || number.isEmpty()) {
      return called + number;
    }
    return wanted.says(number) ? number + " (" + called + ")" : called + " (" + number + ")";
  }

  private static String text(Map<String, JsonNode> record, String field) {
    JsonNode value = record.get(field);
    return value == null ? "" : Shown.plain(value);
  }

  private static String family(Map<String, JsonNode> record) {
    return record.entrySet().stream()
        .filter(field -> field.getKey().startsWith("last") && field.getValue().isString())
        .filter(field -> last(field.getKey()).equals("name"))
        .findFirst()
        .map(field -> " " + field.getValue().asString())
        .orElse("");
  }
}
