package dev.cadre.toolkit.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.embedding.Embedder;
import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import dev.cadre.tool.SchemaCheck;
import dev.cadre.tool.Tool;
import dev.cadre.toolkit.files.Samples;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DocumentServerTest {
  private final Samples files = new Samples();
  private final List<Tool> tools = new DocumentServer(files, new LetterEmbedder()).tools();

  /** Texts with the same letters are near one another. */
  private static final class LetterEmbedder implements Embedder {
    @Override
    public int dimensions() {
      return 26;
    }

    @Override
    public List<float[]> embed(List<String> texts) {
      return texts.stream().map(LetterEmbedder::vector).toList();
    }

    private static float[] vector(String text) {
      float[] vector = new float[26];
      text.toLowerCase().chars().filter(c -> c >= 'a' && c <= 'z').forEach(c -> vector[c - 'a']++);
      double length = 0;
      for (float v : vector) {
        length += v * v;
      }
      for (int i = 0; i < 26; i++) {
        vector[i] /= (float) Math.max(Math.sqrt(length), 1e-6);
      }
      return vector;
    }
  }

  private JsonNode call(String tool, String arguments) {
    return Samples.answer(tools, tool, arguments);
  }

  @Test
  void every_schema_is_one_and_has_the_same_file() {
    SchemaCheck schemas = new SchemaCheck();
    JsonNode file = tools.getFirst().spec().inputSchema().at("/properties/file");
    for (Tool tool : tools) {
      assertThat(schemas.problems(tool.spec().inputSchema())).isEmpty();
      assertThat(tool.spec().inputSchema().at("/properties/file")).isEqualTo(file);
    }
  }

  @Test
  void a_pdf_is_read_by_its_pages() {
    files.with("a.pdf", Samples.pdf("First page", "Second page", "Third page"));
    JsonNode answer =
        call("document_text", "{\"file\":\"a.pdf\",\"first_page\":2,\"last_page\":2}");
    assertThat(answer.path("type").asString()).isEqualTo("application/pdf");
    assertThat(answer.path("count").asInt()).isEqualTo(3);
    assertThat(answer.at("/parts/0/page").asInt()).isEqualTo(2);
    assertThat(answer.at("/parts/0/text").asString()).isEqualTo("Second page");
    assertThat(answer.has("next")).isFalse();
  }

  @Test
  void a_long_text_goes_on_where_next_says() {
    String text = "0123456789".repeat(40);
    files.with("a.txt", text);
    JsonNode first = call("document_text", "{\"file\":\"a.txt\",\"max_characters\":150}");
    assertThat(first.at("/parts/0/text").asString()).isEqualTo(text.substring(0, 150));
    JsonNode next = first.path("next");
    JsonNode second =
        call(
            "document_text",
            "{\"file\":\"a.txt\",\"first_page\":%d,\"skip_characters\":%d}"
                .formatted(next.path("first_page").asInt(), next.path("skip_characters").asInt()));
    assertThat(second.at("/parts/0/text").asString()).isEqualTo(text.substring(150));
    assertThat(second.has("next")).isFalse();
  }

  @Test
  void a_page_that_is_not_there_is_refused_with_the_number_there_are() {
    files.with("a.pdf", Samples.pdf("One"));
    assertThatThrownBy(() -> call("document_text", "{\"file\":\"a.pdf\",\"first_page\":4}"))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("page 4")
        .hasMessageContaining("has 1");
  }

  @Test
  void headings_of_a_pdf_without_bookmarks_are_its_large_lines() {
    String body = "\nPlain words that stand here for long\nAnd more of them on another line";
    files.with("a.pdf", Samples.pdf("#Introduction" + body, "#Results" + body));
    JsonNode answer = call("document_outline", "{\"file\":\"a.pdf\"}");
    assertThat(answer.at("/headings/1/text").asString()).isEqualTo("Results");
    assertThat(answer.at("/headings/1/page").asInt()).isEqualTo(2);
  }

  @Test
  void a_table_of_a_pdf_is_found_by_its_columns() {
    files.with("a.pdf", Samples.pdf("Prices of the season\nItem\tPrice\nTea\t2.50\nCoffee\t3.10"));
    JsonNode answer = call("document_tables", "{\"file\":\"a.pdf\"}");
    assertThat(answer.at("/tables/0/rows").toString())
        .isEqualTo("[[\"Item\",\"Price\"],[\"Tea\",\"2.50\"],[\"Coffee\",\"3.10\"]]");
  }

  @Test
  void a_word_document_has_sections_tables_and_no_deleted_text() {
    String cell = "<w:tc><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:tc>";
    files.with(
        "a.docx",
        Samples.docx(
            Samples.paragraph("Berschrift1", "Terms")
                + Samples.paragraph("X", "Payment within 30 days.")
                + "<w:p><w:del><w:r><w:t>gone</w:t></w:r></w:del></w:p>"
                + Samples.paragraph("H2", "Prices")
                + "<w:tbl><w:tr>"
                + cell.formatted("Item")
                + cell.formatted("Price")
                + "</w:tr><w:tr>"
                + cell.formatted("Tea")
                + cell.formatted("")
                + "</w:tr></w:tbl>"));
    JsonNode text = call("document_text", "{\"file\":\"a.docx\"}");
    assertThat(text.at("/parts/0/heading").asString()).isEqualTo("Terms");
    assertThat(text.at("/parts/0/text").asString()).contains("30 days").doesNotContain("gone");
    JsonNode tables = call("document_tables", "{\"file\":\"a.docx\"}");
    assertThat(tables.at("/tables/0/section").asInt()).isEqualTo(2);
    assertThat(tables.at("/tables/0/rows").toString())
        .isEqualTo("[[\"Item\",\"Price\"],[\"Tea\",\"\"]]");
    JsonNode outline = call("document_outline", "{\"file\":\"a.docx\"}");
    assertThat(outline.at("/headings/1/level").asInt()).isEqualTo(2);
  }

  @Test
  void slides_come_in_the_order_of_the_presentation_with_their_notes() {
    String slide =
        "<p:sld xmlns:p=\"p\" xmlns:a=\"a\"><p:sp><p:nvPr><p:ph type=\"title\"/></p:nvPr><a:p><a:r><a:t>%s</a:t></a:r></a:p></p:sp>"
            + "<p:sp><a:p><a:r><a:t>%s</a:t></a:r></a:p></p:sp></p:sld>";
    String r = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    files.with(
        "a.pptx",
        Samples.zip(
            Map.of(
                "ppt/presentation.xml",
                "<p xmlns:r=\""
                    + r
                    + "\"><sldId id=\"9\" r:id=\"b\"/><sldId id=\"8\" r:id=\"a\"/></p>",
                "ppt/_rels/presentation.xml.rels",
                "<R><Relationship Id=\"a\" Type=\"x/slide\" Target=\"slides/slide1.xml\"/>"
                    + "<Relationship Id=\"b\" Type=\"x/slide\" Target=\"slides/slide2.xml\"/></R>",
                "ppt/slides/slide1.xml",
                slide.formatted("Later", "second"),
                "ppt/slides/slide2.xml",
                slide.formatted("Opening", "first"),
                "ppt/slides/_rels/slide2.xml.rels",
                "<R><Relationship Id=\"n\" Type=\"x/notesSlide\" Target=\"../notesSlides/n.xml\"/></R>",
                "ppt/notesSlides/n.xml",
                "<n xmlns:a=\"a\"><a:p><a:r><a:t>Say hello</a:t></a:r></a:p></n>")));
    JsonNode answer = call("document_text", "{\"file\":\"a.pptx\",\"last_page\":1}");
    assertThat(answer.path("unit").asString()).isEqualTo("slide");
    assertThat(answer.at("/parts/0/text").asString())
        .isEqualTo("Opening\n\nfirst\n\nNotes: Say hello");
  }

  @Test
  void a_web_page_is_read_without_its_scripts_and_menus() {
    files.with(
        "a.html",
        "<html><head><title>T</title><script>evil()</script></head><body><nav>Menu</nav><h1>Head</h1>"
            + "<p>Some <b>bold</b> words.</p><ul><li>one</li></ul>"
            + "<table><tr><th>A</th><th></th></tr><tr><td>1</td><td>2</td></tr></table></body></html>");
    JsonNode text = call("document_text", "{\"file\":\"a.html\"}");
    assertThat(text.at("/parts/0/text").asString())
        .isEqualTo("Head\n\nSome bold words.\n\n- one\n\nA | \n1 | 2");
  }

  @Test
  void markdown_has_headings_and_tables_and_none_in_code() {
    files.with(
        "a.md",
        "# A\n\ntext\n\n```\n# no heading\n```\n\n## B\n\n| x | y |\n|---|---|\n| 1 | 2 |\n");
    assertThat(call("document_outline", "{\"file\":\"a.md\"}").path("headings").toString())
        .isEqualTo(
            "[{\"level\":1,\"text\":\"A\",\"section\":1},{\"level\":2,\"text\":\"B\",\"section\":2}]");
    assertThat(call("document_tables", "{\"file\":\"a.md\"}").at("/tables/0/rows").toString())
        .isEqualTo("[[\"x\",\"y\"],[\"1\",\"2\"]]");
  }

  @Test
  void a_search_finds_the_page_by_words_in_other_forms() {
    files.with(
        "a.pdf",
        Samples.pdf(
            "The garden has roses and lilies", "Invoices are paid after thirty days", "Zzz"));
    JsonNode hits =
        call("document_search", "{\"file\":\"a.pdf\",\"query\":\"when is an invoice paid\"}");
    assertThat(hits.at("/hits/0/page").asInt()).isEqualTo(2);
    assertThat(hits.at("/hits/0/match").asString()).isEqualTo("words");
    assertThat(hits.at("/hits/0/excerpt").asString()).contains("thirty days");
  }

  @Test
  void a_workbook_is_read_by_its_sheets() {
    files.with(
        "a.xlsx",
        Samples.xlsx(
            "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"inlineStr\"><is><t>Day</t></is></c></row>"
                + "<row r=\"3\"><c r=\"A3\" t=\"s\"><v>1</v></c><c r=\"B3\" s=\"1\"><v>45292</v></c></row>"));
    JsonNode answer = call("document_tables", "{\"file\":\"a.xlsx\"}");
    assertThat(answer.at("/tables/0/rows").toString())
        .isEqualTo("[[\"Region\",\"Day\"],[],[\"North\",\"2024-01-01\"]]");
    assertThat(Json.text(call("document_outline", "{\"file\":\"a.xlsx\"}").path("headings")))
        .isEqualTo("[{\"level\":1,\"text\":\"Sales\",\"sheet\":1}]");
  }
}
