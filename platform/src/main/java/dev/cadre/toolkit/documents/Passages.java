package dev.cadre.toolkit.documents;

import dev.cadre.tool.Progress;
import dev.cadre.toolkit.files.Interruption;
import java.util.ArrayList;
import java.util.List;

/** A document in pieces of the size of an answer. */
final class Passages {
  /** About 120 words. */
  private static final int LONG = 700;

  private static final int MAX = 20_000;

  private Passages() {}

  /**
   * @param part number of the page or section it is from
   */
  record Passage(int part, String label, String text) {}

  /**
   * Of a document of more than 20,000 passages, the first of them.
   *
   * @param progress is told of each part before it is read
   */
  static List<Passage> of(Document document, Progress progress) throws InterruptedException {
    List<Passage> passages = new ArrayList<>();
    for (int number = 1; number <= document.parts() && passages.size() < MAX; number++) {
      Interruption.check();
      progress.at(number - 1, (double) document.parts(), document.unit() + " " + number);
      Part part = document.part(number);
      for (Block block : part.blocks()) {
        if (!(block instanceof Block.Heading)) {
          divide(part, block.text(), passages);
        }
      }
      if (passages.isEmpty() || passages.getLast().part() != number) {
        divide(part, part.text(), passages);
      }
    }
    return passages;
  }

  /** At the ends of lines and sentences, as near as can be to the length wanted. */
  private static void divide(Part part, String text, List<Passage> into) {
    int from = 0;
    while (from < text.length() && into.size() < MAX) {
      int end = Math.min(text.length(), from + LONG);
      if (end < text.length()) {
        int better = Math.max(text.lastIndexOf('\n', end), text.lastIndexOf(". ", end) + 1);
        int space = text.lastIndexOf(' ', end);
        end = better > from + LONG / 2 ? better : space > from ? space : end;
      }
      String piece = text.substring(from, end).strip();
      if (!piece.isEmpty()) {
        into.add(new Passage(part.number(), part.label(), piece));
      }
      from = Math.max(end, from + 1);
    }
  }
}
