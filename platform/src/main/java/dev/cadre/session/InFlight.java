package dev.cadre.session;

import dev.cadre.agent.Deployment;
import dev.cadre.fault.Fault;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.io.InterruptedIOException;
import org.jspecify.annotations.Nullable;

/**
 * An agent's answer under way. Closing it ends the invocation, and cancels what the agent still
 * sends.
 */
final class InFlight implements AutoCloseable {
  private final Deployment deployment;
  private final Context trace;
  private final Span span;
  private final SessionMetrics metrics;
  private final long begun = System.nanoTime();
  private @Nullable Lease lease;
  private @Nullable AgentAnswer answer;
  private String outcome = "cut";

  InFlight(Deployment deployment, Context parent, Span span, SessionMetrics metrics) {
    this.deployment = deployment;
    this.trace = parent.with(span);
    this.span = span;
    this.metrics = metrics;
  }

  /** The session is entered, until this closes. */
  void entered(Lease entered) {
    lease = entered;
  }

  /** The answer's head is here. */
  void answers(AgentAnswer begun) {
    answer = begun;
  }

  AgentAnswer answer() {
    if (answer == null) {
      throw new IllegalStateException("no answer yet");
    }
    return answer;
  }

  Context trace() {
    return trace;
  }

  /** The agent broke off: what to tell its caller. */
  Fault broken(IOException cause) throws IOException {
    if (lease == null) {
      throw new IllegalStateException("no session entered yet");
    }
    if (answer().expired()) {
      return Failures.tooLong(lease.worker());
    }
    try {
      return Failures.broken(lease.session(), lease.worker(), cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the platform is stopping");
    }
  }

  /** What a stream of events ends with. */
  byte[] lastWord(IOException cause) throws IOException {
    return Failures.event(broken(cause));
  }

  /** Whoever reads the answer finds it broken off. */
  void cut() {
    answer().close();
  }

  /** The whole answer reached the caller. */
  void succeeded() {
    outcome = "ok";
  }

  void failed(Exception e) {
    outcome = e.getClass().getSimpleName();
    span.setStatus(StatusCode.ERROR, outcome);
  }

  @Override
  public void close() throws IOException {
    try {
      if (answer != null) {
        answer.close();
      }
    } finally {
      if (lease != null) {
        lease.close();
      }
      span.end();
      metrics.invoked(deployment, outcome, System.nanoTime() - begun);
    }
  }
}
