package dev.cadre.offline;

import dev.cadre.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Records in words: one as a sentence, a few as a list, several with several fields as a table. */
final class Rows {
  private static final int MOST_ROWS = 10;
  private static final int LONGEST_TEXT = 4_000;

  /** More rows of more facts than these are a table. */
  private static final int LISTED_ROWS = 2;

  private static final int LISTED_FACTS = 3;

  /** More rows than this are shown without the texts that describe them. */
  private static final int DESCRIBED = 3;

  private static final int SENTENCE = 4;

  private static final Set<String> REMARKS =
      Lexicon.set("note notice warning remark hint message error");

  /** What is compared with a thing is not the thing. */
  private static final Pattern COMPARED =
      Pattern.compile(
          "\\b(?:than|like|besides|except|other|others|similar|with|and|or|all)\\b",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern PLACE =
      Pattern.compile(
          "\\bthe (last|\\w+) (?:one|of (?:them|these|those))\\b|\\bthe (\\w+)\\b(?=\\s*[,?.]|$)",
          Pattern.CASE_INSENSITIVE);

  private final String request;
  private final Wanted wanted;
  private final Shown shown;
  private final JsonNode given;

  /**
   * @param given the arguments of the call
   */
  Rows(String request, Wanted wanted, Shown shown, JsonNode given) {
    this.request = request;
    this.wanted = wanted;
    this.shown = shown;
    this.given = given;
  }

  String of(JsonNode list) {
    if (list.valueStream().noneMatch(JsonNode::isObject)) {
      return items(list);
    }
    List<Map<String, JsonNode>> meant = meant(Records.in(list));
    return meant.size() == 1 ? record(meant.getFirst()) : several(meant);
  }

  private static String items(JsonNode list) {
    String items =
        list.valueStream()
            .limit(MOST_ROWS)
            .map(item -> "- " + Shown.cut(Shown.plain(item), LONGEST_TEXT))
            .collect(Collectors.joining("\n"));
    return items + more(list.size());
  }

  private static String more(int rows) {
    return rows > MOST_ROWS ? "\nand " + (rows - MOST_ROWS) + " more." : "";
  }

  /** The record whose place is named, or whose label is, when a field of it is asked for. */
  private List<Map<String, JsonNode>> meant(List<Map<String, JsonNode>> records) {
    int place = place();
    if (place != 0 && place <= records.size()) {
      return List.of(place < 0 ? records.getLast() : records.get(place - 1));
    }
    if (records.size() < 2
        || wanted.of(records.getFirst()).isEmpty()
        || COMPARED.matcher(request).find()) {
      return records;
    }
    List<Map<String, JsonNode>> named =
        records.stream()
            .filter(record -> wanted.says(Sheet.of(record, given, wanted, true).label()))
            .toList();
    return named.isEmpty() ? records : named;
  }

  /** {@code the second one} is 2, {@code the last one} -1; 0 when no place is named. */
  private int place() {
    Matcher place = PLACE.matcher(request);
    while (place.find()) {
      String word =
          (place.group(1) == null ? place.group(2) : place.group(1)).toLowerCase(Locale.ROOT);
      if (word.equals("last")) {
        return -1;
      }
      int ordinal = NumberWords.ordinal(word).orElse(0);
      if (ordinal > 0) {
        return ordinal;
      }
    }
    return 0;
  }

  /** One record: what is asked for as a sentence, or else what there is. */
  String record(Map<String, JsonNode> record) {
    String equation = Equations.of(record, given);
    if (!equation.isEmpty()) {
      return equation;
    }
    Sheet sheet = Sheet.of(record, given, wanted, false);
    List<String> asked =
        wanted.of(record).stream().filter(field -> said(field, sheet.facts())).toList();
    boolean few = !asked.isEmpty() && asked.size() <= SENTENCE;
    String facts = few ? sentence(sheet, asked) : line(sheet, sheet.facts());
    String texts =
        sheet.texts().entrySet().stream()
            .filter(text -> !few || remark(text.getKey()))
            .map(text -> text(text.getValue()))
            .collect(Collectors.joining(" "));
    return (facts + (facts.isEmpty() || texts.isEmpty() ? "" : " ") + texts).strip();
  }

  /** That a day is not known yet is an answer; of other fields without a value nothing is said. */
  private static boolean said(String field, Map<String, JsonNode> facts) {
    JsonNode value = facts.get(field);
    return value != null && (!value.isNull() || field.endsWith("date") || field.endsWith("time"));
  }

  /** What must be said whatever was asked for. */
  private static boolean remark(String field) {
    return REMARKS.contains(Text.ofName(field).getLast().lower());
  }

  private String text(JsonNode value) {
    String text = Shown.cut(Shown.plain(value).strip(), LONGEST_TEXT);
    return text.matches("(?s).*[.!?:;…]") ? text : text + ".";
  }

  private String sentence(Sheet sheet, List<String> asked) {
    List<String> parts = new ArrayList<>();
    for (String field : asked) {
      JsonNode value = sheet.facts().get(field);
      String of = parts.isEmpty() && !sheet.label().isEmpty() ? of(sheet) : "";
      if (value != null) {
        parts.add(clause(field, value, of));
      }
    }
    return Shown.sentence(Shown.joined(parts, " and ")) + ".";
  }

  private static String of(Sheet sheet) {
    return (sheet.place() ? " in " : " of ") + sheet.label();
  }

  private String clause(String field, JsonNode value, String of) {
    String name = shown.name(field);
    if (value.isNull()) {
      return "the " + name + of + " is not known";
    }
    if (Lexicon.PREPOSITIONS.contains(Text.of(name).words().getLast().lower())) {
      String whom = of.isEmpty() ? "" : of.replaceFirst("^ (?:of|in) ", "") + ": ";
      return whom + name + " " + shown.value(field, value);
    }
    if (value.isBoolean()) {
      String whom = of.isEmpty() ? "it" : of.replaceFirst("^ (?:of|in) ", "");
      return whom + " is " + shown.fact(field, value);
    }
    if (Lexicon.PREPOSITIONS.contains(Text.of(name).word(0).lower())) {
      return of.replaceFirst("^ (?:of|in) ", "") + " has " + shown.value(field, value) + " " + name;
    }
    String is = Shown.plural(name) && !name.endsWith("status") ? " are " : " is ";
    return "the " + name + of + is + shown.value(field, value);
  }

  private String line(Sheet sheet, Map<String, JsonNode> facts) {
    String known = known(facts);
    if (sheet.label().isEmpty()) {
      return known.isEmpty() ? "" : Shown.sentence(known) + ".";
    }
    return sheet.label() + (known.isEmpty() ? "." : ": " + known + ".");
  }

  /**
   * Of two facts of one name, such as a temperature in two units, the second stands in brackets.
   */
  private String known(Map<String, JsonNode> facts) {
    List<String> known = new ArrayList<>();
    String before = "";
    for (Map.Entry<String, JsonNode> fact : facts.entrySet()) {
      JsonNode value = fact.getValue();
      if (!value.isNull() && !Shown.plain(value).isBlank()) {
        String name = shown.name(fact.getKey());
        String text = shown.fact(fact.getKey(), value);
        if (name.equals(before) && value.isNumber()) {
          known.add(known.removeLast() + " (" + shown.value(fact.getKey(), value) + ")");
        } else if (!known.contains(text)) {
          known.add(text);
        }
        before = name;
      }
    }
    return String.join(", ", known);
  }

  private String several(List<Map<String, JsonNode>> records) {
    List<String> asked = wanted.of(records.getFirst());
    Set<String> same = same(records);
    List<Sheet> sheets = new ArrayList<>();
    for (Map<String, JsonNode> record : records) {
      Map<String, JsonNode> own = new LinkedHashMap<>(record);
      own.keySet().removeAll(same);
      sheets.add(Sheet.of(own, given, wanted, true));
    }
    Map<String, JsonNode> first = sheets.getFirst().facts();
    boolean any = asked.stream().anyMatch(first::containsKey);
    long facts = !any ? first.size() : asked.stream().filter(first::containsKey).count();
    String head = head(records.getFirst(), same);
    String body =
        records.size() > LISTED_ROWS && facts > LISTED_FACTS
            ? new Table(wanted, shown).of(records, same)
            : list(sheets, asked);
    return Shown.lines(head, body + more(records.size()));
  }

  /** Fields that have one value in all records, and say nothing about any of them. */
  private Set<String> same(List<Map<String, JsonNode>> records) {
    Set<String> same = new LinkedHashSet<>();
    records
        .getFirst()
        .forEach(
            (field, value) -> {
              boolean one = records.stream().allMatch(record -> value.equals(record.get(field)));
              if (one && value.isString() && (wanted.says(value.asString()) || given(value))) {
                same.add(field);
              }
            });
    return same;
  }

  private boolean given(JsonNode value) {
    return given.properties().stream().anyMatch(one -> one.getValue().equals(value));
  }

  /** What all of them are about. */
  private String head(Map<String, JsonNode> record, Set<String> same) {
    Map<String, JsonNode> shared = new LinkedHashMap<>(record);
    shared.keySet().retainAll(same);
    String label = Sheet.of(shared, Json.object(), wanted, false).label();
    return label.isEmpty() ? "" : label + ":";
  }

  private String list(List<Sheet> sheets, List<String> asked) {
    List<String> lines = new ArrayList<>();
    for (Sheet sheet : sheets) {
      Map<String, JsonNode> facts = new LinkedHashMap<>(sheet.facts());
      if (!asked.isEmpty() && asked.stream().anyMatch(facts::containsKey)) {
        facts.keySet().retainAll(asked);
      }
      boolean described = sheets.size() <= DESCRIBED || sheet.label().isEmpty();
      lines.add("- " + item(sheet, facts, described));
      if (lines.size() == MOST_ROWS) {
        break;
      }
    }
    return String.join("\n", lines);
  }

  private String item(Sheet sheet, Map<String, JsonNode> facts, boolean described) {
    String line = line(sheet, facts);
    String texts =
        described
            ? sheet.texts().values().stream().map(this::text).collect(Collectors.joining(" "))
            : "";
    if (sheet.label().isEmpty() && !texts.isEmpty()) {
      String bare = line.isEmpty() ? "" : line.substring(0, line.length() - 1);
      return texts + (bare.isEmpty() ? "" : " (" + lower(bare) + ")");
    }
    String head = line.substring(0, Math.max(0, line.length() - 1)).replaceFirst(": ", ", ");
    return texts.isEmpty() ? line.substring(0, line.length() - 1) : head + ": " + texts;
  }

  private static String lower(String text) {
    return Character.toLowerCase(text.charAt(0)) + text.substring(1);
  }
}
