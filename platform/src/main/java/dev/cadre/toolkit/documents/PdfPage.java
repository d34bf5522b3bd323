package dev.cadre.toolkit.documents;

import dev.cadre.fault.Fault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;

/**
 * One page's text, and its lines with where their pieces stand.
 *
 * @param lines in the order of reading
 */
record PdfPage(String text, List<Line> lines) {
  PdfPage {
    lines = List.copyOf(lines);
  }

  /** A piece of a line, with space before and after it; in points from the left. */
  record Piece(String text, float from, float to) {}

  /**
   * @param size of its letters, in points
   */
  record Line(List<Piece> pieces, int size) {
    Line {
      pieces = List.copyOf(pieces);
    }

    String text() {
      return pieces.stream().map(Piece::text).collect(Collectors.joining(" ")).strip();
    }
  }

  /** Unchecked, because the engine takes an {@link IOException} for a broken picture. */
  static final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  static PdfPage read(String name, PDDocument pdf, int number, boolean byPosition)
      throws IOException {
    Stripper stripper = new Stripper(name, number);
    stripper.setSortByPosition(byPosition);
    stripper.setStartPage(number);
    stripper.setEndPage(number);
    String text = stripper.getText(pdf);
    return new PdfPage(text, stripper.lines);
  }

  /** Counts what it does: a page can draw a form that draws a form, and so on, a billion times. */
  private static final class Stripper extends PDFTextStripper {
    private static final int MAX_OPERATORS = 2_000_000;
    private static final int MAX_GLYPHS = 400_000;

    /** A gap this wide, in the height of letters, is between columns and not between words. */
    private static final float COLUMN_GAP = 1.1f;

    private final String name;
    private final int number;
    private final List<Line> lines = new ArrayList<>();
    private final List<Piece> pieces = new ArrayList<>();
    private float size;
    private int operators;
    private int glyphs;

    Stripper(String name, int number) {
      this.name = name;
      this.number = number;
    }

    @Override
    protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
      if (++operators % 1_024 == 0 && Thread.interrupted()) {
        throw new Interrupted();
      }
      if (operators > MAX_OPERATORS) {
        throw tooMuch();
      }
      super.processOperator(operator, operands);
    }

    @Override
    protected void processTextPosition(TextPosition text) {
      if (++glyphs > MAX_GLYPHS) {
        throw tooMuch();
      }
      super.processTextPosition(text);
    }

    private Fault.Invalid tooMuch() {
      return new Fault.Invalid(
          "page "
              + number
              + " of "
              + name
              + " is not read: it draws more than any page for people does");
    }

    @Override
    protected void writeString(String text, List<TextPosition> positions) throws IOException {
      super.writeString(text, positions);
      if (positions.isEmpty() || text.isBlank()) {
        return;
      }
      TextPosition first = positions.getFirst();
      TextPosition last = positions.getLast();
      float from = first.getXDirAdj();
      float to = last.getXDirAdj() + last.getWidthDirAdj();
      size = Math.max(size, first.getFontSizeInPt());
      Piece before = pieces.isEmpty() ? null : pieces.getLast();
      boolean joins =
          before != null && from - before.to() < COLUMN_GAP * Math.max(first.getFontSizeInPt(), 4);
      if (before != null && joins) {
        pieces.removeLast();
        pieces.add(new Piece(before.text() + " " + text.strip(), before.from(), to));
      } else {
        pieces.add(new Piece(text.strip(), from, to));
      }
    }

    @Override
    protected void writeLineSeparator() throws IOException {
      super.writeLineSeparator();
      endLine();
    }

    @Override
    protected void writePageEnd() throws IOException {
      endLine();
      super.writePageEnd();
    }

    private void endLine() {
      if (!pieces.isEmpty()) {
        lines.add(new Line(pieces, Math.round(size)));
        pieces.clear();
      }
      size = 0;
    }
  }
}
