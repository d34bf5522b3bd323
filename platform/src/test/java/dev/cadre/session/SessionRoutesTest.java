package dev.cadre.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.agent.AgentConfig;
import dev.cadre.agent.Deployments;
import dev.cadre.fault.Fault;
import dev.cadre.http.Handler;
import dev.cadre.http.Operation;
import dev.cadre.http.Routes;
import dev.cadre.id.SessionId;
import dev.cadre.store.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class SessionRoutesTest {
  private final TestDatabase database = TestDatabase.fresh();
  private final SessionsBench bench = new SessionsBench(database.database(), Samples.config());
  private final Map<String, Handler> bound = new HashMap<>();

  SessionRoutesTest() {
    new SessionRoutes(
            bench.sessions,
            bench.store,
            new Deployments(database.database(), AgentConfig.of(Path.of("/"), "", Path.of("/"))),
            bench.clock)
        .bind(new Bound());
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void pages_hold_every_session_once_newest_first() throws Exception {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      SessionId id = Samples.id();
      bench.enter(id).close();
      made.addFirst(id.value());
      bench.clock.forward(Duration.ofSeconds(1));
    }
    List<String> listed = new ArrayList<>();
    JsonNode page = list(new FakeExchange().query("maxResults", "2"));
    listed.addAll(ids(page));
    while (page.has("nextToken")) {
      String token = page.path("nextToken").asString();
      page = list(new FakeExchange().query("maxResults", "2").query("nextToken", token));
      assertThat(ids(page)).hasSizeLessThanOrEqualTo(2);
      listed.addAll(ids(page));
    }
    assertThat(listed).isEqualTo(made);
  }

  @Test
  void live_ones_are_told_from_those_that_ended() throws Exception {
    SessionId ended = Samples.id();
    SessionId live = Samples.id();
    bench.enter(ended).close();
    bench.enter(live).close();
    call("DELETE /cadre/v1/sessions/{agent}/{session}", named(ended));
    assertThat(ids(list(new FakeExchange().query("state", "LIVE")))).containsExactly(live.value());
    assertThat(ids(list(new FakeExchange().query("state", "ENDED"))))
        .containsExactly(ended.value());
  }

  @Test
  void one_is_shown_as_it_is_this_moment() throws Exception {
    SessionId id = Samples.id();
    try (Lease _ = bench.enter(id)) {
      bench.clock.forward(Duration.ofSeconds(90));
      JsonNode shown = call("GET /cadre/v1/sessions/{agent}/{session}", named(id));
      assertThat(shown.path("state").asString()).isEqualTo("BUSY");
      assertThat(shown.path("ageSeconds").asInt()).isEqualTo(90);
      assertThat(shown.path("user").asString()).isEqualTo("ada");
      assertThat(shown.path("workerPid").asInt()).isEqualTo(4711);
    }
    bench.workers.started.getFirst().die(3);
    JsonNode ended = call("GET /cadre/v1/sessions/{agent}/{session}", named(id));
    assertThat(ended.path("endReason").asString()).isEqualTo("CRASHED");
    assertThat(ended.path("exitCode").asInt()).isEqualTo(3);
  }

  @Test
  void all_are_stopped_at_once() throws Exception {
    bench.enter(Samples.id()).close();
    bench.enter(Samples.id()).close();
    assertThat(call("DELETE /cadre/v1/sessions", new FakeExchange()).path("stopped").asInt())
        .isEqualTo(2);
    assertThat(bench.workers.started).noneMatch(FakeWorker::alive);
  }

  @Test
  void an_unknown_session_is_not_found() {
    assertThatThrownBy(() -> call("GET /cadre/v1/sessions/{agent}/{session}", named(Samples.id())))
        .isInstanceOf(Fault.NotFound.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "",
        "no token",
        "2026-01-01T00:00:00Z",
        "2026-01-01T00:00:00Z nothing",
        "+1000000000-12-31T23:59:59Z 00000000-0000-0000-0000-000000000000"
      })
  void a_token_that_was_not_given_is_refused(String forged) {
    String token =
        forged.equals("*")
            ? forged
            : Base64.getUrlEncoder().encodeToString(forged.getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> list(new FakeExchange().query("nextToken", token)))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("nextToken");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1001", "many", "-1", ""})
  void a_page_size_out_of_range_is_refused(String size) {
    assertThatThrownBy(() -> list(new FakeExchange().query("maxResults", size)))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("maxResults");
  }

  @Test
  void an_unknown_state_is_refused() {
    assertThatThrownBy(() -> list(new FakeExchange().query("state", "ASLEEP")))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("ASLEEP");
  }

  private JsonNode list(FakeExchange exchange) throws Exception {
    return call("GET /cadre/v1/sessions", exchange);
  }

  private JsonNode call(String route, FakeExchange exchange) throws Exception {
    bound.get(route).handle(exchange);
    return exchange.answer();
  }

  private static FakeExchange named(SessionId id) {
    return new FakeExchange().path("agent", Samples.AGENT.value()).path("session", id.value());
  }

  private static List<String> ids(JsonNode page) {
    return page.path("sessions")
        .valueStream()
        .map(session -> session.path("sessionId").asString())
        .toList();
  }

  private final class Bound implements Routes {
    @Override
    public Routes add(String method, String pattern, Handler handler) {
      bound.put(method + " " + pattern, handler);
      return this;
    }

    @Override
    public Routes requiring(String scope) {
      return this;
    }

    @Override
    public Routes aws(String service, String operation, Operation handler) {
      throw new AssertionError("these routes go beyond AWS");
    }
  }
}
