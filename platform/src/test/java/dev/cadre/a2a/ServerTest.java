package dev.cadre.a2a;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.json.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The server as a client sees it, in both versions and bindings. */
class ServerTest {
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

  private static JsonNode sent(String text) {
    return client.result("SendMessage", Client.params(Client.said(text))).path("task");
  }

  private static ObjectNode named(JsonNode task) {
    return Json.object().put("id", task.path("id").asString());
  }

  private static String state(JsonNode task) {
    return task.path("status").path("state").asString();
  }

  @Test
  void a_message_becomes_a_task_with_its_answer_and_its_history() {
    JsonNode task = sent("hello");
    assertThat(state(task)).isEqualTo("TASK_STATE_COMPLETED");
    assertThat(task.path("artifacts").path(0).path("parts").path(0).path("text").asString())
        .isEqualTo("echo: hello");
    assertThat(task.path("history").path(0).path("taskId")).isEqualTo(task.path("id"));
    assertThat(client.result("GetTask", named(task))).isEqualTo(task);
  }

  @Test
  void a_context_is_one_session_and_another_principals_is_another() {
    JsonNode first = sent("one");
    ObjectNode more = Client.said("two").put("contextId", first.path("contextId").asString());
    client.result("SendMessage", Client.params(more));
    List<TaskAgent.Work> works = agent.works;
    assertThat(works.getLast().session()).isEqualTo(works.get(works.size() - 2).session());
    assertThat(Messages.session("ada", "c")).isNotEqualTo(Messages.session("ben", "c"));
    assertThat(Messages.session("ada", "c")).isEqualTo(Messages.session("ada", "c"));
  }

  @Test
  void a_task_that_asks_goes_on_with_the_answer() {
    JsonNode asks = sent("ask");
    assertThat(state(asks)).isEqualTo("TASK_STATE_INPUT_REQUIRED");
    assertThat(asks.path("status").path("message").path("parts").path(0).path("text").asString())
        .isEqualTo("Which one?");
    ObjectNode answer = Client.said("this one").put("taskId", asks.path("id").asString());
    JsonNode done = client.result("SendMessage", Client.params(answer)).path("task");
    assertThat(state(done)).isEqualTo("TASK_STATE_COMPLETED");
    assertThat(done.path("contextId")).isEqualTo(asks.path("contextId"));
    assertThat(done.path("history").size()).isEqualTo(3);
  }

  @Test
  void what_the_agent_refuses_is_rejected_and_what_breaks_fails_without_its_reason() {
    JsonNode refused = sent("refuse");
    assertThat(state(refused)).isEqualTo("TASK_STATE_REJECTED");
    assertThat(refused.toString()).contains("not for you");
    JsonNode broken = sent("break");
    assertThat(state(broken)).isEqualTo("TASK_STATE_FAILED");
    assertThat(broken.toString()).doesNotContain("a defect");
  }

  @Test
  void decisions_and_results_are_no_text() {
    ObjectNode message = Client.said("x");
    message
        .putArray("parts")
        .addObject()
        .putObject("data")
        .putArray("decisions")
        .addObject()
        .put("id", "call-1")
        .put("allowed", true);
    JsonNode task = client.result("SendMessage", Client.params(message)).path("task");
    assertThat(task.toString()).contains("echo: Decisions");
  }

  @ParameterizedTest
  @CsvSource({
    "GetTask,                          -32001",
    "CancelTask,                       -32001",
    "SubscribeToTask,                  -32001",
    "message/send,                     -32601",
    "SendMessage,                      -32602",
  })
  void errors_have_the_protocols_codes(String method, int code) {
    ObjectNode params = Json.object().put("id", "00000000-0000-0000-0000-000000000000");
    assertThat(client.code(method, params)).isEqualTo(code);
  }

  @Test
  void a_task_that_is_over_takes_no_message_no_cancel_and_no_subscription() {
    JsonNode task = sent("over");
    ObjectNode more = Client.said("more").put("taskId", task.path("id").asString());
    assertThat(client.code("SendMessage", Client.params(more))).isEqualTo(-32004);
    assertThat(client.code("CancelTask", named(task))).isEqualTo(-32002);
    assertThat(client.code("SubscribeToTask", named(task))).isEqualTo(-32004);
  }

  @Test
  void a_message_with_another_context_than_its_tasks_is_refused() {
    JsonNode asks = sent("ask");
    ObjectNode answer =
        Client.said("x").put("taskId", asks.path("id").asString()).put("contextId", "other");
    assertThat(client.code("SendMessage", Client.params(answer))).isEqualTo(-32602);
  }

  @Test
  void an_unknown_version_is_refused_and_none_is_0_3() {
    JsonNode refused = client.rpc("0.5", "GetTask", Json.object());
    assertThat(refused.path("error").path("code").asInt()).isEqualTo(-32009);
    JsonNode old = client.rpc("", "tasks/get", Json.object().put("id", "x"));
    assertThat(old.path("error").path("code").asInt()).isEqualTo(-32001);
    assertThat(client.rpc("1.0.1", "ListTasks", Json.object()).has("result")).isTrue();
  }

  @Test
  void a_stream_begins_with_the_task_and_ends_with_its_last_state() {
    List<JsonNode> events =
        client.stream("1.0", "SendStreamingMessage", Client.params(Client.said("hi")));
    assertThat(events.getFirst().path("result").has("task")).isTrue();
    JsonNode last = events.getLast().path("result");
    String state = last.has("task") ? state(last.path("task")) : state(last.path("statusUpdate"));
    assertThat(state).isEqualTo("TASK_STATE_COMPLETED");
    assertThat(events).allSatisfy(event -> assertThat(event.path("id").asInt()).isEqualTo(7));
  }

  @Test
  void in_0_3_a_stream_says_which_update_is_the_last() {
    ObjectNode message = Form03.messageTo(Client.said("hi"));
    List<JsonNode> events = client.stream("", "message/stream", Client.params(message));
    assertThat(events.getFirst().path("result").path("kind").asString()).isEqualTo("task");
    JsonNode last = events.getLast().path("result");
    assertThat(last.path("kind").asString()).isEqualTo("status-update");
    assertThat(last.path("final").asBoolean()).isTrue();
    assertThat(state(last)).isEqualTo("completed");
  }

  @Test
  void whoever_subscribes_sees_the_rest_and_a_cancel_ends_it_for_all() throws Exception {
    ObjectNode params = Client.params(Client.said("hold"));
    params.putObject("configuration").put("returnImmediately", true);
    JsonNode task = client.result("SendMessage", params).path("task");
    assertThat(agent.held.poll(10, TimeUnit.SECONDS)).isNotNull();
    CompletableFuture<List<JsonNode>> one =
        CompletableFuture.supplyAsync(() -> client.stream("1.0", "SubscribeToTask", named(task)));
    CompletableFuture<List<JsonNode>> other =
        CompletableFuture.supplyAsync(
            () ->
                Client.events(
                    client
                        .get("/tasks/" + task.path("id").asString() + ":subscribe", "1.0")
                        .body()));
    JsonNode cancelled = client.result("CancelTask", named(task));
    assertThat(state(cancelled)).isEqualTo("TASK_STATE_CANCELED");
    assertThat(agent.cancelled.await(10, TimeUnit.SECONDS)).isTrue();
    for (CompletableFuture<List<JsonNode>> watching : List.of(one, other)) {
      // Whoever came too late for the stream was told that the task is over.
      String all = watching.get(10, TimeUnit.SECONDS).toString();
      assertThat(all.isEmpty() || all.equals("[]") || all.contains("TASK_STATE_CANCELED")).isTrue();
    }
    assertThat(client.code("CancelTask", named(task))).isEqualTo(-32002);
  }

  @Test
  void a_listing_pages_from_the_latest_and_hides_artifacts() {
    String context = sent("a").path("contextId").asString();
    for (String text : List.of("b", "c")) {
      client.result("SendMessage", Client.params(Client.said(text).put("contextId", context)));
    }
    ObjectNode query = Json.object().put("contextId", context).put("pageSize", 2);
    JsonNode first = client.result("ListTasks", query);
    assertThat(first.path("totalSize").asInt()).isEqualTo(3);
    assertThat(first.path("tasks").size()).isEqualTo(2);
    assertThat(first.path("tasks").path(0).path("history").toString()).contains("\"c\"");
    assertThat(first.path("tasks").path(0).has("artifacts")).isFalse();
    query.put("pageToken", first.path("nextPageToken").asString());
    JsonNode rest = client.result("ListTasks", query);
    assertThat(rest.path("tasks").size()).isEqualTo(1);
    assertThat(rest.path("nextPageToken").asString()).isEmpty();
    query.put("includeArtifacts", true).put("historyLength", 0);
    JsonNode whole = client.result("ListTasks", query).path("tasks").path(0);
    assertThat(whole.path("artifacts").size()).isEqualTo(1);
    assertThat(whole.has("history")).isFalse();
  }

  @Test
  void the_http_binding_answers_with_statuses_and_error_info() {
    HttpResponse<String> sent =
        client.post("/message:send", "1.0", Client.params(Client.said("x")));
    assertThat(sent.statusCode()).isEqualTo(200);
    JsonNode task = Json.parse(sent.body()).path("task");
    String id = task.path("id").asString();
    assertThat(
            Json.parse(client.get("/tasks/" + id + "?historyLength=0", "1.0").body())
                .has("history"))
        .isFalse();
    HttpResponse<String> none = client.get("/tasks/nothing", "1.0");
    assertThat(none.statusCode()).isEqualTo(404);
    JsonNode error = Json.parse(none.body()).path("error");
    assertThat(error.path("status").asString()).isEqualTo("NOT_FOUND");
    JsonNode info = error.path("details").path(0);
    assertThat(info.path("reason").asString()).isEqualTo("TASK_NOT_FOUND");
    assertThat(info.path("domain").asString()).isEqualTo("a2a-protocol.org");
    assertThat(client.post("/tasks/" + id + ":cancel", "1.0", Json.object()).statusCode())
        .isEqualTo(400);
    assertThat(client.post("/tasks/" + id + ":what", "1.0", Json.object()).statusCode())
        .isEqualTo(404);
    assertThat(client.get("/tasks?pageSize=101", "1.0").statusCode()).isEqualTo(400);
    assertThat(client.post("/message:send", "2.0", Json.object()).statusCode()).isEqualTo(400);
  }

  @Test
  void in_0_3_the_http_binding_has_the_form_of_its_proto() {
    ObjectNode message = Json.object().put("message_id", "m1").put("role", "ROLE_USER");
    message.putArray("content").addObject().put("text", "proto");
    HttpResponse<String> sent = client.post("/v1/message:send", "", Client.params(message));
    assertThat(sent.statusCode()).as(sent.body()).isEqualTo(200);
    JsonNode task = Json.parse(sent.body()).path("task");
    assertThat(state(task)).isEqualTo("TASK_STATE_COMPLETED");
    assertThat(task.path("history").path(0).path("content").path(0).path("text").asString())
        .isEqualTo("proto");
    String id = task.path("id").asString();
    assertThat(Json.parse(client.get("/v1/tasks/" + id, "").body()).path("artifacts").toString())
        .contains("echo: proto");
    ObjectNode asks = Json.object().put("messageId", "m2").put("role", "ROLE_USER");
    asks.putArray("content").addObject().put("text", "ask");
    JsonNode waiting =
        Json.parse(client.post("/v1/message:send", "", Client.params(asks)).body()).path("task");
    JsonNode cancelled =
        Json.parse(
            client
                .post("/v1/tasks/" + waiting.path("id").asString() + ":cancel", "", Json.object())
                .body());
    assertThat(state(cancelled)).isEqualTo("TASK_STATE_CANCELLED");
    List<JsonNode> events =
        Client.events(client.post("/v1/message:stream", "", Client.params(message)).body());
    assertThat(events.getLast().path("statusUpdate").path("final").asBoolean()).isTrue();
  }

  @Test
  void a_body_of_another_type_is_refused_before_it_is_read() {
    HttpResponse<String> refused =
        client.post(
            "/message:send", "1.0", Client.params(Client.said("x")), "content-type", "text/plain");
    assertThat(refused.statusCode()).isEqualTo(415);
    assertThat(refused.body()).contains("CONTENT_TYPE_NOT_SUPPORTED");
  }

  @Test
  void a_part_that_no_agent_reads_is_refused() {
    ObjectNode message = Client.said("x");
    message.putArray("parts").addObject().put("raw", "dGNr").put("mediaType", "application/x-odd");
    assertThat(client.code("SendMessage", Client.params(message))).isEqualTo(-32005);
  }

  @Test
  void the_card_speaks_the_version_that_is_asked_for() {
    JsonNode card = Json.parse(client.get("/.well-known/agent-card.json", "1.0").body());
    assertThat(card.path("supportedInterfaces").size()).isEqualTo(4);
    assertThat(card.has("protocolVersion")).isFalse();
    JsonNode old = Json.parse(client.get("/.well-known/agent-card.json", "0.3").body());
    assertThat(old.path("protocolVersion").asString()).isEqualTo("0.3.0");
    assertThat(old.path("url").asString()).isEqualTo(served.url().toString());
    assertThat(old.has("supportedInterfaces")).isFalse();
    JsonNode either = Json.parse(client.get("/.well-known/agent-card.json", "").body());
    assertThat(either.has("supportedInterfaces")).isTrue();
    assertThat(either.path("url").asString()).isEqualTo(served.url().toString());
  }

  @Test
  void the_extended_card_also_says_what_the_agent_uses() {
    JsonNode card = client.result("GetExtendedAgentCard", Json.object());
    assertThat(card.path("skills").size()).isEqualTo(2);
    assertThat(card.path("skills").path(1).path("id").asString()).isEqualTo("builtin/calculator");
    JsonNode open = Json.parse(client.get("/.well-known/agent-card.json", "1.0").body());
    assertThat(open.path("skills").size()).isEqualTo(1);
  }

  @Test
  void an_agent_that_is_not_there_is_not_found() {
    try (Client lost = new Client(served.url().resolve("/a2a/nobody"))) {
      assertThat(lost.get("/.well-known/agent-card.json", "1.0").statusCode()).isEqualTo(404);
      assertThat(lost.get("/tasks", "1.0").statusCode()).isEqualTo(404);
    }
  }
}
