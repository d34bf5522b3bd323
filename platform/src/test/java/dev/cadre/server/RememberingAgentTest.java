package dev.cadre.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.json.Json;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The example of a declared agent with a memory, on a whole platform with the offline model. */
class RememberingAgentTest {
  private static final String SESSION = "X-Amzn-Bedrock-AgentCore-Runtime-Session-Id";
  private static final String USER = "X-Amzn-Bedrock-AgentCore-Runtime-User-Id";
  private static Platform platform;
  private static String arn;

  @BeforeAll
  static void up() {
    platform = new Platform();
    ObjectNode memory = Json.object().put("name", "people").put("eventExpiryDuration", 30);
    var strategies = memory.putArray("memoryStrategies");
    strategies
        .addObject()
        .putObject("semanticMemoryStrategy")
        .put("name", "facts")
        .putArray("namespaces")
        .add("/facts/{actorId}/");
    strategies
        .addObject()
        .putObject("userPreferenceMemoryStrategy")
        .put("name", "preferences")
        .putArray("namespaces")
        .add("/preferences/{actorId}/");
    strategies
        .addObject()
        .putObject("summaryMemoryStrategy")
        .put("name", "summaries")
        .putArray("namespaces")
        .add("/summaries/{actorId}/{sessionId}/");
    assertThat(send("POST", "/memories/create", memory).statusCode()).isEqualTo(202);
    arn = deploy(Platform.file("examples/remembering-assistant/agent.yaml"));
  }

  @AfterAll
  static void down() {
    platform.close();
  }

  private static HttpResponse<String> send(
      String method, String path, ObjectNode body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(platform.url().resolve(path))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return platform.send(request.build());
  }

  private static String deploy(String yaml) {
    ObjectNode input = Json.object().put("agentRuntimeName", "remembering_assistant");
    input.put("roleArn", Platform.ROLE);
    input.putObject("agentRuntimeArtifact").putObject("declaredConfiguration").put("file", yaml);
    input.putObject("networkConfiguration").put("networkMode", "PUBLIC");
    JsonNode made = Json.parse(send("PUT", "/runtimes/", input).body());
    String path = "/runtimes/" + made.path("agentRuntimeId").asString() + "/";
    Platform.await(() -> platform.json(path).path("status").asString().equals("READY"));
    return made.path("agentRuntimeArn").asString();
  }

  private static JsonNode ask(String user, String session, String prompt) {
    String path = "/runtimes/" + URLEncoder.encode(arn, StandardCharsets.UTF_8) + "/invocations";
    HttpResponse<String> answer =
        send("POST", path, Json.object().put("prompt", prompt), SESSION, session, USER, user);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.parse(answer.body());
  }

  private static void settled() {
    Platform.await(
        () -> platform.json("/cadre/v1/memory/people/lag").path("waiting").asInt(1) == 0);
  }

  @Test
  void what_a_person_said_in_one_session_answers_in_another_and_nobody_else() {
    JsonNode told = ask("anna@example.com", Platform.session(), "I like to drink green tea.");
    assertThat(told.at("/remembered/stored").asBoolean()).as(told.toString()).isTrue();
    settled();
    JsonNode known = ask("anna@example.com", Platform.session(), "What do I like to drink?");
    assertThat(known.path("answer").asString()).contains("green tea");
    assertThat(known.at("/recalled/records").asInt()).isPositive();
    JsonNode stranger = ask("ben@example.com", Platform.session(), "What do I like to drink?");
    assertThat(stranger.path("answer").asString()).doesNotContain("tea");
    assertThat(stranger.at("/recalled/records").asInt()).isZero();
  }

  @Test
  void a_reset_leaves_no_event_of_the_session() {
    String session = Platform.session();
    ask("carla", session, "My locker has the number 4711.");
    String events = "/memories/" + memory() + "/actor/carla/sessions/" + session;
    assertThat(send("POST", events, Json.object()).body()).contains("4711");
    assertThat(ask("carla", session, "/reset").path("answer").asString()).contains("Forgotten");
    assertThat(send("POST", events, Json.object()).body()).doesNotContain("4711");
    assertThat(ask("carla", session, "What number has my locker?").path("answer").asString())
        .doesNotContain("You said");
  }

  @Test
  void whoever_is_forgotten_is_forgotten_by_the_agent_too() {
    String session = Platform.session();
    ask("dora", session, "I like to sing ballads.");
    settled();
    ObjectNode dora = Json.object().put("actorId", "dora");
    JsonNode gone = Json.parse(send("POST", "/cadre/v1/memory/people/forget", dora).body());
    assertThat(gone.at("/found/elsewhere").asInt()).as(gone.toString()).isPositive();
    assertThat(gone.path("verified").asBoolean()).as(gone.toString()).isTrue();
    assertThat(ask("dora", session, "What do I like to sing?").path("answer").asString())
        .doesNotContain("ballads");
  }

  private static String memory() {
    return platform.json("/cadre/v1/memory/people").path("id").asString();
  }
}
