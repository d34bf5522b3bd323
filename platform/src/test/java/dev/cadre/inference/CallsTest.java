package dev.cadre.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.http.FakeExchange;
import dev.cadre.http.Principal;
import dev.cadre.id.AgentRuntimeId;
import dev.cadre.id.SessionId;
import dev.cadre.model.Caller;
import dev.cadre.model.Message;
import dev.cadre.model.ModelRequest;
import dev.cadre.model.Reply;
import dev.cadre.model.ReplyEvent;
import dev.cadre.telemetry.TraceContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whom a call is charged to, and which trace it belongs to. */
final class CallsTest {
  private static final AgentRuntimeId AGENT = new AgentRuntimeId("echo-AbCdEf1234");
  private static final SessionId SESSION = new SessionId("s".repeat(40));
  private static final String INVOCATION = "0123456789abcdef0123456789abcdef";

  private final ScriptedModels models = new ScriptedModels();

  private Caller caller(FakeExchange exchange) throws InterruptedException {
    models.says("hi");
    new Calls(models).reply(exchange, request());
    return models.callers.getLast();
  }

  private static ModelRequest request() {
    return new ModelRequest("default", "", List.of(new Message.User("hi")), List.of());
  }

  private static Principal worker(SessionId session, Context trace) {
    return new Principal(
        "ada", Principal.Kind.SESSION, Set.of(), new Principal.Session(AGENT, session, trace));
  }

  private static String traceId(Caller caller) {
    return Span.fromContext(caller.trace()).getSpanContext().getTraceId();
  }

  @Test
  void a_workers_call_is_its_sessions_and_part_of_the_invocation_it_answers()
      throws InterruptedException {
    Caller caller = caller(new FakeExchange().by(worker(SESSION, TraceContext.of(INVOCATION))));
    assertThat(caller.tenant()).isEqualTo("ada");
    assertThat(caller.agent()).isEqualTo(AGENT.value());
    assertThat(caller.session()).isEqualTo(SESSION.value());
    assertThat(traceId(caller)).isEqualTo(INVOCATION);
  }

  @Test
  void the_trace_that_an_agent_names_itself_goes_first() throws InterruptedException {
    FakeExchange exchange =
        new FakeExchange()
            .by(worker(SESSION, TraceContext.of(INVOCATION)))
            .sending("traceparent", "00-" + "a".repeat(32) + "-" + "b".repeat(16) + "-01");
    assertThat(caller(exchange).trace()).isSameAs(exchange.trace());
  }

  @Test
  void a_worker_that_has_no_session_yet_is_its_agents() throws InterruptedException {
    Caller caller = caller(new FakeExchange().by(worker(null, Context.root())));
    assertThat(caller.agent()).isEqualTo(AGENT.value());
    assertThat(caller.session()).isNull();
  }

  @Test
  void anyone_else_calls_for_themselves() throws InterruptedException {
    Caller caller = caller(new FakeExchange());
    assertThat(caller).isEqualTo(new Caller("anonymous", null, null, Context.root()));
  }

  @Test
  void a_client_that_goes_away_ends_the_call() {
    models.says("hello");
    IOException gone = new IOException("broken pipe");
    Calls.Writer writer =
        new Calls.Writer() {
          @Override
          public void accept(ReplyEvent event) {
            throw new UncheckedIOException(gone);
          }

          @Override
          public void end(Reply reply) {
            throw new AssertionError("there is nobody to tell");
          }

          @Override
          public void fail(Failure failure) {
            throw new AssertionError("there is nobody to tell");
          }
        };
    assertThatThrownBy(() -> new Calls(models).stream(new FakeExchange(), request(), writer))
        .isSameAs(gone);
  }
}
