package dev.cadre.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The parts of a sentence in which its speaker says one thing each. */
final class Clauses {
  private static final String SELF = "(?=(?:i|i'm|i've|we|we're|my|our)\\b)";

  private static final Pattern TURN =
      Pattern.compile("(?:,| -|;)? (?:but|although|though|however),? ", Pattern.CASE_INSENSITIVE);

  private static final Pattern NEXT =
      Pattern.compile(
          ";\\s+|(?:,| -)? (?:and|so|because|since|as) "
              + SELF
              + "|(?:,| -) "
              + SELF
              + "|, (?=please\\b)",
          Pattern.CASE_INSENSITIVE);

  private Clauses() {}

  /**
   * In order, without what joins them. What is supposed or told of others reaches to the next
   * "but": such a part stays whole, as does a sentence that quotes.
   */
  static List<String> of(String sentence) {
    if (Manner.quotes(sentence)) {
      return List.of(sentence);
    }
    List<String> clauses = new ArrayList<>();
    for (String part : TURN.split(sentence, -1)) {
      boolean whole = !Manner.asserts(part) || Manner.reports(part);
      for (String clause : whole ? new String[] {part} : NEXT.split(part, -1)) {
        if (!clause.isBlank()) {
          clauses.add(clause.strip());
        }
      }
    }
    return clauses;
  }
}
