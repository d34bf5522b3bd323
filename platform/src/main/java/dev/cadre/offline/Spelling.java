package dev.cadre.offline;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Mends what is misspelt, by the words that the tools' descriptions have: two letters exchanged, a
 * letter doubled or left out. Other letters are never put in place of a word's own: they make
 * another word as often.
 */
final class Spelling {
  private static final int SHORTEST = 4;
  private static final int LEFT_OUT = 5;

  private final Set<String> known = new HashSet<>();
  private final Set<String> stems = new HashSet<>();

  Spelling(Collection<Tool> tools) {
    for (Tool tool : tools) {
      tool.name().forEach(this::add);
      Text.of(tool.spec().description()).words().forEach(this::add);
    }
  }

  private void add(Word word) {
    if (Lexicon.content(word) && word.lower().length() >= SHORTEST) {
      known.add(word.lower());
      stems.add(word.stem());
    }
  }

  /** The request with its words as the descriptions spell them. */
  String mended(String request) {
    StringBuilder mended = new StringBuilder(request);
    for (Word word : Text.of(request).words().reversed()) {
      if (strange(word)) {
        known.stream()
            .filter(other -> meant(word.lower(), other))
            .min(String::compareTo)
            .ifPresent(other -> mended.replace(word.start(), word.end(), other));
      }
    }
    return mended.toString();
  }

  private boolean strange(Word word) {
    return word.letters()
        && !word.capital()
        && word.lower().length() >= SHORTEST
        && !Lexicon.STOP.contains(word.lower())
        && !Lexicon.VERBS.contains(word.lower())
        && !Lexicon.VAGUE.contains(word.lower())
        && !Units.known(word.lower())
        && !known.contains(word.lower())
        && !stems.contains(word.stem());
  }

  static boolean meant(String said, String known) {
    if (said.charAt(0) != known.charAt(0)) {
      return false;
    }
    return switch (known.length() - said.length()) {
      case 0 -> exchanged(said, known);
      case 1 -> leftOut(said, known);
      case -1 -> doubled(said, known);
      default -> false;
    };
  }

  private static boolean exchanged(String said, String known) {
    int i = differs(said, known);
    return i + 1 < said.length()
        && said.charAt(i) == known.charAt(i + 1)
        && said.charAt(i + 1) == known.charAt(i)
        && said.substring(i + 2).equals(known.substring(i + 2));
  }

  /** A letter that should be there twice, or in a longer word any. */
  private static boolean leftOut(String said, String known) {
    int i = differs(said, known);
    boolean twice = i > 0 && known.charAt(i) == known.charAt(i - 1);
    return (twice || known.length() > LEFT_OUT) && said.substring(i).equals(known.substring(i + 1));
  }

  private static boolean doubled(String said, String known) {
    int i = differs(said, known);
    return i > 0
        && said.charAt(i) == said.charAt(i - 1)
        && said.substring(i + 1).equals(known.substring(i));
  }

  private static int differs(String a, String b) {
    int i = 0;
    while (i < a.length() && i < b.length() && a.charAt(i) == b.charAt(i)) {
      i++;
    }
    return i;
  }
}
