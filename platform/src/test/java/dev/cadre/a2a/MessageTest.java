package dev.cadre.a2a;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.json.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An agent that answers with a message and no task. */
class MessageTest {
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

  private static ObjectNode chat() {
    return Client.params(Client.said("chat").put("contextId", "small talk"));
  }

  private static void isTheAgents(JsonNode message, String role) {
    assertThat(message.path("role").asString()).isEqualTo(role);
    assertThat(message.path("messageId").asString()).isNotEmpty();
    assertThat(message.path("contextId").asString()).isEqualTo("small talk");
    assertThat(message.has("taskId")).isFalse();
    assertThat(message.path("parts").path(0).path("text").asString()).isEqualTo("no task");
  }

  @Test
  void over_json_rpc_the_result_is_the_message() {
    isTheAgents(client.result("SendMessage", chat()).path("message"), "ROLE_AGENT");
    List<JsonNode> events = client.stream("1.0", "SendStreamingMessage", chat());
    assertThat(events).hasSize(1);
    isTheAgents(events.getFirst().path("result").path("message"), "ROLE_AGENT");
  }

  @Test
  void over_json_rpc_of_0_3_it_says_its_kind() {
    JsonNode result = client.rpc("0.3", "message/send", old()).path("result");
    assertThat(result.path("kind").asString()).isEqualTo("message");
    isTheAgents(result, "agent");
    List<JsonNode> events = client.stream("0.3", "message/stream", old());
    assertThat(events).hasSize(1);
    isTheAgents(events.getFirst().path("result"), "agent");
  }

  private static ObjectNode old() {
    return (ObjectNode)
        Json.parse(
            """
            {"message": {"kind": "message", "messageId": "m", "role": "user", "contextId": "small talk",
              "parts": [{"kind": "text", "text": "chat"}]}}
            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "0.3"})
  void over_http_it_is_the_answers_message(String version) {
    String path = version.equals("0.3") ? "/v1" : "";
    JsonNode body = version.equals("0.3") ? rest03() : chat();
    HttpResponse<String> answer = client.post(path + "/message:send", version, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode message = Json.parse(answer.body()).path("message");
    assertThat(message.toString()).contains("no task").contains("small talk");
    assertThat(message.path("role").asString()).isEqualTo("ROLE_AGENT");
    List<JsonNode> events =
        Client.events(client.post(path + "/message:stream", version, body).body());
    assertThat(events).hasSize(1);
    assertThat(events.getFirst().path("message").toString()).contains("no task");
  }

  private static ObjectNode rest03() {
    return (ObjectNode)
        Json.parse(
            """
            {"message": {"messageId": "m", "role": "ROLE_USER", "contextId": "small talk",
              "content": [{"text": "chat"}]}}
            """);
  }

  @Test
  void no_task_comes_of_it_and_the_agent_does_no_work() {
    int worked = agent.works.size();
    int before = client.result("ListTasks", Json.object()).path("totalSize").asInt();
    client.result("SendMessage", chat());
    assertThat(client.result("ListTasks", Json.object()).path("totalSize").asInt())
        .isEqualTo(before);
    assertThat(agent.works).hasSize(worked);
  }

  @Test
  void what_it_refuses_is_an_error_for_there_is_no_task_to_say_so() {
    JsonNode refused = client.rpc("1.0", "SendMessage", Client.params(Client.said("chat no more")));
    assertThat(refused.path("error").path("message").asString()).contains("not for you");
  }

  @Test
  void in_a_task_that_asks_the_same_words_are_its_answer() {
    JsonNode asks = client.result("SendMessage", Client.params(Client.said("ask"))).path("task");
    ObjectNode words = Client.said("chat").put("taskId", asks.path("id").asString());
    JsonNode done = client.result("SendMessage", Client.params(words));
    assertThat(done.path("task").path("id")).isEqualTo(asks.path("id"));
  }
}
