package dev.cadre.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The words of a text in the form in which they are compared: lower case, names of several words
 * taken apart, common endings and words that say nothing left out.
 */
final class Terms {
  private static final int MAX_TERMS = 2_000;
  private static final int MAX_LENGTH = 40;

  private static final Set<String> SILENT =
      Set.of(
          "a", "about", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be", "been",
          "but", "by", "can", "could", "did", "do", "does", "for", "from", "get", "give", "had",
          "has", "have", "help", "how", "i", "if", "in", "into", "is", "it", "its", "let", "like",
          "may", "me", "my", "need", "no", "not", "of", "on", "or", "our", "out", "please",
          "should", "so", "some", "such", "tell", "than", "that", "the", "their", "them", "then",
          "there", "these", "they", "this", "those", "to", "up", "us", "use", "using", "via",
          "want", "was", "we", "were", "what", "when", "where", "which", "who", "why", "will",
          "with", "would", "you", "your");

  private static final List<String> ENDINGS =
      List.of(
          "ations", "ation", "ments", "ment", "ings", "ing", "edly", "ed", "ions", "ion", "ers",
          "er", "ly");

  private Terms() {}

  static List<String> of(String text) {
    return split(text).stream()
        .map(word -> word.toLowerCase(Locale.ROOT))
        .filter(word -> word.length() <= MAX_LENGTH && !SILENT.contains(word))
        .map(Terms::stem)
        .toList();
  }

  /** The words as they stand, names of several taken apart. */
  static List<String> split(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < text.length() && words.size() < MAX_TERMS; i++) {
      char c = text.charAt(i);
      if (!Character.isLetterOrDigit(c) || beginsWord(text, i)) {
        end(word, words);
      }
      if (Character.isLetterOrDigit(c)) {
        word.append(c);
      }
    }
    end(word, words);
    return words;
  }

  private static void end(StringBuilder word, List<String> words) {
    if (!word.isEmpty()) {
      words.add(word.toString());
      word.setLength(0);
    }
  }

  /** True within a name: {@code getWeather}, {@code HTTPCall}, {@code route66}. */
  private static boolean beginsWord(String text, int i) {
    if (i == 0) {
      return false;
    }
    char before = text.charAt(i - 1);
    char here = text.charAt(i);
    boolean rises = Character.isUpperCase(here) && Character.isLowerCase(before);
    boolean lastOfCapitals =
        Character.isUpperCase(before)
            && Character.isUpperCase(here)
            && i + 1 < text.length()
            && Character.isLowerCase(text.charAt(i + 1));
    return rises || lastOfCapitals;
  }

  /** Takes off plurals and the commonest endings of verbs: enough to compare, not a stem. */
  private static String stem(String word) {
    String stem = word;
    if (stem.length() > 4 && stem.endsWith("ies")) {
      stem = stem.substring(0, stem.length() - 3) + "y";
    } else if (stem.length() > 4 && (stem.endsWith("sses") || stem.endsWith("xes"))) {
      stem = stem.substring(0, stem.length() - 2);
    } else if (stem.length() > 3 && stem.endsWith("s") && !stem.endsWith("ss")) {
      stem = stem.substring(0, stem.length() - 1);
    }
    for (String ending : ENDINGS) {
      if (stem.length() > ending.length() + 3 && stem.endsWith(ending)) {
        stem = stem.substring(0, stem.length() - ending.length());
        break;
      }
    }
    return stem.length() > 4 && stem.endsWith("e") ? stem.substring(0, stem.length() - 1) : stem;
  }
}
