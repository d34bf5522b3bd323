package dev.cadre.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something that a person says and that is worth knowing. What it is about is known for the forms
 * in which people speak of themselves, so that what they say later replaces it.
 *
 * @param text the sentence as it was said, or in the third person where its form is known
 * @param subject null where the form is not known
 * @param value what a correction of it would say anew: a part of {@code text}; null where the form
 *     is not known
 */
record Statement(
    String text, @Nullable String subject, boolean preference, @Nullable String value) {
  private static final int MIN_WORDS = 3;
  private static final int MAX_WORDS = 60;
  private static final int MAX_LENGTH = 600;

  /** What goes on about somebody else is in no form. */
  private static final Pattern OF_ANOTHER =
      Pattern.compile(
          "\\b(?:and|who|which|where) (?:he|she|they|it|\\w+s)\\b", Pattern.CASE_INSENSITIVE);

  /** Asks to have the rest remembered, whatever it is. */
  private static final Pattern REMEMBER =
      Pattern.compile(
          "(?:please,? )?(?:can you |could you |will you )?(?:please )?(?:remember|note|keep in"
              + " mind|bear in mind|don't forget|do not forget),?:? (?:that"
              + " )?((?:i|i'm|i've|we|we're|my|our)\\b.+?)[?.!]*",
          Pattern.CASE_INSENSITIVE);

  /** What {@code sentence} says; empty when it says nothing worth keeping. */
  static List<Statement> of(String sentence) {
    String said = sentence.replace('’', '\'').strip();
    Matcher asked = REMEMBER.matcher(said);
    String plain = asked.matches() ? sentence(asked.group(1)) : said;
    if (plain.length() > MAX_LENGTH || plain.endsWith("?") || Manner.supposes(plain)) {
      return List.of();
    }
    List<Statement> statements = new ArrayList<>();
    List<String> rest = new ArrayList<>();
    for (String clause : Clauses.of(plain)) {
      Optional<Statement> known =
          Manner.asserts(clause) && !Manner.quotes(clause) && !Manner.passes(clause)
              ? Forms.match(clause)
              : Optional.empty();
      known.ifPresentOrElse(statements::add, () -> rest.add(clause));
      if (known.isPresent() && OF_ANOTHER.matcher(clause).find()) {
        rest.add(clause);
      }
    }
    boolean whole = statements.isEmpty() && rest.stream().allMatch(Statement::tells);
    if (whole) {
      return rest.isEmpty() ? List.of() : List.of(verbatim(plain));
    }
    rest.stream()
        .filter(Statement::tells)
        .map(clause -> verbatim(sentence(clause)))
        .forEach(statements::add);
    return statements;
  }

  /** A part of a sentence as one of its own. */
  private static String sentence(String clause) {
    int first = clause.offsetByCodePoints(0, 1);
    String end = clause.endsWith(".") || clause.endsWith("!") ? "" : ".";
    return clause.substring(0, first).toUpperCase(Locale.ROOT) + clause.substring(first) + end;
  }

  static Statement verbatim(String text) {
    return new Statement(text, null, false, null);
  }

  /** The same with another value, under the same subject. */
  Statement corrected(String with) {
    if (value == null || subject == null) {
      // What was said word for word stands beside what was said of it, and goes for it.
      return new Statement(text + " " + with, subject == null ? text : subject, preference, null);
    }
    int at = text.lastIndexOf(value);
    String changed = text.substring(0, at) + with + text.substring(at + value.length());
    return new Statement(changed, subject, preference, with);
  }

  /** True when a clause of no known form says something about the world. */
  private static boolean tells(String clause) {
    int words = Sentences.words(clause).size();
    return words >= MIN_WORDS
        && words <= MAX_WORDS
        && Sentences.says(clause)
        && Sentences.telling(clause).size() >= 2
        && Manner.asserts(clause)
        && !clause.startsWith("\"")
        && !Manner.passes(clause);
  }
}
