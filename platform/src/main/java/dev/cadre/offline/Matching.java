package dev.cadre.offline;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Tries a schema's pattern, which is another program's text, on a short value. */
final class Matching {
  private static final int LONGEST = 200;

  private Matching() {}

  /** True too when the pattern is none that Java reads: the tool's own check has the last word. */
  static boolean matches(String pattern, String value) {
    if (pattern.length() > LONGEST || value.length() > LONGEST) {
      return true;
    }
    try {
      return Pattern.compile(pattern).matcher(value).find();
    } catch (PatternSyntaxException unreadable) {
      return true;
    }
  }
}
