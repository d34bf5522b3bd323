package dev.cadre.offline;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text and its words. Names of code fall apart at their humps, dots and underscores only through
 * {@link #ofName}: in what a person says they stay whole.
 */
final class Text {
  private static final Pattern WORD =
      Pattern.compile("\\p{Lu}(?:\\.\\p{Lu})+\\.?|\\p{L}[\\p{L}\\p{M}]*(?:[-'’_](?=\\p{L})[\\p{L}\\p{M}]+)*|\\d+(?:[.,]\\d+)*|[^\\s]");
  private static final Pattern HUMP =
      Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[^A-Za-z0-9]+|(?<=[a-z])(?=[0-9])");

  private final String source;
  private final List<Word> words;

  private Text(String source, List<Word> words) {
    this.source = source;
    this.words = words;
  }

  static Text of(String source) {
    List<Word> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(source);
    while (matcher.find()) {
      words.add(word(matcher.group(), matcher.start()));
    }
    return new Text(source, List.copyOf(words));
  }

  private static Word word(String text, int start) {
    int possessive = text.length() - 2;
    boolean owns = possessive > 0 && (text.endsWith("'s") || text.endsWith("’s"));
    return Word.of(owns ? text.substring(0, possessive) : text, start);
  }

  /** The words of an identifier: {@code startDate}, {@code start_date} and {@code start.date} are one. */
  static List<Word> ofName(String name) {
    List<Word> words = new ArrayList<>();
    for (String part : HUMP.split(name)) {
      if (!part.isEmpty()) {
        words.add(Word.of(part, 0));
      }
    }
    return words;
  }

  String source() {
    return source;
  }

  List<Word> words() {
    return words;
  }

  int size() {
    return words.size();
  }

  Word word(int index) {
    return words.get(index);
  }

  /** The index of the first word that starts at or after {@code offset}; the size when none does. */
  int at(int offset) {
    int low = 0;
    int high = words.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (words.get(middle).start() < offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The text from word {@code from} to before word {@code to}, as written. */
  String between(int from, int to) {
    return source.substring(words.get(from).start(), words.get(to - 1).end());
  }
}
