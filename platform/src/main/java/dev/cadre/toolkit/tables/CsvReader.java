package dev.cadre.toolkit.tables;

import dev.cadre.fault.Fault;
import java.util.ArrayList;
import java.util.List;

/**
 * Comma-separated values by RFC 4180, with what the world writes: semicolons, tabs or bars between
 * the cells, rows of different lengths, a quotation mark within a bare cell, any line ends.
 */
final class CsvReader {
  private static final char[] SEPARATORS = {',', ';', '\t', '|'};
  private static final int SAMPLE = 16_384;
  private static final int MAX_SAMPLED = 20;

  private final String text;
  private final char separator;
  private final CellBudget budget;
  private final List<List<String>> rows = new ArrayList<>();
  private int at;

  private CsvReader(String text, char separator, CellBudget budget) {
    this.text = text;
    this.separator = separator;
    this.budget = budget;
  }

  static Grid read(String name, String text) throws InterruptedException {
    CsvReader reader = new CsvReader(text, separator(text), new CellBudget("'" + name + "'"));
    reader.readRows(name);
    return new Grid(name, reader.rows);
  }

  private void readRows(String name) throws InterruptedException {
    while (at < text.length()) {
      List<String> row = new ArrayList<>();
      boolean more = true;
      while (more) {
        row.add(budget.kept(at < text.length() && text.charAt(at) == '"' ? quoted(name) : bare()));
        more = at < text.length() && text.charAt(at) == separator;
        if (more) {
          at++;
        }
        if (row.size() > CellBudget.MAX_COLUMNS) {
          budget.row(row.size());
        }
      }
      endLine();
      // A line of nothing is no row; one of separators is.
      boolean blank = row.size() == 1 && row.getFirst().isEmpty();
      budget.row(row.size());
      rows.add(blank ? List.of() : List.copyOf(row));
    }
    while (!rows.isEmpty() && rows.getLast().isEmpty()) {
      rows.removeLast();
    }
  }

  private String bare() {
    int from = at;
    while (at < text.length()
        && text.charAt(at) != separator
        && text.charAt(at) != '\n'
        && text.charAt(at) != '\r') {
      at++;
    }
    return text.substring(from, at).strip();
  }

  private String quoted(String name) {
    int from = ++at;
    boolean doubled = false;
    while (at < text.length()) {
      if (text.charAt(at) != '"') {
        at++;
      } else if (at + 1 < text.length() && text.charAt(at + 1) == '"') {
        doubled = true;
        at += 2;
      } else {
        String cell = text.substring(from, at++);
        // What stands between the mark and the separator belongs to the cell.
        String whole = cell + bare();
        return doubled ? whole.replace("\"\"", "\"") : whole;
      }
    }
    throw new Fault.Invalid(
        "'"
            + name
            + "' is damaged: the quotation mark that opens a cell in row "
            + (rows.size() + 1)
            + " is never closed");
  }

  private void endLine() {
    if (at < text.length() && text.charAt(at) == '\r') {
      at++;
    }
    if (at < text.length() && text.charAt(at) == '\n') {
      at++;
    }
  }

  /** The one that divides the first lines into the most cells, into as many in each line. */
  private static char separator(String text) {
    List<String> lines =
        text.substring(0, Math.min(SAMPLE, text.length()))
            .lines()
            .filter(line -> !line.isBlank())
            .limit(MAX_SAMPLED)
            .toList();
    char best = ',';
    double bestScore = 0;
    for (char candidate : SEPARATORS) {
      double score = score(lines, candidate);
      if (score > bestScore) {
        bestScore = score;
        best = candidate;
      }
    }
    return best;
  }

  private static double score(List<String> lines, char candidate) {
    if (lines.isEmpty()) {
      return 0;
    }
    int first = outsideQuotes(lines.getFirst(), candidate);
    long same = lines.stream().filter(line -> outsideQuotes(line, candidate) == first).count();
    return first == 0 ? 0 : (double) same / lines.size() + Math.min(first, 50) / 1_000.0;
  }

  private static int outsideQuotes(String line, char candidate) {
    int count = 0;
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == candidate && !quoted) {
        count++;
      }
    }
    return count;
  }
}
