package dev.cadre.toolkit.documents;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Tables being read; one within another becomes text of the cell it stands in. */
final class TableStack {
  private final Deque<List<List<String>>> open = new ArrayDeque<>();

  boolean open() {
    return !open.isEmpty();
  }

  void begin() {
    open.push(new ArrayList<>());
  }

  void row() {
    if (open()) {
      open.peek().add(new ArrayList<>());
    }
  }

  void cell() {
    if (open()) {
      lastRow(open.peek()).add("");
    }
  }

  /** Adds to the cell begun last. */
  void text(String text) {
    List<String> row = lastRow(open.element());
    if (row.isEmpty()) {
      row.add(text);
    } else {
      String before = row.removeLast();
      row.add(before.isEmpty() ? text : before + "\n" + text);
    }
  }

  /** The table that ends here, unless it stands within another or holds nothing. */
  Optional<Block> end() {
    if (open.isEmpty()) {
      return Optional.empty();
    }
    List<List<String>> rows = open.pop();
    rows.removeIf(row -> row.stream().allMatch(String::isBlank));
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    Block.Table table = new Block.Table(rows.stream().map(List::copyOf).toList());
    if (open()) {
      text(table.text());
      return Optional.empty();
    }
    return Optional.of(table);
  }

  private static List<String> lastRow(List<List<String>> table) {
    if (table.isEmpty()) {
      table.add(new ArrayList<>());
    }
    return table.getLast();
  }
}
