package dev.cadre.harness;

import static dev.cadre.harness.Harness.answer;
import static dev.cadre.harness.ScriptedModel.call;
import static dev.cadre.harness.ScriptedModel.calls;
import static dev.cadre.harness.ScriptedModel.lastResults;
import static dev.cadre.harness.ScriptedModel.reply;
import static dev.cadre.harness.ScriptedModel.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.net.httpserver.HttpServer;
import dev.cadre.harness.AgentDefinition.Hook;
import dev.cadre.harness.AgentDefinition.Hook.Point;
import dev.cadre.harness.TurnEvent.Outcome;
import dev.cadre.json.Json;
import dev.cadre.model.Content;
import dev.cadre.store.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class HooksTest {
  private final List<JsonNode> asked = new CopyOnWriteArrayList<>();
  private TestDatabase database;
  private HttpServer server;
  private volatile String verdict = "{\"decision\":\"allow\"}";
  private volatile int status = 200;

  @BeforeEach
  void open() throws IOException {
    database = TestDatabase.fresh();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(Json.parse(exchange.getRequestBody().readAllBytes()));
          byte[] body = verdict.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
    database.close();
  }

  private AgentDefinition agent(Point... points) {
    AgentDefinition plain = Harness.agent(true);
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    return new AgentDefinition(
        plain.name(),
        plain.description(),
        plain.instructions(),
        plain.model(),
        plain.sampling(),
        plain.tools(),
        plain.history(),
        plain.memory(),
        plain.limits(),
        null,
        Arrays.stream(points)
            .map(point -> new Hook("guard", point, url, Duration.ofSeconds(5)))
            .toList(),
        null);
  }

  private static Outcome outcome(TurnEvent event) {
    return ((TurnEvent.Ended) event).outcome();
  }

  @Test
  void hooks_are_asked_at_their_points_and_may_allow() throws Exception {
    ScriptedModel model = ScriptedModel.of(calls(call("a", "one", "{\"n\":4}")), says("done"));
    try (Harness harness = new Harness(database, model, TestTool.answering("one", "first"))) {
      assertThat(answer(harness.say(agent(Point.values()), "go"))).isEqualTo("done");
      assertThat(asked.stream().map(json -> json.path("on").asString()))
          .containsExactly(
              "before-invocation", "before-tool-call", "after-tool-call", "after-invocation");
      assertThat(asked.get(1).path("tool").asString()).isEqualTo("one");
      assertThat(asked.get(1).path("arguments").path("n").asInt()).isEqualTo(4);
      assertThat(asked.get(2).path("result").get(0).path("text").asString()).isEqualTo("first");
      assertThat(asked.get(3).path("answer").path("text").asString()).isEqualTo("done");
      assertThat(harness.shown(TurnEvent.HookAsked.class))
          .extracting(TurnEvent.HookAsked::hook, TurnEvent.HookAsked::on, each -> each.allowed())
          .containsExactly(
              tuple("guard", Point.BEFORE_INVOCATION, true),
              tuple("guard", Point.BEFORE_TOOL_CALL, true),
              tuple("guard", Point.AFTER_TOOL_CALL, true),
              tuple("guard", Point.AFTER_INVOCATION, true));
    }
  }

  @Test
  void a_denied_invocation_never_reaches_the_model() throws Exception {
    verdict = "{\"decision\":\"deny\",\"reason\":\"not today\"}";
    ScriptedModel model = ScriptedModel.of();
    try (Harness harness = new Harness(database, model)) {
      assertThat(outcome(harness.say(agent(Point.BEFORE_INVOCATION), "go")))
          .isEqualTo(new Outcome.Stopped("", "not today"));
    }
  }

  @Test
  void a_denied_call_is_not_made_and_the_model_is_told() throws Exception {
    verdict = "{\"decision\":\"deny\",\"reason\":\"too dear\"}";
    TestTool one = TestTool.answering("one", "first");
    ScriptedModel model =
        ScriptedModel.of(
            calls(call("a", "one", "{}")),
            request ->
                reply(new Content.Text(Content.text(lastResults(request).getFirst().content()))));
    try (Harness harness = new Harness(database, model, one)) {
      assertThat(answer(harness.say(agent(Point.BEFORE_TOOL_CALL), "go")))
          .isEqualTo("Not called: too dear");
      assertThat(one.calls).isEmpty();
      assertThat(harness.shown(TurnEvent.HookAsked.class))
          .extracting(TurnEvent.HookAsked::allowed, TurnEvent.HookAsked::reason)
          .containsExactly(tuple(false, "too dear"));
    }
  }

  @Test
  void a_hook_that_fails_stops_what_is_to_come_and_not_what_has_been() throws Exception {
    status = 500;
    ScriptedModel model = ScriptedModel.of(says("done"));
    try (Harness harness = new Harness(database, model)) {
      assertThat(outcome(harness.say(agent(Point.BEFORE_INVOCATION), "go")))
          .isInstanceOfSatisfying(
              Outcome.Stopped.class,
              stopped -> assertThat(stopped.reason()).contains("'guard' answered with status 500"));
      assertThat(answer(harness.say(agent(Point.AFTER_INVOCATION), "go"))).isEqualTo("done");
    }
  }
}
