package dev.cadre.toolkit.documents;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Tables of a PDF, which knows none: lines below one another whose pieces stand below one another.
 * A table without gaps between its columns is not found, and a list in two columns may be taken for
 * one.
 */
final class PdfTables {
  private static final int MIN_ROWS = 2;

  private PdfTables() {}

  /** A column's left and right edge. */
  private record Span(float from, float to) {}

  static List<Block.Table> of(List<PdfPage.Line> lines) {
    List<Block.Table> tables = new ArrayList<>();
    List<PdfPage.Line> run = new ArrayList<>();
    for (PdfPage.Line line : lines) {
      if (line.pieces().size() >= 2) {
        run.add(line);
      } else {
        end(run, tables);
      }
    }
    end(run, tables);
    return tables;
  }

  private static void end(List<PdfPage.Line> run, List<Block.Table> into) {
    if (run.size() >= MIN_ROWS) {
      List<Span> columns = columns(run);
      if (columns.size() >= 2) {
        into.add(new Block.Table(run.stream().map(line -> row(line, columns)).toList()));
      }
    }
    run.clear();
  }

  /** Pieces that overlap from left to right are of one column. */
  private static List<Span> columns(List<PdfPage.Line> run) {
    List<Span> all =
        run.stream()
            .flatMap(line -> line.pieces().stream())
            .map(piece -> new Span(piece.from(), piece.to()))
            .sorted(Comparator.comparingDouble(Span::from))
            .toList();
    List<Span> columns = new ArrayList<>();
    for (Span span : all) {
      Span last = columns.isEmpty() ? null : columns.getLast();
      if (last != null && span.from() <= last.to()) {
        columns.removeLast();
        columns.add(new Span(last.from(), Math.max(last.to(), span.to())));
      } else {
        columns.add(span);
      }
    }
    return columns;
  }

  private static List<String> row(PdfPage.Line line, List<Span> columns) {
    List<String> row = new ArrayList<>();
    for (Span column : columns) {
      StringBuilder cell = new StringBuilder();
      for (PdfPage.Piece piece : line.pieces()) {
        if (piece.from() >= column.from() && piece.to() <= column.to()) {
          cell.append(cell.isEmpty() ? "" : " ").append(piece.text());
        }
      }
      row.add(cell.toString());
    }
    return List.copyOf(row);
  }
}
