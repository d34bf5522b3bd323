package dev.cadre.harness;

import java.text.BreakIterator;
import java.util.Locale;

/** Shortens a text where it may end: after a row or a sentence, and never inside a word. */
public final class Cut {
  private static final String MORE = "…";

  private Cut() {}

  /**
   * @param most characters that the result may have
   */
  public static String to(String text, int most) {
    String whole = text.strip();
    if (whole.length() <= most) {
      return whole;
    }
    if (most <= 0) {
      return "";
    }
    int end = Math.max(afterRow(whole, most), afterSentence(whole, most));
    return end > 0 ? whole.substring(0, end).strip() : afterWord(whole, most);
  }

  /** Lines of lists and tables end where their line does. */
  private static int afterRow(String text, int most) {
    int end = text.lastIndexOf('\n', most);
    return Math.max(end, 0);
  }

  private static int afterSentence(String text, int most) {
    BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ROOT);
    sentences.setText(text);
    int end = 0;
    for (int next = sentences.next();
        next != BreakIterator.DONE && text.substring(0, next).strip().length() <= most;
        next = sentences.next()) {
      end = next;
    }
    return end;
  }

  private static String afterWord(String text, int most) {
    String start = text.substring(0, most - 1);
    int space = start.lastIndexOf(' ');
    return (space > 0 ? start.substring(0, space).strip() : start) + MORE;
  }
}
