package dev.cadre.toolkit.tables;

import java.util.List;

/**
 * Cells as they stand, before anybody says what is a heading. Numbers are plain decimals, days and
 * times ISO 8601, truth values {@code true} and {@code false}; an empty cell is an empty text.
 *
 * @param name of the sheet, or of the file
 * @param rows of any lengths; one may be empty
 */
public record Grid(String name, List<List<String>> rows) {
  public Grid {
    rows = List.copyOf(rows);
  }

  /** Cells of the longest row. */
  public int width() {
    return rows.stream().mapToInt(List::size).max().orElse(0);
  }
}
