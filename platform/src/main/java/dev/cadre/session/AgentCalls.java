package dev.cadre.session;

import dev.cadre.fault.Fault;
import dev.cadre.harness.TurnEvent;
import dev.cadre.harness.TurnSink;

/**
 * Calls of agents from inside the platform: what InvokeAgentRuntime does for callers outside, with
 * the same sessions, spans, figures and limits, without the way over HTTP. Thread-safe.
 */
public interface AgentCalls {

  /**
   * Runs one invocation on the calling thread, until it ends or waits for its caller. Interrupting
   * the thread cancels it.
   *
   * @param sink shown what happens as it happens; an agent in a process of its own shows its text,
   *     and neither its tools nor its reasoning
   * @return the last event: {@link TurnEvent.Ended} or {@link TurnEvent.Failed}
   * @throws Fault.NotFound when there is no such agent, naming the nearest
   * @throws Fault when the call is refused before anything was shown: limits, a session that is
   *     busy, too many hops
   */
  TurnEvent call(AgentCall call, TurnSink sink) throws InterruptedException;

  /** Ends what runs in that session, if anything does; false for nothing. */
  boolean cancel(AgentCall call);
}
