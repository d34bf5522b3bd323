package dev.cadre.toolkit.documents;

import java.util.List;
import java.util.stream.Collectors;

/** A piece of a document. */
sealed interface Block {

  /** As plain text. */
  String text();

  /**
   * @param level 1 for the title, 2 for what is under it
   */
  record Heading(int level, String text) implements Block {}

  /** A paragraph, an item of a list, or the text of a page. */
  record Paragraph(String text) implements Block {}

  /** Cells by rows; the first row is often, not always, of headings. */
  record Table(List<List<String>> rows) implements Block {
    public Table {
      rows = List.copyOf(rows);
    }

    @Override
    public String text() {
      return rows.stream().map(row -> String.join(" | ", row)).collect(Collectors.joining("\n"));
    }
  }
}
