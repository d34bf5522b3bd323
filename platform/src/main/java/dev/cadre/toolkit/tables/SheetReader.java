package dev.cadre.toolkit.tables;

import dev.cadre.fault.Fault;
import dev.cadre.toolkit.files.Xml;
import java.util.ArrayList;
import java.util.List;

/** The rows of one sheet of a workbook. */
final class SheetReader {
  /** Excel's own limit. */
  private static final int MAX_ROW = 1_048_576;

  private final String file;
  private final Xml xml;
  private final SheetStyles styles;
  private final List<String> texts;
  private final CellBudget budget;
  private final List<List<String>> rows = new ArrayList<>();
  private final List<String> row = new ArrayList<>();
  private final StringBuilder value = new StringBuilder();
  private boolean within;
  private int column;
  private String type = "";
  private int style;

  SheetReader(String file, Xml xml, SheetStyles styles, List<String> texts) {
    this.file = file;
    this.xml = xml;
    this.styles = styles;
    this.texts = texts;
    budget = new CellBudget(file);
  }

  List<List<String>> rows() throws InterruptedException {
    for (Xml.Event event = xml.next(); event != null; event = xml.next()) {
      switch (event) {
        case START -> start(xml.element());
        case TEXT -> {
          if (within && value.length() <= CellBudget.MAX_CELL) {
            value.append(xml.text());
          }
        }
        case END -> end(xml.element());
      }
    }
    while (!rows.isEmpty() && rows.getLast().stream().allMatch(String::isEmpty)) {
      rows.removeLast();
    }
    return rows;
  }

  private void start(String element) throws InterruptedException {
    switch (element) {
      case "row" -> skipTo(xml.attribute("r"));
      case "c" -> {
        String reference = xml.attribute("r");
        column = reference.isEmpty() ? row.size() : column(reference);
        type = xml.attribute("t");
        style = xml.attribute("s").isEmpty() ? 0 : SheetStyles.number(xml.attribute("s"));
        value.setLength(0);
      }
      case "v", "t" -> within = true;
      default -> {}
    }
  }

  private void end(String element) throws InterruptedException {
    switch (element) {
      case "v", "t" -> within = false;
      case "c" -> put();
      case "row" -> {
        budget.row(row.size());
        rows.add(List.copyOf(row));
        row.clear();
      }
      default -> {}
    }
  }

  /** Rows without cells are left out of the file; here they count. */
  private void skipTo(String number) throws InterruptedException {
    int wanted = SheetStyles.number(number);
    if (wanted > MAX_ROW) {
      throw new Fault.Invalid(file + " is damaged: it has a row " + number);
    }
    while (rows.size() < wanted - 1) {
      budget.row(0);
      rows.add(List.of());
    }
  }

  private void put() throws InterruptedException {
    String cell = budget.kept(cell(value.toString()));
    if (cell.isEmpty()) {
      return;
    }
    if (column >= CellBudget.MAX_COLUMNS) {
      budget.row(column + 1);
    }
    while (row.size() < column) {
      row.add("");
    }
    if (row.size() == column) {
      row.add(cell);
    } else {
      row.set(column, cell);
    }
  }

  private String cell(String raw) {
    return switch (type) {
      case "s" -> {
        int index = SheetStyles.number(raw.strip());
        yield index >= 0 && index < texts.size() ? texts.get(index) : "";
      }
      case "b" -> raw.strip().equals("1") ? "true" : "false";
      case "str", "inlineStr", "e" -> raw;
      // Written by some programs: already ISO 8601.
      case "d" -> raw.strip();
      default -> raw.isBlank() ? "" : styles.shown(raw, style);
    };
  }

  /** {@code AB12} is column 27. */
  private static int column(String reference) {
    int number = 0;
    for (int i = 0; i < reference.length() && i < 4; i++) {
      char c = reference.charAt(i);
      if (c < 'A' || c > 'Z') {
        break;
      }
      number = number * 26 + (c - 'A' + 1);
    }
    return Math.max(number - 1, 0);
  }
}
