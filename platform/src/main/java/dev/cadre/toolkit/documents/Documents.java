package dev.cadre.toolkit.documents;

import dev.cadre.fault.Fault;
import dev.cadre.toolkit.files.SourceFile;
import dev.cadre.toolkit.tables.Grid;
import dev.cadre.toolkit.tables.Grids;
import java.util.ArrayList;
import java.util.List;

/** Opens a file as what it is. */
final class Documents {
  private Documents() {}

  /**
   * @throws Fault.Invalid when it is no document, is damaged or encrypted, or exceeds a limit
   */
  static Document open(SourceFile file) throws InterruptedException {
    return switch (file.type()) {
      case PDF -> PdfDocument.open(file);
      case DOCX -> FlowDocument.divided(new WordReader(file).blocks());
      case PPTX -> new FlowDocument("slide", new SlideReader(file).slides());
      case XLSX -> sheets(file);
      case CSV -> table(file);
      case HTML -> FlowDocument.divided(HtmlReader.blocks(file));
      case MARKDOWN -> FlowDocument.divided(MarkdownReader.blocks(file.text()));
      case TEXT, JSON, JSON_LINES -> FlowDocument.divided(paragraphs(file.text()));
      case OLD_OFFICE ->
          throw new Fault.Invalid(
              "'"
                  + file.name()
                  + "' is an Office file of before 2007, or encrypted; save it as .docx, .xlsx or"
                  + " .pptx without a password");
      case PNG, JPEG, GIF, WEBP, BMP, TIFF ->
          throw new Fault.Invalid(
              "'" + file.name() + "' is " + file.type().noun() + "; image_info looks at images");
      case MP4, QUICKTIME, THREE_GP, MATROSKA, WEBM, FLV, MPEG, WMV ->
          throw new Fault.Invalid(
              "'" + file.name() + "' is " + file.type().noun() + "; video_info looks at videos");
      case ZIP, UNKNOWN ->
          throw new Fault.Invalid(
              "'"
                  + file.name()
                  + "' is "
                  + file.type().noun()
                  + "; read are PDF, DOCX, XLSX, PPTX, CSV, HTML, Markdown and text");
    };
  }

  private static Document sheets(SourceFile file) throws InterruptedException {
    List<Part> parts = new ArrayList<>();
    for (Grid grid : Grids.all(file)) {
      parts.add(new Part(parts.size() + 1, grid.name(), List.of(new Block.Table(grid.rows()))));
    }
    return new FlowDocument("sheet", parts);
  }

  private static Document table(SourceFile file) throws InterruptedException {
    Grid grid = Grids.one(file, "");
    return new FlowDocument(
        "section", List.of(new Part(1, "", List.of(new Block.Table(grid.rows())))));
  }

  /** Divided at blank lines; a line of its own, long or short, is a paragraph. */
  private static List<Block> paragraphs(String text) {
    List<Block> blocks = new ArrayList<>();
    StringBuilder open = new StringBuilder();
    text.lines()
        .forEach(
            line -> {
              if (line.isBlank()) {
                close(open, blocks);
              } else {
                open.append(open.isEmpty() ? "" : "\n").append(line.stripTrailing());
              }
            });
    close(open, blocks);
    return blocks;
  }

  private static void close(StringBuilder open, List<Block> blocks) {
    if (!open.isEmpty()) {
      blocks.add(new Block.Paragraph(open.toString()));
      open.setLength(0);
    }
  }
}
