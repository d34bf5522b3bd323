package dev.cadre.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.json.Json;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Servers of the toolkit on a whole platform, and the registry they stand in. */
class BuiltInServersTest {
  private static StandInModel model;
  private static Platform platform;

  @BeforeAll
  static void up(@TempDir Path folder) throws Exception {
    Path shop = folder.resolve("shop.sqlite");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + shop);
        Statement statement = connection.createStatement()) {
      statement.execute("create table users (id integer primary key, name text)");
      statement.execute("insert into users values (1, 'Alice Johnson')");
    }
    model = new StandInModel();
    Path config = model.config(folder.resolve("cadre.yaml"));
    Files.writeString(
        config,
        """
        servers:
          shop: {kind: database, url: "jdbc:sqlite:%s"}
          custom: {}
        registry:
          gone: {url: "http://127.0.0.1:1/mcp"}
        """
            .formatted(shop),
        StandardOpenOption.APPEND);
    platform = new Platform("--config", config.toString());
  }

  @AfterAll
  static void down() {
    platform.close();
    model.close();
  }

  private static JsonNode send(String method, String path, Object body) {
    HttpResponse<String> answer =
        platform.send(
            HttpRequest.newBuilder(platform.url().resolve(path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)))
                .build());
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 202);
    return Json.parse(answer.body());
  }

  private static JsonNode bare(String server, String tool, String arguments) {
    ObjectNode message = Json.object().put("method", tool);
    message.set("params", Json.parse(arguments));
    return send("POST", "/mcp/" + server, message).path("structuredContent");
  }

  @Test
  void each_server_answers_at_its_name() {
    assertThat(
            Json.text(
                bare("shop", "execute_query", "{\"query\":\"select name from users\"}")
                    .path("rows")))
        .isEqualTo("[[\"Alice Johnson\"]]");
    assertThat(
            bare("custom", "store_data", "{\"key\":\"k\",\"value\":7}").path("stored").asBoolean())
        .isTrue();
    assertThat(bare("custom", "get_data", "{\"key\":\"k\"}").path("value").asInt()).isEqualTo(7);
  }

  private static String picture() throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(8, 6, BufferedImage.TYPE_INT_RGB), "png", png);
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray());
  }

  private static JsonNode described(String picture, String question) {
    ObjectNode message = Json.object().put("method", "image_describe");
    message.putObject("params").put("file", picture).put("question", question);
    return send("POST", "/cadre/v1/tools/mcp", message).path("structuredContent");
  }

  @Test
  void a_picture_is_shown_to_the_model_with_the_question() throws IOException {
    String picture = picture();

    JsonNode seen = described(picture, "How many sheep stand there?");

    assertThat(seen.path("seen").asBoolean()).isTrue();
    assertThat(seen.path("description").asString()).isEqualTo("How many sheep stand there?");
    assertThat(seen.path("model").asString()).isEqualTo("m-1");
    assertThat(seen.path("width").asInt()).isEqualTo(8);
    assertThat(Json.text(model.requests.getLast().path("messages"))).contains(picture);
  }

  @Test
  void a_model_that_does_not_take_a_picture_leaves_its_facts_and_says_so() throws IOException {
    JsonNode blind = described(picture(), "refuse 400");

    assertThat(blind.path("seen").asBoolean(true)).isFalse();
    assertThat(blind.path("note").asString()).contains("was not looked at");
    assertThat(blind.has("description")).isFalse();
    assertThat(blind.at("/colours/0/name").asString("")).isEqualTo("black");
  }

  @Test
  void the_registry_tells_who_is_there_and_how() {
    JsonNode servers = platform.json("/cadre/v1/servers").path("servers");

    assertThat(servers)
        .extracting(s -> s.path("name").asString())
        .containsExactly("custom", "gone", "shop");
    assertThat(servers.path(0).path("healthy").asBoolean()).isTrue();
    assertThat(servers.path(1).path("healthy").asBoolean(true)).isFalse();
    assertThat(servers.path(1).path("trouble").asString()).isNotBlank();
    assertThat(servers.path(2).path("url").asString())
        .isEqualTo(platform.url().resolve("/mcp/shop").toString());
    assertThat(Json.text(servers.path(2).path("tools")))
        .isEqualTo("[\"execute_query\",\"get_schema\"]");
  }

  @Test
  void an_agent_has_the_tools_of_a_server_it_names() throws IOException {
    ObjectNode input = Json.object().put("agentRuntimeName", "clerk").put("roleArn", Platform.ROLE);
    input
        .putObject("agentRuntimeArtifact")
        .putObject("declaredConfiguration")
        .put("file", "name: clerk\ninstructions: Help.\ntools:\n  - mcp: shop\n");
    input.putObject("networkConfiguration").put("networkMode", "PUBLIC");
    JsonNode made = send("PUT", "/runtimes/", input);
    String path = "/runtimes/" + made.path("agentRuntimeId").asString() + "/";
    Platform.await(() -> platform.json(path).path("status").asString().equals("READY"));
    String arn = URLEncoder.encode(made.path("agentRuntimeArn").asString(), StandardCharsets.UTF_8);

    JsonNode answer =
        send(
            "POST",
            "/runtimes/" + arn + "/invocations",
            Json.object()
                .put("prompt", "call: execute_query {\"query\": \"select count(*) from users\"}"));

    assertThat(answer.path("answer").asString()).startsWith("Done: ").contains("[[1]]");
  }
}
