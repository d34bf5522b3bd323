package dev.cadre.session;

import dev.cadre.agent.Deployment;
import dev.cadre.harness.ConversationId;
import dev.cadre.harness.TurnEvent;
import dev.cadre.harness.TurnSink;
import dev.cadre.http.Exchange;
import dev.cadre.http.Person;
import dev.cadre.http.Principal;
import dev.cadre.id.IdSource;
import dev.cadre.id.SessionId;
import dev.cadre.model.Caller;
import dev.cadre.surface.Request;
import dev.cadre.surface.Surfaces;
import dev.cadre.telemetry.TraceContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Carries one request to an agent that the platform itself runs. To everyone outside it is an
 * invocation as any other: the same session, spans and figures.
 */
final class DeclaredInvocations {
  /** Clients of AG-UI name threads as they like; a session's id has at least 33 characters. */
  private static final String THREAD_PREFIX = "ag-ui-thread--------------------.";

  private static final int SHORTEST_ID = 33;

  private final Entrance entrance;
  private final Surfaces surfaces;
  private final SessionMetrics metrics;
  private final IdSource ids;

  DeclaredInvocations(Entrance entrance, Surfaces surfaces, SessionMetrics metrics, IdSource ids) {
    this.entrance = entrance;
    this.surfaces = surfaces;
    this.metrics = metrics;
    this.ids = ids;
  }

  /** InvokeAgentRuntime. */
  void runtime(Exchange exchange, Deployment deployment) throws IOException, InterruptedException {
    Request request = surfaces.runtime(exchange, deployment.protocol());
    SessionId session =
        exchange
            .header(AgentHeaders.SESSION)
            .filter(id -> !id.isEmpty())
            .map(SessionId::new)
            .or(() -> request.thread().map(DeclaredInvocations::ofThread))
            .orElseGet(ids::session);
    answer(exchange, deployment, session, request);
  }

  private static SessionId ofThread(String thread) {
    return new SessionId(thread.length() < SHORTEST_ID ? THREAD_PREFIX + thread : thread);
  }

  /** Enters the session and runs the turn in it; the exchange is answered when this returns. */
  void answer(Exchange exchange, Deployment deployment, SessionId session, Request request)
      throws IOException, InterruptedException {
    measured(
        exchange.trace(),
        deployment,
        session,
        span -> run(exchange, deployment, session, request, span));
  }

  /** A turn that the platform itself wants; as {@link AgentCalls#call} has it. */
  TurnEvent inside(Deployment deployment, AgentCall call, Caller caller, TurnSink sink)
      throws IOException, InterruptedException {
    return measured(
        caller.trace(),
        deployment,
        call.session(),
        span -> run(deployment, call, caller, sink, span));
  }

  private TurnEvent run(
      Deployment deployment, AgentCall call, Caller caller, TurnSink sink, Span span)
      throws InterruptedException {
    Context trace = caller.trace();
    try (Lease lease =
        entrance.enter(
            caller.tenant(),
            new Principal.Origin(caller.hops(), caller.payer()),
            trace,
            deployment,
            call.session(),
            caller.person(),
            span)) {
      return surfaces.inside(
          lease.session().deployment(),
          new ConversationId(deployment.id().value(), call.session().value()),
          call.input(),
          caller.within(trace.with(span)),
          call.key(),
          sink);
    }
  }

  /** Work that is an invocation to everyone outside. */
  @FunctionalInterface
  private interface Measured {
    TurnEvent run(Span span) throws IOException, InterruptedException;
  }

  private TurnEvent measured(Context trace, Deployment deployment, SessionId session, Measured work)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    Span span = entrance.invocation(trace, deployment, session);
    String outcome = "cut";
    try {
      TurnEvent last = work.run(span);
      outcome = last instanceof TurnEvent.Failed failed ? failed.code() : "ok";
      return last;
    } catch (IOException | InterruptedException | RuntimeException e) {
      outcome = e.getClass().getSimpleName();
      throw e;
    } finally {
      if (!outcome.equals("ok")) {
        span.setStatus(StatusCode.ERROR, outcome);
      }
      span.end();
      metrics.invoked(deployment, outcome, System.nanoTime() - begun);
    }
  }

  private TurnEvent run(
      Exchange exchange, Deployment deployment, SessionId session, Request request, Span span)
      throws IOException, InterruptedException {
    @Nullable String user = exchange.header(AgentHeaders.USER).orElse(null);
    String principal = exchange.principal().name();
    Principal.Origin origin = exchange.principal().origin();
    try (Lease lease =
        entrance.enter(principal, origin, exchange.trace(), deployment, session, user, span)) {
      Context trace = exchange.trace().with(span);
      exchange.responseHeader(AgentHeaders.SESSION, session.value());
      TraceContext.write(trace, exchange::responseHeader);
      String agent = deployment.id().value();
      String person = Person.of(exchange.principal(), user);
      return surfaces.answer(
          exchange,
          request,
          lease.session().deployment(),
          new ConversationId(agent, session.value()),
          new Caller(
              principal,
              agent,
              session.value(),
              person,
              origin.hops(),
              origin.payer() == null ? session.value() : origin.payer(),
              trace),
          person);
    }
  }
}
