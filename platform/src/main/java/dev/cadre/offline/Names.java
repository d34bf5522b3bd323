package dev.cadre.offline;

import dev.cadre.offline.Value.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds proper names: runs of words in capitals, with the small words names have inside. */
final class Names {
  private static final Set<String> INSIDE = Lexicon.set("of the de la del da van von and & le for");
  private static final Set<String> TITLES = Lexicon.set("mr mrs ms dr prof st mt");

  /** After a comma these belong to the place before it. */
  private static final Set<String> REGIONS =
      Lexicon.set(
          """
          alabama alaska arizona arkansas california colorado connecticut delaware florida georgia
          hawaii idaho illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts
          michigan minnesota mississippi missouri montana nebraska nevada ohio oklahoma oregon
          pennsylvania tennessee texas utah vermont virginia washington wisconsin wyoming
          d.c. dc argentina australia austria belgium brazil canada chile china colombia denmark egypt
          england finland france germany greece india indonesia ireland israel italy japan kenya
          malaysia mexico netherlands nigeria norway pakistan peru philippines poland portugal russia
          scotland singapore spain sweden switzerland thailand turkey uk ukraine usa vietnam wales
          """);

  private Names() {}

  static List<Mention> in(Text text) {
    List<Mention> found = new ArrayList<>();
    int i = 0;
    while (i < text.size()) {
      int end = begins(text, i) ? end(text, i) : i;
      if (end > i) {
        found.add(mention(text, i, end));
        int region = region(text, end);
        if (region > end) {
          found.add(mention(text, i, region));
          end = region;
        }
      }
      i = Math.max(end, i + 1);
    }
    return found;
  }

  private static Mention mention(Text text, int from, int to) {
    return Mention.term(text.source(), text.word(from).start(), text.word(to - 1).end(), Kind.NAME);
  }

  /** The first word of a sentence has its capital from its place, unless more capitals follow. */
  private static boolean begins(Text text, int i) {
    Word word = text.word(i);
    if (!word.letters() || !word.capital() || Lexicon.STOP.contains(word.lower())) {
      return false;
    }
    if (!opensSentence(text, i)) {
      return true;
    }
    boolean followed = i + 1 < text.size() && text.word(i + 1).letters() && text.word(i + 1).capital();
    return !Lexicon.VERBS.contains(word.lower())
        && (followed || !Lexicon.COURTESY.contains(word.lower()));
  }

  private static boolean opensSentence(Text text, int i) {
    return i == 0 || ".!?\":;“‘(".contains(text.word(i - 1).text());
  }

  private static int end(Text text, int from) {
    int end = from + 1;
    for (int i = from + 1; i < text.size() && joined(text, i); i++) {
      Word word = text.word(i);
      if (continues(word)) {
        end = i + 1;
      } else if (!inside(text, i) && !(word.text().equals(".") && TITLES.contains(text.word(i - 1).lower()))) {
        break;
      }
    }
    return end;
  }

  private static boolean continues(Word word) {
    return (word.letters() && word.capital() && !word.text().equals("I"))
        || (word.digits() && word.text().length() <= 4 && word.text().indexOf('.') < 0);
  }

  /** A small word inside a name has a capital on its other side; {@code and} joins two names. */
  private static boolean inside(Text text, int i) {
    String word = text.word(i).lower();
    if (!INSIDE.contains(word) || word.equals("and") || word.equals("for")) {
      return false;
    }
    int next = i + 1 < text.size() && text.word(i + 1).lower().equals("the") ? i + 2 : i + 1;
    return next < text.size() && text.word(next).letters() && text.word(next).capital();
  }

  /** No comma or other sign between it and the word before it, besides one space. */
  private static boolean joined(Text text, int i) {
    Word before = text.word(i - 1);
    return !before.text().equals(",")
        && text.word(i).start() - (before.start() + before.text().length()) <= 3;
  }

  /** {@code Boston, MA} and {@code Paris, France} are one place. */
  private static int region(Text text, int end) {
    if (end + 1 < text.size() && text.word(end).text().equals(",")) {
      Word next = text.word(end + 1);
      boolean code = next.text().length() == 2 && next.text().equals(next.text().toUpperCase(java.util.Locale.ROOT)) && next.letters();
      if (code || REGIONS.contains(next.lower())) {
        return end + 2;
      }
      boolean pair =
          end + 2 < text.size() && REGIONS.contains(next.lower() + text.word(end + 2).lower());
      return pair ? end + 3 : end;
    }
    return end;
  }
}
