package dev.cadre.toolkit.documents;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The words of a text without their endings, so that 'invoices' finds 'invoice'. */
public final class Stems {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

  private Stems() {}

  /** In their order, in small letters; numbers and names as they are. */
  public static List<String> of(String text) {
    return WORD.matcher(text.toLowerCase(Locale.ROOT))
        .results()
        .map(match -> stem(match.group()))
        .toList();
  }

  private static String stem(String word) {
    if (word.length() > 4 && word.endsWith("ies")) {
      return word.substring(0, word.length() - 3) + "y";
    }
    for (String ending : List.of("ing", "ed", "es", "s", "e")) {
      if (word.length() >= ending.length() + 3 && word.endsWith(ending) && !word.endsWith("ss")) {
        return word.substring(0, word.length() - ending.length());
      }
    }
    return word;
  }
}
