package dev.cadre.a2a;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.id.AgentRuntimeId;
import dev.cadre.id.SessionId;
import dev.cadre.identity.AgentPasses;
import dev.cadre.json.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What an agent may do at another with a pass: speak in one session, and see what is of it. */
class PassTest {
  private static final SessionId ONE = new SessionId("called-session-number-one-00000001");
  private static final SessionId OTHER = new SessionId("called-session-number-two-00000002");

  private static ScriptedAgent agent;
  private static Served served;
  private static Client client;

  @BeforeAll
  static void start() throws IOException {
    agent = new ScriptedAgent();
    served = new Served(agent, 0);
    client = new Client(served.url());
  }

  @AfterAll
  static void stop() {
    client.close();
    served.close();
  }

  private static String pass(SessionId called, String callee) {
    return served
        .identity()
        .passes()
        .issue(
            new AgentPasses.Claims(
                "ada",
                new AgentRuntimeId("front-AbCdEf1234"),
                "session-of-front",
                "cust001",
                1,
                null,
                callee,
                called));
  }

  private static HttpResponse<String> rpc(String pass, String method, JsonNode params) {
    ObjectNode envelope = Json.object().put("jsonrpc", "2.0").put("id", 1).put("method", method);
    envelope.set("params", params);
    return client.post("", "1.0", envelope, "Authorization", "Bearer " + pass);
  }

  private static JsonNode result(String pass, String method, JsonNode params) {
    JsonNode answer = Json.parse(rpc(pass, method, params).body());
    assertThat(answer.has("error")).as(answer.toString()).isFalse();
    return answer.path("result");
  }

  private static JsonNode sent(SessionId called) {
    return result(pass(called, "helper"), "SendMessage", Client.params(Client.said("hello")))
        .path("task");
  }

  private static ObjectNode of(JsonNode task) {
    return Json.object().put("id", task.path("id").asString());
  }

  @Test
  void it_speaks_in_the_session_that_the_pass_names() {
    JsonNode task = sent(ONE);
    assertThat(agent.works.getLast().session()).isEqualTo(ONE);
    assertThat(task.path("contextId").asString()).isEqualTo(ONE.value());
    ObjectNode more = Client.said("more").put("contextId", ONE.value());
    result(pass(ONE, "helper"), "SendMessage", Client.params(more));
    assertThat(agent.works.getLast().session()).isEqualTo(ONE);
  }

  @Test
  void in_another_conversation_nobody_is_let_in_with_it() {
    int worked = agent.works.size();
    ObjectNode elsewhere = Client.said("hello").put("contextId", OTHER.value());
    JsonNode refused =
        Json.parse(rpc(pass(ONE, "helper"), "SendMessage", Client.params(elsewhere)).body());
    assertThat(refused.path("error").path("message").asString()).contains("another conversation");
    HttpResponse<String> byHeader =
        client.post(
            "/message:send",
            "1.0",
            Client.params(Client.said("hello")),
            "Authorization",
            "Bearer " + pass(ONE, "helper"),
            "X-Amzn-Bedrock-AgentCore-Runtime-Session-Id",
            OTHER.value());
    assertThat(byHeader.statusCode()).isIn(401, 403);
    assertThat(agent.works).hasSize(worked);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GetTask", "CancelTask", "SubscribeToTask"})
  void a_task_of_another_session_is_not_there(String method) {
    JsonNode task = sent(ONE);
    assertThat(result(pass(ONE, "helper"), "GetTask", of(task)).path("id"))
        .isEqualTo(task.path("id"));
    String answer = rpc(pass(OTHER, "helper"), method, of(task)).body();
    assertThat(answer).contains("-32001");
  }

  @Test
  void a_list_has_none_of_another_session() {
    JsonNode task = sent(ONE);
    ObjectNode all = Json.object().put("contextId", ONE.value());
    assertThat(result(pass(ONE, "helper"), "ListTasks", all).toString())
        .contains(task.path("id").asString());
    assertThat(result(pass(OTHER, "helper"), "ListTasks", all).toString())
        .doesNotContain(task.path("id").asString());
  }

  @Test
  void one_for_another_agent_opens_nothing_here() {
    int worked = agent.works.size();
    HttpResponse<String> answer =
        rpc(pass(ONE, "other"), "SendMessage", Client.params(Client.said("hello")));
    assertThat(answer.statusCode()).isIn(401, 403);
    assertThat(agent.works).hasSize(worked);
  }

  @Test
  void an_altered_one_opens_nothing() {
    String pass = pass(ONE, "helper");
    int at = pass.length() - 6;
    char other = pass.charAt(at) == 'A' ? 'B' : 'A';
    String altered = pass.substring(0, at) + other + pass.substring(at + 1);
    HttpResponse<String> answer = rpc(altered, "SendMessage", Client.params(Client.said("hello")));
    assertThat(answer.statusCode()).isIn(401, 403);
  }
}
