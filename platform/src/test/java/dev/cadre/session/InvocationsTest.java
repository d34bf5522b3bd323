package dev.cadre.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import dev.cadre.http.FakeExchange;
import dev.cadre.id.SessionId;
import dev.cadre.store.TestDatabase;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class InvocationsTest {
  private static final Duration PLAIN = Duration.ofMinutes(15);
  private static final Duration STREAM = Duration.ofMinutes(60);
  private static final Duration MOMENT = Duration.ofMillis(1);
  private static final String PLAIN_HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 4\r\n\r\n";
  private static final String STREAM_HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";

  private final TestDatabase database = TestDatabase.fresh();
  private final SessionsBench bench = new SessionsBench(database.database(), Samples.config());
  private final ManualTimer timer = new ManualTimer();
  private final AgentClient agents = new AgentClient(bench.clock, timer);
  private final Ended spans = new Ended();
  private final SdkTracerProvider tracing =
      SdkTracerProvider.builder().addSpanProcessor(spans).build();
  private final Invocations invocations =
      new Invocations(
          new Entrance(bench.sessions, tracing.get("test")),
          agents,
          (agent, user) -> "token of " + agent + " for " + user,
          new SessionMetrics(new PrometheusRegistry()),
          bench.clock,
          timer,
          Samples.config());
  private final FakeExchange exchange = new FakeExchange();
  private final SessionId id = Samples.id();

  @AfterEach
  void close() {
    agents.close();
    tracing.close();
    database.close();
  }

  @Test
  void an_agent_has_fifteen_minutes_to_begin_its_answer() throws Exception {
    try (WireAgent agent = sending("")) {
      FutureTask<Void> call = forward(agent);
      TestWait.until(() -> agent.heads.size() == 1);
      timer.pass(PLAIN.minus(MOMENT));
      assertThat(call.isDone()).isFalse();
      timer.pass(MOMENT);
      assertThatThrownBy(call::get)
          .hasCauseInstanceOf(Fault.AgentFailed.class)
          .hasMessageContaining("did not answer within 900 s");
    }
  }

  @Test
  void and_to_end_it() throws Exception {
    try (WireAgent agent = sending(PLAIN_HEAD + "12")) {
      FutureTask<Void> call = forward(agent);
      TestWait.until(() -> exchange.text().equals("12"));
      timer.pass(PLAIN.minus(MOMENT));
      assertThat(call.isDone()).isFalse();
      timer.pass(MOMENT);
      assertThatThrownBy(call::get).hasRootCauseInstanceOf(java.io.IOException.class);
    }
  }

  @Test
  void a_stream_has_sixty_minutes_and_its_last_event_says_so() throws Exception {
    try (WireAgent agent = sending(STREAM_HEAD + "data: 1\n\n")) {
      FutureTask<Void> call = forward(agent);
      TestWait.until(() -> exchange.text().equals("data: 1\n\n"));
      timer.pass(STREAM.minus(MOMENT));
      assertThat(call.isDone()).isFalse();
      timer.pass(MOMENT);
      assertThatThrownBy(call::get).isNotNull();
      assertThat(exchange.text())
          .startsWith("data: 1\n\nevent: error\n")
          .contains("the agent's answer took longer than one may");
    }
  }

  @Test
  void who_asks_for_a_stream_waits_sixty_minutes_for_its_head() throws Exception {
    exchange.sending("accept", "text/event-stream");
    try (WireAgent agent = sending("")) {
      FutureTask<Void> call = forward(agent);
      TestWait.until(() -> agent.heads.size() == 1);
      timer.pass(STREAM.minus(MOMENT));
      assertThat(call.isDone()).isFalse();
      timer.pass(MOMENT);
      assertThatThrownBy(call::get).hasMessageContaining("did not answer within 3600 s");
    }
  }

  @Test
  void an_answer_that_ends_in_time_leaves_nothing_timed() throws Exception {
    try (WireAgent agent = sending(PLAIN_HEAD + "1234")) {
      forward(agent).get();
      assertThat(exchange.text()).isEqualTo("1234");
      assertThat(timer.waiting()).isZero();
    }
  }

  @Test
  void the_agent_is_handed_a_token_of_its_own_and_never_the_callers() throws Exception {
    exchange.sending("workloadaccesstoken", "forged");
    try (WireAgent agent = sending(PLAIN_HEAD + "1234")) {
      forward(agent).get();
      assertThat(agent.heads.getFirst())
          .contains("WorkloadAccessToken: token of ")
          .doesNotContain("forged");
    }
  }

  @Test
  void each_stage_of_an_invocation_has_a_span_of_its_own() throws Exception {
    try (WireAgent agent = sending(PLAIN_HEAD + "1234")) {
      forward(agent).get();
    }
    SpanData whole = spans.named().get("invoke_agent echo");
    assertThat(spans.named().keySet())
        .containsExactlyInAnyOrder("invoke_agent echo", "enter_session", "copy_answer");
    assertThat(List.of(spans.named().get("enter_session"), spans.named().get("copy_answer")))
        .allSatisfy(stage -> assertThat(stage.getParentSpanId()).isEqualTo(whole.getSpanId()));
  }

  /** An agent that sends so much on each request, and then waits. */
  private static WireAgent sending(String answer) throws Exception {
    return new WireAgent(
        peer -> {
          while (peer.head() != null) {
            peer.in.readNBytes(2);
            peer.send(answer);
          }
        });
  }

  /** An invocation under way, in a session that is live already. */
  private FutureTask<Void> forward(WireAgent agent) throws Exception {
    bench.enter(id).close();
    bench.workers.started.getFirst().origin = agent.target().origin();
    var call =
        new Invocations.Call(
            Samples.deployment(),
            id,
            null,
            "POST",
            "/invocations",
            new ByteArrayInputStream(new byte[] {'{', '}'}),
            2);
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              invocations.forward(exchange, call);
              return null;
            });
    Thread.ofVirtual().start(task);
    return task;
  }

  /** Keeps what has ended. */
  private static final class Ended implements SpanProcessor {
    private final List<SpanData> spans = new CopyOnWriteArrayList<>();

    Map<String, SpanData> named() {
      return spans.stream().collect(Collectors.toMap(SpanData::getName, span -> span));
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
      return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      spans.add(span.toSpanData());
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }
}
