package dev.cadre.harness;

import dev.cadre.fault.Fault;

/** Runs the turns of declared agents. Thread-safe; a conversation has one turn at a time. */
public interface Turns {

  /**
   * Runs a turn on the calling thread until it ends or waits for its caller. Interrupting the
   * thread cancels it. A request whose key a turn of the conversation has meets that turn: its
   * result, when it has one, and else its end; one that failed or was cancelled is run once more.
   *
   * @return the turn's last event: {@link TurnEvent.Ended} or {@link TurnEvent.Failed}
   * @throws Fault.Conflict when a turn of this conversation runs already, or when {@code input}
   *     answers what nobody asked; nothing was shown then
   */
  TurnEvent run(TurnRequest request, TurnSink sink) throws InterruptedException;

  /**
   * Ends the conversation's running turn with {@link TurnEvent.Outcome.Cancelled}; false for none.
   */
  boolean cancel(ConversationId conversation);

  /**
   * Takes up the turns that a crash cut, each from its last recorded step; once, after the start.
   */
  void recover();
}
