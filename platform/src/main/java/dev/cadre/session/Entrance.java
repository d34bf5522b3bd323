package dev.cadre.session;

import dev.cadre.agent.Deployment;
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
   * @param trace of the caller
   */
  Lease enter(
      String principal,
      Context trace,
      Deployment deployment,
      SessionId session,
      @Nullable String user,
      Span parent)
      throws InterruptedException {
    Span span =
        tracer
            .spanBuilder("enter_session")
            .setParent(trace.with(parent))
            .setAttribute(SpanKeys.SESSION, session.value())
            .startSpan();
    try {
      String traceId = parent.getSpanContext().getTraceId();
      return sessions.enter(deployment, session, new Sessions.Caller(principal, user, traceId));
    } finally {
      span.end();
    }
  }
}
