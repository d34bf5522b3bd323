package dev.cadre.offline;

import dev.cadre.offline.Value.Kind;
import java.util.ArrayList;
import java.util.List;

/** Finds runs of words that name something: what stands between the small words of a text. */
final class Phrases {
  private static final int LONGEST = 6;

  private Phrases() {}

  static List<Mention> in(Text text) {
    List<Mention> found = new ArrayList<>();
    int i = 0;
    while (i < text.size()) {
      int end = i;
      while (end < text.size() && names(text, i, end)) {
        end++;
      }
      int from = end > i && opens(text, i) ? i + 1 : i;
      while (from < end && Lexicon.VAGUE.contains(text.word(from).lower())) {
        from++;
      }
      if (end > from && end - from <= LONGEST) {
        parts(text, from, end, found);
      }
      i = Math.max(end, i + 1);
    }
    return found;
  }

  private static boolean names(Text text, int from, int i) {
    Word word = text.word(i);
    if (i > from && word.start() > text.word(i - 1).start() + text.word(i - 1).text().length() + 1) {
      return false;
    }
    return Lexicon.content(word) && !Lexicon.PREPOSITIONS.contains(word.lower());
  }

  /** A verb that begins a request names no thing. */
  private static boolean opens(Text text, int i) {
    if (!Lexicon.VERBS.contains(text.word(i).lower())) {
      return false;
    }
    if (i == 0) {
      return true;
    }
    String before = text.word(i - 1).lower();
    return before.equals("to") || before.equals("and") || before.equals("then")
        || before.equals("please") || before.equals("you") || before.equals("i")
        || !Character.isLetterOrDigit(before.charAt(0));
  }

  private static void parts(Text text, int from, int end, List<Mention> found) {
    add(text, from, end, found);
    if (end - from > 1) {
      add(text, from + 1, end, found);
      add(text, from, end - 1, found);
    }
    if (end - from > 2) {
      add(text, from, from + 1, found);
      add(text, end - 1, end, found);
    }
  }

  private static void add(Text text, int from, int end, List<Mention> found) {
    found.add(Mention.term(text.source(), text.word(from).start(), text.word(end - 1).end(), Kind.PHRASE));
  }
}
