package dev.cadre.server.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.json.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** SIGKILL to the platform while strategies read: no event is lost, and none is read twice. */
final class MemoryKilledTest {
  private static final int SESSIONS = 200;

  private final HttpClient http = HttpClient.newHttpClient();
  private Path state;
  private String config;
  private Platform platform;

  @BeforeEach
  void up(@TempDir Path root) throws IOException {
    state = root.resolve("state");
    Path file = root.resolve("cadre.yaml");
    // One reader is still at it when the platform dies, and its lease is soon over.
    Files.writeString(file, "memory: {readers: 1, lease: 10s, settle: 0s}\n");
    config = file.toString();
    platform = Platform.up(state, "--config", config);
  }

  @AfterEach
  void down() {
    platform.close();
    http.close();
  }

  @Test
  void all_that_was_accepted_is_learnt_once() throws Exception {
    String memory = create();
    for (int i = 0; i < SESSIONS; i++) {
      say(memory, "session-" + i, "I visited Village" + i + " in spring.");
    }
    long waiting = waiting();
    assertThat(waiting).as("some was read, some was not").isBetween(1L, SESSIONS - 1L);
    platform.kill();
    platform = Platform.up(state, "--config", config);
    Caller.await(() -> waiting() == 0);
    assertThat(learnt(memory))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, SESSIONS)
                .mapToObj(i -> "I visited Village" + i + " in spring.")
                .toList());
  }

  private String create() throws IOException, InterruptedException {
    ObjectNode input = Json.object().put("name", "people").put("eventExpiryDuration", 30);
    input
        .putArray("memoryStrategies")
        .addObject()
        .putObject("semanticMemoryStrategy")
        .put("name", "facts")
        .putArray("namespaces")
        .add("/facts/{actorId}/");
    return post("/memories/create", input).path("memory").path("id").asString();
  }

  private void say(String memory, String session, String text)
      throws IOException, InterruptedException {
    ObjectNode input =
        Json.object()
            .put("actorId", "anna")
            .put("sessionId", session)
            .put("eventTimestamp", 1_767_323_045);
    input
        .putArray("payload")
        .addObject()
        .putObject("conversational")
        .put("role", "USER")
        .putObject("content")
        .put("text", text);
    post("/memories/" + memory + "/events", input);
  }

  private List<String> learnt(String memory) throws IOException, InterruptedException {
    List<String> texts = new ArrayList<>();
    ObjectNode input = Json.object().put("namespace", "/facts/anna/").put("maxResults", 100);
    JsonNode page;
    do {
      page = post("/memories/" + memory + "/memoryRecords", input);
      page.path("memoryRecordSummaries")
          .forEach(record -> texts.add(record.path("content").path("text").asString()));
      input.set("nextToken", page.path("nextToken"));
    } while (page.hasNonNull("nextToken"));
    return texts;
  }

  private long waiting() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(platform.url().resolve("/cadre/v1/memory/people/lag")).build();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    return Json.parse(answer.body()).path("waiting").asLong();
  }

  private JsonNode post(String path, ObjectNode body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(platform.url().resolve(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(Json.bytes(body)))
            .build();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode() / 100).as(answer.body()).isEqualTo(2);
    return Json.parse(answer.body());
  }
}
