package dev.cadre.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.json.Json;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Agents that call agents, on a whole platform with a model whose every word is known. */
class AgentToolsTest {
  private static final String SESSION = "X-Amzn-Bedrock-AgentCore-Runtime-Session-Id";
  private static final String USER = "X-Amzn-Bedrock-AgentCore-Runtime-User-Id";
  private static StandInModel model;
  private static Platform platform;

  private final String session = Platform.session();

  @BeforeAll
  static void up(@TempDir Path folder) {
    model = new StandInModel();
    platform = new Platform("--config", model.config(folder.resolve("cadre.yaml")).toString());
    platform.agent("talker", "examples/a2a-python/main.py", "A2A");
    platform.agent("echoing", "examples/python-echo/main.py", "HTTP");
    platform.declare(
        """
        name: clerk
        description: Adds and multiplies.
        instructions: Compute.
        tools: [calculator]
        """);
    platform.declare(
        """
        name: boss
        instructions: Ask others.
        tools:
          - agent: clerk
          - agent: boss
          - agent: clark
          - agent: talker
          - agent: {name: echoing, description: Says things back}
        """);
  }

  @AfterAll
  static void down() {
    platform.close();
    model.close();
  }

  @AfterEach
  void unhindered() {
    model.midway = _ -> {};
  }

  private HttpResponse<String> prompt(String text, String... headers) {
    List<String> all = new ArrayList<>(List.of(headers));
    all.addAll(List.of(SESSION, session));
    return platform.send(
        "POST",
        "/runtimes/boss/invocations",
        Json.object().put("prompt", text),
        all.toArray(String[]::new));
  }

  private String ask(String text) {
    HttpResponse<String> answer = prompt(text);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.parse(answer.body()).path("answer").asString();
  }

  private List<JsonNode> watch(String text) {
    return prompt(text, "Accept", "text/event-stream")
        .body()
        .lines()
        .filter(line -> line.startsWith("data: "))
        .map(line -> Json.parse(line.substring(6)))
        .toList();
  }

  /** What tells the model to have {@code agent} do {@code task}. */
  private static String call(String agent, String task) {
    return "call: " + agent + " " + Json.text(Json.object().put("task", task));
  }

  @Test
  void an_agent_is_asked_and_its_answer_reaches_the_one_that_asked() {
    assertThat(ask(call("clerk", "call: calculator {\"expression\": \"6 * 7\"}")))
        .startsWith("Done: Done: ")
        .contains("42");
  }

  @Test
  void it_is_described_to_the_model_as_it_describes_itself() {
    ask("Hello");
    JsonNode tools = model.requests.getLast().path("tools");
    assertThat(tools.valueStream().map(t -> t.at("/function/description").asString()))
        .contains("Adds and multiplies.", "Says things back");
  }

  @Test
  void what_it_does_is_shown_while_it_does_it_and_is_in_no_journal_but_its_own() {
    List<JsonNode> events = watch(call("clerk", "call: calculator {\"expression\": \"6 * 7\"}"));
    List<JsonNode> within =
        events.stream().filter(e -> e.path("type").asString().equals("within")).toList();
    assertThat(within.stream().map(e -> e.at("/event/type").asString()))
        .startsWith("started", "reply_started")
        .contains("tool_started", "tool_ended", "text")
        .endsWith("ended");
    JsonNode last = within.getLast();
    assertThat(last.path("agent").asString()).isEqualTo("clerk");
    assertThat(last.at("/event/answer").asString()).contains("42");
    int ended = events.indexOf(last);
    assertThat(events.subList(ended, events.size()).stream().map(e -> e.path("type").asString()))
        .contains("tool_ended", "ended");
    String inner = last.path("session").asString();
    assertThat(platform.json("/cadre/v1/sessions/clerk/" + inner).path("requests").asInt())
        .isEqualTo(1);
  }

  @Test
  void one_session_of_the_caller_is_one_of_the_callee() {
    List<JsonNode> first = watch(call("clerk", "The first thing"));
    List<JsonNode> second = watch(call("clerk", "The second thing"));
    assertThat(inner(second)).isEqualTo(inner(first));
    assertThat(
            model.requests.stream()
                .map(request -> request.path("messages").toString())
                .filter(said -> said.contains("The second thing") && !said.contains("call: clerk")))
        .anyMatch(said -> said.contains("The first thing"));
  }

  private static String inner(List<JsonNode> events) {
    return events.stream()
        .filter(e -> e.path("type").asString().equals("within"))
        .map(e -> e.path("session").asString())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void asked_twice_at_once_it_answers_one_after_the_other() {
    String both = call("clerk", "One") + "; " + call("clerk", "Two").substring("call: ".length());
    HttpResponse<String> answer = prompt(both);
    JsonNode calls = Json.parse(answer.body()).path("toolCalls");
    assertThat(calls.size()).isEqualTo(2);
    assertThat(calls.valueStream().map(c -> c.path("error").asBoolean())).containsOnly(false);
  }

  @Test
  void agents_that_call_each_other_in_a_circle_come_to_an_end() {
    String task = "You are the last";
    for (int i = 0; i < 8; i++) {
      task = call("boss", task);
    }
    assertThat(ask(task)).contains("5 agents stand between");
  }

  @Test
  void an_agent_that_is_not_there_is_said_to_be_missing_and_what_was_meant() {
    assertThat(ask(call("clark", "Compute")))
        .contains("there is no agent named 'clark'", "did you mean 'clerk'?");
  }

  @Test
  void an_agent_in_a_process_answers_too() {
    assertThat(ask(call("echoing", "hello"))).isEqualTo("Done: echo: hello");
  }

  @Test
  void and_one_that_speaks_a2a() {
    assertThat(ask(call("talker", "hello"))).isEqualTo("Done: echo: hello");
  }

  @Test
  void whoever_leaves_ends_what_was_begun_inside() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch open = new CountDownLatch(1);
    model.midway =
        request -> {
          if (StandInModel.text(request.path("messages").path(1).path("content")).equals("Wait")) {
            inside.countDown();
            try {
              open.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        };
    Thread caller = Thread.ofVirtual().start(() -> prompt(call("clerk", "Wait")));
    assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
    String id =
        platform
            .json("/cadre/v1/sessions?agent=clerk")
            .path("sessions")
            .valueStream()
            .filter(s -> s.path("state").asString().equals("BUSY"))
            .map(s -> s.path("sessionId").asString())
            .findFirst()
            .orElseThrow();
    HttpResponse<String> stopped =
        platform.send("POST", "/runtimes/boss/stopruntimesession", Json.object(), SESSION, session);
    assertThat(stopped.statusCode()).as(stopped.body()).isEqualTo(200);
    Platform.await(
        () ->
            !platform
                .json("/cadre/v1/sessions/clerk/" + id)
                .path("state")
                .asString()
                .equals("BUSY"));
    open.countDown();
    caller.join();
  }

  @Test
  void an_operator_sees_who_is_called_and_how_that_goes() {
    ask(call("clerk", "Hello"));
    assertThat(
            platform
                .json("/cadre/v1/callees")
                .path("callees")
                .valueStream()
                .filter(callee -> callee.path("name").asString().equals("clerk"))
                .map(callee -> callee.path("state").asString()))
        .containsExactly("closed");
    assertThat(platform.get("/metrics").body())
        .contains("cadre_callee_calls_total{callee=\"clerk\",outcome=\"ok\"}");
  }

  @Test
  void the_person_goes_on_to_the_agent_that_is_called() {
    prompt(call("clerk", "For whom?"), USER, "anna");
    JsonNode listed =
        platform
            .json("/cadre/v1/sessions?agent=clerk")
            .path("sessions")
            .valueStream()
            .filter(s -> s.path("user").asString("").equals("anna"))
            .findFirst()
            .orElseThrow();
    assertThat(listed.path("sessionId").asString()).startsWith("called-");
  }
}
