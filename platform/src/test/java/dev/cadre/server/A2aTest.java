package dev.cadre.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.json.Json;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Agents as A2A servers where every caller proves who it is. */
class A2aTest {
  private static final Platform PLATFORM = Platform.guarded();
  private static final String ADDS = "adds";
  private static final String ASKS = "asks_adds";

  private static String ada;
  private static String ben;

  @BeforeAll
  static void declare() {
    ada = bearer("ada");
    ben = bearer("ben");
    declare(ADDS, "instructions: Calculate.\ntools: [calculator]\n");
    declare(
        ASKS,
        "instructions: Ask.\ntools:\n  - a2a: {url: \""
            + PLATFORM.url()
            + "/a2a/"
            + ADDS
            + "\", name: arithmetic, description: Does arithmetic such as 17 times 23.}\n");
  }

  private static String bearer(String name) {
    AwsBasicCredentials key = GuardedTest.key(name, "[\"invoke\"]");
    return "Bearer " + key.accessKeyId() + ":" + key.secretAccessKey();
  }

  private static void declare(String name, String yaml) {
    ObjectNode body = Json.object();
    body.putObject("agentRuntimeArtifact")
        .putObject("declaredConfiguration")
        .put("file", "name: " + name + "\n" + yaml);
    body.put("agentRuntimeName", name)
        .put("roleArn", Platform.ROLE)
        .put("clientToken", UUID.randomUUID().toString());
    body.putObject("networkConfiguration").put("networkMode", "PUBLIC");
    HttpResponse<String> made =
        PLATFORM.send(
            request("/runtimes/", "Bearer " + PLATFORM.admin())
                .PUT(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)))
                .build());
    assertThat(made.statusCode()).as(made.body()).isEqualTo(202);
    Platform.await(
        () -> get("/a2a/" + name + "/.well-known/agent-card.json", "").statusCode() == 200);
  }

  private static HttpRequest.Builder request(String path, String authorization) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(PLATFORM.url().resolve(path))
            .header("content-type", "application/json")
            .header("A2A-Version", "1.0");
    return authorization.isEmpty() ? request : request.header("authorization", authorization);
  }

  private static HttpResponse<String> get(String path, String authorization) {
    return PLATFORM.send(request(path, authorization).GET().build());
  }

  private static HttpResponse<String> post(String path, String authorization, JsonNode body) {
    return PLATFORM.send(
        request(path, authorization)
            .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)))
            .build());
  }

  private static ObjectNode said(String text) {
    ObjectNode body = Json.object();
    ObjectNode message =
        body.putObject("message")
            .put("messageId", UUID.randomUUID().toString())
            .put("role", "ROLE_USER");
    message.putArray("parts").addObject().put("text", text);
    return body;
  }

  private static JsonNode sent(String agent, String authorization, String text) {
    HttpResponse<String> answer =
        post("/a2a/" + agent + "/message:send", authorization, said(text));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.parse(answer.body()).path("task");
  }

  @Test
  void a_card_is_for_everybody_and_the_agent_for_those_who_prove_themselves() {
    JsonNode card = Json.parse(get("/a2a/" + ADDS + "/.well-known/agent-card.json", "").body());
    assertThat(card.path("securitySchemes").has("bearer")).isTrue();
    assertThat(get("/a2a/" + ADDS + "/extendedAgentCard", "").statusCode()).isIn(401, 403);
    assertThat(get("/a2a/" + ADDS + "/extendedAgentCard", ada).statusCode()).isEqualTo(200);
    HttpResponse<String> refused = post("/a2a/" + ADDS + "/message:send", "", said("1+1"));
    assertThat(refused.statusCode()).isIn(401, 403);
    assertThat(post("/a2a/" + ADDS, "", Json.object()).statusCode()).isIn(401, 403);
  }

  @Test
  void a_task_is_its_principals_alone() {
    JsonNode task = sent(ADDS, ada, "What is 17 times 23?");
    assertThat(task.path("artifacts").toString()).contains("391");
    String path = "/a2a/" + ADDS + "/tasks/" + task.path("id").asString();
    assertThat(get(path, ada).statusCode()).isEqualTo(200);
    assertThat(get(path, ben).statusCode()).isEqualTo(404);
    assertThat(post(path + ":cancel", ben, Json.object()).statusCode()).isEqualTo(404);
    assertThat(get(path + "/pushNotificationConfigs", ben).statusCode()).isEqualTo(404);
    assertThat(Json.parse(get("/a2a/" + ADDS + "/tasks", ben).body()).path("tasks").toString())
        .doesNotContain(task.path("id").asString());
    // Nor of another agent.
    assertThat(get("/a2a/" + ASKS + "/tasks/" + task.path("id").asString(), ada).statusCode())
        .isEqualTo(404);
  }

  @Test
  void an_agent_calls_another_with_a_pass_and_no_key() {
    JsonNode task = sent(ASKS, ada, "Do the arithmetic: what is 17 times 23?");
    assertThat(task.path("status").path("state").asString()).isEqualTo("TASK_STATE_COMPLETED");
    assertThat(task.path("artifacts").toString()).contains("391");
  }
}
