package dev.cadre.offline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Which fields of a result a request asks for: by the words of their names that tell them apart,
 * and else by its question word. {@code where} asks for a state or a place, {@code when} for dates,
 * {@code how much} for money.
 */
final class Wanted {
  private static final Pattern WHERE =
      Pattern.compile("\\bwhere(?:'?s| is| are)?\\b|\\bhow far\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern WHEN =
      Pattern.compile(
          "\\bwhen\\b|\\bhow long ago\\b|\\bhow long have\\b|\\b(?:which|what) (?:day|date)\\b",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern MUCH =
      Pattern.compile(
          "\\bhow much\\b|\\b(?:price|priced|cost|costs|pay|paid|expensive|charged?)\\b",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern BIG =
      Pattern.compile(
          "\\bhow (?:big|large|long|wide|high|tall)\\b|\\b(?:size|dimensions?|measures?)\\b",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern LONG = Pattern.compile("\\bhow long\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern MANY = Pattern.compile("\\bhow many\\b", Pattern.CASE_INSENSITIVE);

  private static final Set<String> STATES =
      Lexicon.set("status state stage condition availability location position place");
  private static final Set<String> COUNTS =
      Lexicon.set("quantity count number total rows pages size result availability");
  private static final Set<String> NAMELESS = Lexicon.set("name id type list of the for in is");

  private final String request;
  private final Set<String> said = new HashSet<>();

  Wanted(String request) {
    this.request = request;
    for (Word word : Text.of(request).words()) {
      if (Lexicon.content(word)) {
        said.add(stem(word));
      }
    }
  }

  /** {@code e-mail} and {@code email} are one. */
  private static String stem(Word word) {
    return word.lower().indexOf('-') < 0 ? word.stem() : Stem.of(word.lower().replace("-", ""));
  }

  boolean says(String words) {
    List<Word> all = Text.of(words).words();
    return !all.isEmpty()
        && all.stream()
            .allMatch(
                word ->
                    said.contains(word.stem()) || (word.digits() && request.contains(word.text())));
  }

  /** What {@code how much} asks for, in the words that descriptions have; empty for what else. */
  static String meant(String request) {
    return MUCH.matcher(request).find() ? "price cost amount" : "";
  }

  /** In the record's order; empty when it asks for none of them in particular. */
  List<String> of(Map<String, JsonNode> record) {
    Set<String> wanted = new LinkedHashSet<>(named(record));
    if (wanted.size() == 1 && state(wanted.iterator().next()) && !exact(wanted)) {
      record.keySet().stream().filter(Wanted::state).forEach(wanted::add);
    }
    record.forEach(
        (field, value) -> {
          if (meant(field, value)) {
            wanted.add(field);
          }
        });
    return record.keySet().stream().filter(wanted::contains).toList();
  }

  /** As {@link #of}, by the words of their names alone. */
  List<String> named(Map<String, JsonNode> record) {
    Map<String, Integer> holders = new HashMap<>();
    for (String field : record.keySet()) {
      stems(field).forEach(stem -> holders.merge(stem, 1, Integer::sum));
    }
    List<String> named = new ArrayList<>();
    record.forEach(
        (field, value) -> {
          List<String> own = stems(field);
          String last = Text.ofName(field).isEmpty() ? "" : Text.ofName(field).getLast().lower();
          boolean link =
              Lexicon.PREPOSITIONS.contains(last) && value.isString() && !Shown.dated(value);
          boolean label = link || (NAMELESS.contains(last) && !request.contains(last));
          boolean head = !own.isEmpty() && said.contains(own.getLast());
          boolean apart =
              own.stream()
                  .anyMatch(stem -> said.contains(stem) && holders.getOrDefault(stem, 0) == 1);
          if ((head || apart) && !label && !known(value)) {
            named.add(field);
          }
        });
    return narrowed(named);
  }

  /** What a request says itself it does not ask for. */
  private boolean known(JsonNode value) {
    return value.isString() && says(value.asString());
  }

  /** A field whose name is said as it is leaves out those of which a word is. */
  private List<String> narrowed(List<String> named) {
    String words = " " + request.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\d]+", " ") + " ";
    List<String> full =
        named.stream()
            .filter(field -> Text.ofName(field).size() > 1)
            .filter(field -> words.contains(" " + Shown.words(field) + " "))
            .toList();
    return full.isEmpty() ? named : full;
  }

  /** How something is going has several sides, and a parcel that is shipped may be anywhere. */
  private static boolean state(String field) {
    List<Word> words = Text.ofName(field);
    return !words.isEmpty() && STATES.contains(words.getLast().lower());
  }

  private boolean exact(Set<String> fields) {
    String words = request.toLowerCase(Locale.ROOT);
    return fields.stream().anyMatch(field -> words.contains(Shown.words(field)));
  }

  private static List<String> stems(String field) {
    return Text.ofName(field).stream()
        .filter(word -> !NAMELESS.contains(word.lower()))
        .map(Word::stem)
        .toList();
  }

  private boolean meant(String field, JsonNode value) {
    List<Word> words = Text.ofName(field);
    String last = words.isEmpty() ? "" : words.getLast().lower();
    boolean state = STATES.contains(last);
    boolean day = Shown.dated(value) || last.equals("date") || last.equals("time");
    return (WHERE.matcher(request).find() && state)
        || (WHEN.matcher(request).find() && (day || last.equals("status")))
        || (BIG.matcher(request).find() && value.isNumber() && measure(words))
        || (LONG.matcher(request).find() && value.isNumber() && span(words))
        || (MUCH.matcher(request).find() && Shown.money(field) && value.isNumber())
        || (MANY.matcher(request).find()
            && words.stream().anyMatch(word -> COUNTS.contains(word.lower())));
  }

  private static boolean span(List<Word> words) {
    return words.stream()
        .anyMatch(
            word ->
                word.lower().equals("duration")
                    || Units.dimension(word.lower()).filter("time"::equals).isPresent());
  }

  private static boolean measure(List<Word> words) {
    return words.stream()
        .anyMatch(word -> Units.names("length", word.lower()) || word.lower().equals("bytes"));
  }
}
