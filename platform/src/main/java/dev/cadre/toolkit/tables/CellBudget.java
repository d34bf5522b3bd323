package dev.cadre.toolkit.tables;

import dev.cadre.fault.Fault;
import dev.cadre.toolkit.files.Interruption;
import java.util.HashMap;
import java.util.Map;

/**
 * How much of a table is kept in memory, and its texts, the equal ones once. Counts gaps too: a
 * sheet with one cell far out is as large as the rectangle it spans.
 */
final class CellBudget {
  static final int MAX_CELLS = 2_000_000;
  static final int MAX_ROWS = 500_000;
  static final int MAX_COLUMNS = 1_024;
  static final int MAX_CELL = 32_767;
  private static final int MAX_SHARED = 65_536;
  private static final int MAX_SHARED_LENGTH = 64;

  private final String file;
  private final Map<String, String> shared = new HashMap<>();
  private long cells;
  private int rows;

  CellBudget(String file) {
    this.file = file;
  }

  void row(int width) throws InterruptedException {
    cells += width;
    rows++;
    if (width > MAX_COLUMNS) {
      throw new Fault.Invalid(
          file + " has more than " + MAX_COLUMNS + " columns; take away those not needed");
    }
    if (cells > MAX_CELLS || rows > MAX_ROWS) {
      throw new Fault.Invalid(
          file
              + " has more than "
              + (rows > MAX_ROWS ? MAX_ROWS + " rows" : MAX_CELLS + " cells")
              + ", the most that is read; divide it");
    }
    if (rows % 1_024 == 0) {
      Interruption.check();
    }
  }

  String kept(String cell) {
    if (cell.length() > MAX_CELL) {
      throw new Fault.Invalid(
          file
              + " has a cell of more than "
              + MAX_CELL
              + " characters in row "
              + (rows + 1)
              + "; is a quotation mark left open there?");
    }
    if (cell.length() > MAX_SHARED_LENGTH) {
      return cell;
    }
    String known = shared.get(cell);
    if (known == null && shared.size() < MAX_SHARED) {
      shared.put(cell, cell);
    }
    return known == null ? cell : known;
  }
}
