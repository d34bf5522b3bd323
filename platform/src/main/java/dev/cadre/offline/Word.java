package dev.cadre.offline;

import java.util.Locale;

/**
 * A word, a number or a sign of a text.
 *
 * @param text as written
 * @param lower in small letters
 * @param stem what forms of one word share: {@code cities} and {@code city} have one
 * @param start offset of its first character
 * @param end offset after its last character
 */
record Word(String text, String lower, String stem, int start, int end) {

  static Word of(String text, int start) {
    String lower = text.toLowerCase(Locale.ROOT);
    return new Word(text, lower, Stem.of(lower), start, start + text.length());
  }

  boolean letters() {
    return Character.isLetter(text.charAt(0));
  }

  boolean capital() {
    return Character.isUpperCase(text.charAt(0));
  }

  boolean digits() {
    return Character.isDigit(text.charAt(0));
  }
}
