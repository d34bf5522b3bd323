package dev.cadre.session;

import dev.cadre.agent.Deployment;
import dev.cadre.fault.Fault;
import dev.cadre.http.Principal;
import dev.cadre.id.SessionId;
import dev.cadre.telemetry.SpanKeys;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * The way of an invocation into its session, and the spans that stand for it, wherever agents run.
 */
final class Entrance {
  /** Agents between whoever called first and the one that is called. */
  private static final int MAX_HOPS = 5;

  private final Sessions sessions;
  private final Tracer tracer;

  Entrance(Sessions sessions, Tracer tracer) {
    this.sessions = sessions;
    this.tracer = tracer;
  }

  /** The span of one invocation; the caller ends it. */
  Span invocation(Context trace, Deployment deployment, SessionId session) {
    return tracer
        .spanBuilder("invoke_agent " + deployment.name())
        .setSpanKind(SpanKind.CLIENT)
        .setParent(trace)
        .setAttribute("gen_ai.operation.name", "invoke_agent")
        .setAttribute(SpanKeys.AGENT, deployment.id().value())
        .setAttribute("gen_ai.agent.name", deployment.name())
        .setAttribute("cadre.agent.version", deployment.version())
        .setAttribute(SpanKeys.SESSION, session.value())
        .startSpan();
  }

  /** The span of a part of an invocation; the caller ends it. */
  Span stage(String name, Context parent) {
    return tracer.spanBuilder(name).setParent(parent).startSpan();
  }

  /**
   * As {@link Sessions#enter}, in a span below {@code parent}.
   *
   * @param principal the caller's name
   * @param origin where the work comes from
   * @param trace of the caller
   * @throws Fault.Denied when too many agents stand between
   */
  Lease enter(
      String principal,
      Principal.Origin origin,
      Context trace,
      Deployment deployment,
      SessionId session,
      @Nullable String user,
      Span parent)
      throws InterruptedException {
    requireFew(origin.hops(), deployment.name());
    Span span =
        tracer
            .spanBuilder("enter_session")
            .setParent(trace.with(parent))
            .setAttribute(SpanKeys.SESSION, session.value())
            .startSpan();
    try {
      String traceId = parent.getSpanContext().getTraceId();
      return sessions.enter(
          deployment, session, new Sessions.Caller(principal, user, traceId, origin));
    } finally {
      span.end();
    }
  }

  /** Agents that call each other in a circle come to an end. */
  static void requireFew(int hops, String callee) {
    if (hops > MAX_HOPS) {
      throw new Fault.Denied(
          "the agent '"
              + callee
              + "' was not called: "
              + MAX_HOPS
              + " agents stand between it and whoever asked first, as many as may. Answer with what"
              + " is known");
    }
  }
}
