package dev.cadre.toolkit.files;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import dev.cadre.model.Caller;
import dev.cadre.model.Content;
import dev.cadre.tool.SchemaCheck;
import dev.cadre.tool.Tool;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import io.opentelemetry.context.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Files made for tests, and a place that has them by name. */
public final class Samples implements FileSource {
  public static final Instant LATER = Instant.parse("2030-01-01T00:00:00Z");
  public static final Caller CALLER = new Caller("t", "a", "s", Context.root());

  private final Map<String, byte[]> files = new HashMap<>();

  public Samples with(String name, byte[] bytes) {
    files.put(name, bytes);
    return this;
  }

  public Samples with(String name, String text) {
    return with(name, text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public boolean takes(String reference) {
    return true;
  }

  @Override
  public SourceFile read(String reference, Caller caller, Instant deadline) {
    byte[] bytes = files.get(reference);
    if (bytes == null) {
      throw new Fault.NotFound("no " + reference);
    }
    return SourceFile.of(reference, "", bytes);
  }

  /** What the tool answered to arguments that its schema must allow. */
  public static JsonNode answer(List<Tool> tools, String name, String arguments) {
    Tool tool =
        tools.stream().filter(one -> one.spec().name().equals(name)).findFirst().orElseThrow();
    ObjectNode json = (ObjectNode) Json.parse(arguments);
    List<String> wrong = new SchemaCheck().violations(tool.spec().inputSchema(), json);
    if (!wrong.isEmpty()) {
      throw new AssertionError(wrong);
    }
    try {
      ToolOutcome outcome = tool.call(new ToolInvocation(json, CALLER, "k", LATER));
      return switch (outcome) {
        case ToolOutcome.Answered(List<Content> content) ->
            content.getFirst() instanceof Content.Data(JsonNode data) ? data : Json.object();
        case ToolOutcome.Failed(String message) -> throw new Fault.Invalid(message);
      };
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  public static byte[] zip(Map<String, String> entries) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** A Word document around the content of its body. */
  public static byte[] docx(String body) {
    return zip(
        Map.of(
            "[Content_Types].xml",
            "<Types/>",
            "word/styles.xml",
            """
            <w:styles xmlns:w="w"><w:style w:styleId="Berschrift1"><w:name w:val="heading 1"/></w:style>
            <w:style w:styleId="H2"><w:name w:val="heading 2"/></w:style></w:styles>
            """,
            "word/document.xml",
            "<w:document xmlns:w=\"w\"><w:body>" + body + "</w:body></w:document>"));
  }

  public static String paragraph(String style, String text) {
    return "<w:p><w:pPr><w:pStyle w:val=\""
        + style
        + "\"/></w:pPr><w:r><w:t>"
        + text
        + "</w:t></w:r></w:p>";
  }

  /** A workbook of one sheet around the content of its sheetData. */
  public static byte[] xlsx(String rows) {
    return xlsx(
        Map.of("Sales", rows),
        "<sst><si><t>Region</t></si><si><r><t>No</t></r><r><t>rth</t></r></si></sst>");
  }

  public static byte[] xlsx(Map<String, String> sheets, String shared) {
    Map<String, String> entries = new LinkedHashMap<>();
    StringBuilder list = new StringBuilder();
    StringBuilder rels = new StringBuilder();
    int n = 0;
    for (Map.Entry<String, String> sheet : sheets.entrySet()) {
      n++;
      list.append("<sheet name=\"" + sheet.getKey() + "\" r:id=\"r" + n + "\"/>");
      rels.append("<Relationship Id=\"r" + n + "\" Target=\"worksheets/sheet" + n + ".xml\"/>");
      entries.put(
          "xl/worksheets/sheet" + n + ".xml",
          "<worksheet><sheetData>" + sheet.getValue() + "</sheetData></worksheet>");
    }
    entries.put(
        "xl/workbook.xml",
        "<workbook xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>"
            + list
            + "</sheets></workbook>");
    entries.put("xl/_rels/workbook.xml.rels", "<Relationships>" + rels + "</Relationships>");
    entries.put("xl/sharedStrings.xml", shared);
    entries.put(
        "xl/styles.xml",
        """
        <styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy"/>
        <numFmt numFmtId="165" formatCode="#,##0.00 [$EUR]"/></numFmts>
        <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="22"/></cellXfs>
        </styleSheet>
        """);
    return zip(entries);
  }

  /** A PDF with one page for each text; a line that begins with # is large. */
  public static byte[] pdf(String... pages) {
    try (PDDocument pdf = new PDDocument()) {
      for (String text : pages) {
        PDPage page = new PDPage();
        pdf.addPage(page);
        try (PDPageContentStream out = new PDPageContentStream(pdf, page)) {
          float y = 750;
          for (String line : text.lines().toList()) {
            float x = 60;
            for (String piece : line.replace("#", "").split("\t")) {
              out.beginText();
              out.setFont(
                  new PDType1Font(Standard14Fonts.FontName.HELVETICA),
                  line.startsWith("#") ? 20 : 11);
              out.newLineAtOffset(x, y);
              out.showText(piece);
              out.endText();
              x += 160;
            }
            y -= 24;
          }
        }
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      pdf.save(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
