package dev.cadre.offline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Divides a request where a new one may begin: at sentences, and where a verb opens a clause. */
final class Clauses {
  private static final Pattern SEPARATOR =
      Pattern.compile(
          "[.;!?]|,|\\b(?:and|or|also|then|another|plus|next|additionally|followed|as well)\\b|&",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern SENTENCE =
      Pattern.compile("(?<=[.!?;])[\"'”]?\\s+(?=[\"'“(]?[\\p{Lu}\\d])|\\n+");
  private static final Pattern JOINT =
      Pattern.compile(
          "(?:,\\s*|\\s+)(?:and\\s+|then\\s+|also\\s+|but\\s+|after"
              + " that,?\\s+|finally,?\\s+|additionally,?\\s+|plus\\s+|as well"
              + " as\\s+|next,?\\s+|followed by\\s+|please\\s+)+|,\\s+",
          Pattern.CASE_INSENSITIVE);

  private Clauses() {}

  /** True when values with this between them are apart: the next one may belong to another call. */
  static boolean separates(String between) {
    return SEPARATOR.matcher(between).find();
  }

  /** True when nothing but a comma, {@code and} and the like stands between. */
  static boolean separator(String between) {
    String rest =
        SEPARATOR
            .matcher(between)
            .replaceAll("")
            .replaceAll("\\b(?:the|a|an|for|in|to|of|with)\\b", "");
    return rest.isBlank() && separates(between);
  }

  /**
   * A part of a request.
   *
   * @param verb true when it is a sentence or begins as a request does
   */
  record Clause(int start, int end, boolean verb) {}

  /** The parts of a request in their order; together they are the whole of it. */
  static List<Clause> of(String source) {
    TreeMap<Integer, Boolean> starts = new TreeMap<>(Map.of(0, true));
    Matcher sentence = SENTENCE.matcher(source);
    while (sentence.find()) {
      starts.put(sentence.end(), true);
    }
    Matcher joint = JOINT.matcher(source);
    while (joint.find()) {
      starts.merge(joint.end(), opens(source.substring(joint.end())), Boolean::logicalOr);
    }
    List<Clause> clauses = new ArrayList<>();
    for (Map.Entry<Integer, Boolean> start : starts.entrySet()) {
      Integer next = starts.higherKey(start.getKey());
      clauses.add(
          new Clause(start.getKey(), next == null ? source.length() : next, start.getValue()));
    }
    return clauses;
  }

  /** A verb or a question word begins what may be a request of its own. */
  private static boolean opens(String rest) {
    Matcher word = Pattern.compile("[\\p{L}']+").matcher(rest);
    if (!word.lookingAt()) {
      return false;
    }
    String first = word.group().toLowerCase(java.util.Locale.ROOT);
    return Lexicon.VERBS.contains(first)
        || Lexicon.set("what what's how when where who which can could would i i'd please is are")
            .contains(first);
  }
}
