package dev.cadre.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.json.Json;
import dev.cadre.toolkit.video.VideoSamples;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The reference systems' own HTTP APIs, on the offline model, with real files. */
class AssistantTest {
  private static final String USER = "X-Amzn-Bedrock-AgentCore-Runtime-User-Id";
  private static final String CSV =
      "region,product,amount\n"
          + "North,Widget,120.50\n"
          + "South,Gadget,80\n"
          + "North,Gadget,45.25\n"
          + "West,Widget,200\n";

  private static Platform platform;

  @BeforeAll
  static void up() {
    platform = new Platform("--systems", Path.of("..").resolve("systems").toString());
    for (String system : List.of("assistant", "support")) {
      String path = "/cadre/v1/systems/" + system;
      Platform.await(() -> !platform.json(path).path("status").asString().equals("LOADING"));
      assertThat(platform.json(path).path("status").asString())
          .as(platform.json(path).toString())
          .isEqualTo("READY");
    }
  }

  @AfterAll
  static void down() {
    platform.close();
  }

  private static HttpResponse<String> send(
      String method, String path, byte[] body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(platform.url().resolve(path))
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return platform.send(request.build());
  }

  private static HttpResponse<String> post(String path, ObjectNode body, String... headers) {
    return send("POST", path, Json.bytes(body), headers);
  }

  private static JsonNode answer(String path, ObjectNode body, String... headers) {
    HttpResponse<String> response = post(path, body, headers);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return Json.parse(response.body());
  }

  /** The URI of a file that was uploaded as a client does. */
  private static String uploaded(String name, String type, byte[] content) {
    JsonNode offer =
        answer("/cadre/v1/uploads", Json.object().put("fileName", name).put("fileType", type));
    HttpResponse<String> put =
        send("PUT", offer.path("uploadUrl").asString(), content, "Content-Type", type);
    assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
    return offer.path("uri").asString();
  }

  private static String csv() {
    return uploaded("sales.csv", "text/csv", CSV.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] png() throws IOException {
    BufferedImage image = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.RED);
    graphics.fillRect(0, 0, 64, 48);
    graphics.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }

  private static byte[] pdf(String... pages) throws IOException {
    try (PDDocument document = new PDDocument()) {
      for (String text : pages) {
        PDPage page = new PDPage();
        document.addPage(page);
        try (PDPageContentStream content = new PDPageContentStream(document, page)) {
          content.beginText();
          content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
          content.newLineAtOffset(72, 700);
          content.showText(text);
          content.endText();
        }
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      document.save(out);
      return out.toByteArray();
    }
  }

  private static JsonNode chat(String message, String... uris) {
    ObjectNode body =
        Json.object().put("message", message).put("session_id", UUID.randomUUID().toString());
    for (String uri : uris) {
      body.withArray("attachments").addObject().put("uri", uri);
    }
    return answer("/api/chat", body);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          What is 15% of 240 plus 12?      | 48
          What is 1234 * 5678?             | 7006652
          Convert 26.2 miles to kilometres | 42.1648128
          How much does the Widget cost?   | 29.99
          What is Bob's role?              | user
          What is the weather in Berlin?   | Berlin
          """)
  void a_question_for_tools_gets_its_exact_answer(String question, String expected) {
    JsonNode answer = chat(question);
    assertThat(answer.path("response").asString()).contains(expected);
    assertThat(Json.text(answer.path("agents"))).isEqualTo("[\"tools\"]");
  }

  @Test
  void a_table_is_queried_and_drawn() {
    String file = csv();
    assertThat(chat("What is the sum of amount by region?", file).path("response").asString())
        .contains("165.75");
    String sql = "Run this SQL query: select sum(amount) as total from data";
    assertThat(chat(sql, file).path("response").asString()).contains("445.75");
    JsonNode drawn = chat("Draw a bar chart of amount by region", file);
    assertThat(drawn.path("response").asString()).contains("North 165.75, South 80, West 200");
    assertThat(Json.text(drawn.path("agents"))).isEqualTo("[\"data\"]");
  }

  @Test
  void a_document_is_cited_by_its_page() throws IOException {
    String file =
        uploaded(
            "handbook.pdf",
            "application/pdf",
            pdf(
                "This handbook is for everybody.",
                "Each employee has 28 days of paid holiday a year.",
                "Hotels cost at most 140 euros a night."));
    JsonNode answer = chat("How many days of holiday does an employee have?", file);
    assertThat(answer.path("response").asString())
        .contains("Page 2")
        .contains("28 days")
        .as("how many pages there are was not asked")
        .doesNotContain("count");
    assertThat(Json.text(answer.path("agents"))).isEqualTo("[\"document\"]");
    assertThat(chat("Summarise this document", file).path("response").asString())
        .contains("140 euros");
  }

  @Test
  void an_image_is_looked_at_by_uri_and_in_base64() throws IOException {
    String file = uploaded("red.png", "image/png", png());
    assertThat(chat("What is in this picture?", file).path("response").asString())
        .contains("64")
        .contains("not looked at");
    ObjectNode body = Json.object().put("prompt", "Which colours are in this image?");
    assertThat(answer("/api/vision", body.put("s3Uri", file)).path("text").asString())
        .contains("#FF0000");
    ObjectNode data =
        Json.object()
            .put("prompt", "Which colours are in this image?")
            .put("base64Data", Base64.getEncoder().encodeToString(png()))
            .put("mimeType", "image/png");
    JsonNode seen = answer("/api/vision", data);
    assertThat(seen.path("text").asString()).contains("#FF0000");
    assertThat(seen.at("/usage/totalTokens").asInt()).isPositive();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          How long is this video?                         | 90
          What is the length of this clip?                | 90
          Which codec does this video have?               | H.264
          What is the frame rate of this video?           | 25
          """)
  void a_video_that_was_uploaded_is_told_of_as_it_is(String question, String expected) {
    String file = uploaded("clip.mp4", "video/mp4", VideoSamples.mp4(90, 1_920, 1_080));
    JsonNode answer = chat(question, file);
    assertThat(answer.path("response").asString()).contains(expected);
    assertThat(Json.text(answer.path("agents"))).isEqualTo("[\"vision\"]");
  }

  @Test
  void a_request_that_is_wrong_is_told_what_and_never_what_the_file_holds() {
    HttpResponse<String> none = post("/api/chat", Json.object().put("session_id", "1"));
    assertThat(none.statusCode()).isEqualTo(400);
    assertThat(none.body()).contains("message is missing");
    String secret = "c2VjcmV0".repeat(40);
    HttpResponse<String> lie =
        post(
            "/api/vision",
            Json.object()
                .put("prompt", "See")
                .put("base64Data", secret)
                .put("mimeType", "image/png"));
    assertThat(lie.statusCode()).isEqualTo(400);
    assertThat(lie.body()).contains("image/png").doesNotContain("c2VjcmV0");
  }

  @Test
  void another_persons_file_is_not_read() {
    String file = csv();
    ObjectNode body = Json.object().put("message", "Describe this table");
    body.withArray("attachments").addObject().put("uri", file);
    assertThat(post("/api/chat", body, USER, "eve").statusCode()).isEqualTo(404);
    // Nor by a tool, when a message only speaks of it.
    JsonNode told =
        answer(
            "/api/chat",
            Json.object().put("message", "Describe this table\nAttached table: " + file),
            USER,
            "eve");
    assertThat(told.path("response").asString()).doesNotContain("Widget").contains("no upload");
  }

  @Test
  void two_people_with_one_session_name_have_two_conversations() {
    String name = "one-name";
    ObjectNode body = Json.object().put("message", "What is 2 + 3?").put("session_id", name);
    answer("/api/chat", body, USER, "ada");
    JsonNode own = Json.parse(platform.get("/api/sessions/" + name, USER, "ada").body());
    assertThat(own.path("turns").asInt()).isEqualTo(1);
    assertThat(own.path("namespace").asString()).isEqualTo("assistant_memory/ada");
    assertThat(platform.get("/api/sessions/" + name, USER, "eve").statusCode()).isEqualTo(404);
  }

  @Test
  void the_other_routes_of_the_document_answer() {
    assertThat(answer("/api/sessions", Json.object()).path("session_id").asString()).isNotEmpty();
    JsonNode offer =
        answer(
            "/api/vision/presigned-url",
            Json.object().put("fileName", "a.mp4").put("fileType", "video/mp4"));
    assertThat(offer.path("s3Uri").asString()).startsWith("s3://uploads/");
    assertThat(offer.path("expiresIn").asInt()).isEqualTo(3600);
    assertThat(answer("/api/memory/query", Json.object().put("query", "holiday")).has("memories"))
        .isTrue();
    assertThat(platform.json("/api/memory/sessions").has("sessions")).isTrue();
    assertThat(platform.json("/api/memory/preferences").has("preferences")).isTrue();
    assertThat(platform.json("/api/health").path("status").asString()).isEqualTo("healthy");
    assertThat(platform.json("/api/agents/status").path("agents").size()).isEqualTo(5);
  }

  @Test
  void a_stream_tells_of_the_turn_a_line_at_a_time() {
    HttpResponse<String> response =
        post("/api/chat/stream", Json.object().put("message", "What is 12 * 12?"));
    List<JsonNode> lines = response.body().lines().map(Json::parse).toList();
    assertThat(lines.stream().map(line -> line.path("type").asString()))
        .startsWith("processing_started", "progress")
        .contains("sub_agent_update", "agent_completed", "token")
        .endsWith("processing_complete");
    assertThat(lines.getLast().at("/data/response").asString()).contains("144");
  }

  @Test
  void the_support_desk_answers_in_its_documents_form() {
    ObjectNode body =
        Json.object()
            .put(
                "customer_message",
                "Where is my order ORD-2024-002, and what would go well with that watch?")
            .put("customer_id", "cust001")
            .put("session_id", "1");
    JsonNode both = answer("/process", body);
    assertThat(both.path("agents_called").valueStream().map(JsonNode::asString))
        .containsExactlyInAnyOrder("order_management", "product_recommendation");
    assertThat(both.path("response").asString()).contains("in transit");
    assertThat(both.path("follow_up_needed").asBoolean()).isFalse();
    ObjectNode order =
        Json.object().put("query", "Where is order ORD-2024-001?").put("customer_id", "cust001");
    JsonNode own = answer("/order/process", order);
    assertThat(own.path("response").asString()).contains("processing");
    assertThat(own.at("/tool_calls/0/tool_name").asString()).isEqualTo("query_order_by_id");
    assertThat(own.path("agent_type").asString()).isEqualTo("order_management");
    assertThat(
            answer("/order/process", order.put("customer_id", "cust002"))
                .path("response")
                .asString())
        .doesNotContain("ZenSound");
    for (String path :
        List.of("/recommend", "/product/recommend", "/personalize", "/troubleshoot")) {
      assertThat(post(path, Json.object()).statusCode()).as(path).isEqualTo(400);
    }
    assertThat(platform.json("/order/info").path("agent").asString()).isEqualTo("order_management");
    assertThat(platform.json("/health").path("status").asString()).isEqualTo("ready");
  }

  @Test
  void an_upload_is_shown_under_its_own_url() {
    String file = csv();
    JsonNode listed = platform.json("/cadre/v1/uploads").path("uploads");
    String url =
        listed
            .valueStream()
            .filter(one -> one.path("uri").asString().equals(file))
            .findFirst()
            .orElseThrow()
            .path("url")
            .asString();
    assertThat(URI.create(url).getHost()).isEqualTo("127.0.0.1");
    assertThat(platform.get(url).body()).isEqualTo(CSV);
    String other = url.contains("signature=A") ? "signature=B" : "signature=A";
    assertThat(platform.get(url.replaceFirst("signature=.", other)).statusCode()).isEqualTo(403);
  }
}
