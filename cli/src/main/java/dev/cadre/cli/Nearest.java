package dev.cadre.cli;

import java.util.ArrayList;
import java.util.List;

/** Which known words a mistyped one may have been meant to be. */
final class Nearest {
  private static final int LONGEST = 64;

  private Nearest() {}

  /** The words fewest edits away, at most a third of the typed word's length; often none. */
  static List<String> to(String typed, List<String> words) {
    int best = typed.length() / 3;
    var nearest = new ArrayList<String>();
    for (String word : words) {
      int edits = typed.length() > LONGEST ? LONGEST : edits(typed, word);
      if (edits < best) {
        nearest.clear();
        best = edits;
      }
      if (edits == best) {
        nearest.add(word);
      }
    }
    return nearest;
  }

  /** The Levenshtein distance: insertions, deletions and replacements. */
  private static int edits(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
