package dev.cadre.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.json.Json;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Images that a person sends to an agent, in the eyes of the agents that it calls. */
class SightTest {
  private static final String SESSION = "X-Amzn-Bedrock-AgentCore-Runtime-Session-Id";
  private static final String USER = "X-Amzn-Bedrock-AgentCore-Runtime-User-Id";
  private static StandInModel model;
  private static Platform platform;

  @BeforeAll
  static void up(@TempDir Path folder) throws IOException {
    model = new StandInModel();
    Path config = model.config(folder.resolve("cadre.yaml"));
    Files.writeString(config, Files.readString(config) + "    eyes: [\"stand-in:gpt-4o\"]\n");
    platform = new Platform("--config", config.toString());
    platform.declare("name: viewer\ndescription: Looks.\ninstructions: Look.\nmodel: eyes\n");
    platform.declare("name: listener\ndescription: Listens.\ninstructions: Listen.\n");
    platform.declare(
        """
        name: guide
        instructions: Ask others.
        tools:
          - agent: viewer
          - agent: listener
          - a2a: {url: "%s", name: far_viewer}
        """
            .formatted(platform.url().resolve("/a2a/viewer")));
  }

  @AfterAll
  static void down() {
    platform.close();
    model.close();
  }

  private static byte[] png(int rgb) throws IOException {
    BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    image.setRGB(3, 3, rgb);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }

  private static String call(String agent, String task) {
    return "call: " + agent + " " + Json.text(Json.object().put("task", task));
  }

  private static void ask(ObjectNode body, String... headers) {
    HttpResponse<String> answer =
        platform.send("POST", "/runtimes/guide/invocations", body, headers);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(Json.parse(answer.body()).at("/toolCalls/0/error").asBoolean(true))
        .as(answer.body())
        .isFalse();
  }

  /** What the last model that was told {@code task} was shown. */
  private static String shown(String task) {
    List<JsonNode> told =
        model.requests.stream()
            .map(request -> request.path("messages").path(request.path("messages").size() - 1))
            .filter(last -> last.path("role").asString().equals("user"))
            .filter(last -> StandInModel.text(last.path("content")).startsWith(task))
            .toList();
    assertThat(told).as(task).isNotEmpty();
    return told.getLast().toString();
  }

  private static ObjectNode withImage(String prompt, byte[] image) {
    ObjectNode body = Json.object().put("prompt", prompt);
    body.putArray("attachments")
        .addObject()
        .put("mediaType", "image/png")
        .put("data", Base64.getEncoder().encodeToString(image));
    return body;
  }

  private static String encoded(byte[] image) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(image);
  }

  @Test
  void an_agent_that_sees_is_shown_what_the_person_sent() throws IOException {
    byte[] image = png(0xFF0000);
    ask(withImage(call("viewer", "Look at this one"), image), SESSION, Platform.session());
    assertThat(shown("Look at this one")).contains(encoded(image));
  }

  @Test
  void one_that_does_not_see_works_without() throws IOException {
    ask(withImage(call("listener", "Hear this one"), png(0x00FF00)), SESSION, Platform.session());
    assertThat(shown("Hear this one")).doesNotContain("data:image");
  }

  @Test
  void over_a2a_the_image_is_a_part_of_the_message() throws IOException {
    byte[] image = png(0x0000FF);
    ask(withImage(call("far_viewer", "Look from afar"), image), SESSION, Platform.session());
    assertThat(shown("Look from afar")).contains(encoded(image));
  }

  @Test
  void a_later_request_without_an_image_carries_none() throws IOException {
    String session = Platform.session();
    ask(withImage(call("listener", "The first of two"), png(0x123456)), SESSION, session);
    ask(Json.object().put("prompt", call("viewer", "The second of two")), SESSION, session);
    assertThat(shown("The second of two")).doesNotContain("data:image");
  }

  private static String uploaded(String person, byte[] image) {
    HttpResponse<String> offer =
        platform.send(
            "POST",
            "/cadre/v1/uploads",
            Json.object().put("fileName", "a.png").put("fileType", "image/png"),
            USER,
            person);
    JsonNode place = Json.parse(offer.body());
    HttpRequest put =
        HttpRequest.newBuilder(platform.url().resolve(place.path("uploadUrl").asString()))
            .header("Content-Type", "image/png")
            .PUT(HttpRequest.BodyPublishers.ofByteArray(image))
            .build();
    assertThat(platform.send(put).statusCode()).isEqualTo(200);
    return place.path("uri").asString();
  }

  @Test
  void an_upload_that_the_task_names_is_shown_to_its_person_and_to_nobody_else()
      throws IOException {
    byte[] image = png(0xABCDEF);
    String line = "\nAttached image: " + uploaded("anna", image);
    ObjectNode hers = Json.object().put("prompt", call("viewer", "Look at hers" + line));
    ask(hers, SESSION, Platform.session(), USER, "anna");
    assertThat(shown("Look at hers")).contains(encoded(image));
    ObjectNode his = Json.object().put("prompt", call("viewer", "Look at it as ben" + line));
    ask(his, SESSION, Platform.session(), USER, "ben");
    assertThat(shown("Look at it as ben")).doesNotContain("data:image");
  }
}
