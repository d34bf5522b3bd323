package dev.cadre.offline;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Cuts the endings of English words, so that {@code calculate}, {@code calculating} and {@code
 * calculation} are one. Rough on purpose: both sides of a comparison go through it.
 */
final class Stem {
  private static final int SHORTEST = 3;

  /** Longest first, so that the first that fits is cut. */
  private static final List<String> ENDINGS =
      List.of(
          "ization", "ational", "ations", "ation", "ition", "ating", "ments", "ators", "ance",
          "ence", "ated", "ator", "ment", "ing", "ion", "ate", "ies", "ers", "ors", "ed", "er",
          "or", "ly", "y", "e");

  /** Forms that no ending makes. */
  private static final Map<String, String> IRREGULAR =
      pairs(
          """
          sent send bought buy paid pay
          """);

  private Stem() {}

  private static Map<String, String> pairs(String words) {
    String[] all = words.strip().split("\\s+", -1);
    Map<String, String> pairs = new HashMap<>();
    for (int i = 0; i + 1 < all.length; i += 2) {
      pairs.put(all[i], all[i + 1]);
    }
    return Map.copyOf(pairs);
  }

  static String of(String word) {
    String stem = singular(IRREGULAR.getOrDefault(word, word));
    for (String ending : ENDINGS) {
      if (stem.endsWith(ending) && stem.length() - ending.length() >= SHORTEST) {
        return undouble(stem.substring(0, stem.length() - ending.length()));
      }
    }
    return stem;
  }

  private static String singular(String word) {
    if (word.length() <= SHORTEST || !word.endsWith("s")) {
      return word;
    }
    if (word.endsWith("ss") || word.endsWith("us") || word.endsWith("is")) {
      return word;
    }
    if (word.endsWith("ies") && word.length() > 4) {
      return word.substring(0, word.length() - 3) + "y";
    }
    return word.substring(0, word.length() - 1);
  }

  private static String undouble(String stem) {
    int last = stem.length() - 1;
    boolean doubled = last > 2 && stem.charAt(last) == stem.charAt(last - 1);
    return doubled && "bdgmnprt".indexOf(stem.charAt(last)) >= 0 ? stem.substring(0, last) : stem;
  }
}
