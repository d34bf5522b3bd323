package dev.cadre.a2a;

import dev.cadre.fault.Fault;
import dev.cadre.harness.TurnInput;
import dev.cadre.id.SessionId;
import dev.cadre.model.Caller;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What does the work of tasks. Thread-safe. */
interface TaskAgent {

  /**
   * One message to be answered.
   *
   * @param agent the agent's id
   * @param message as the client sent it, in 1.0's form
   * @param key the same when the work is taken up after a crash
   */
  record Work(
      String agent,
      SessionId session,
      TurnInput input,
      Caller caller,
      ObjectNode message,
      String key) {}

  /** Tells what becomes of a task; each is in the database when its method returns. */
  interface Updates {

    /** An artifact, or more of one: its pieces have the same id, and are appended. */
    void artifact(ObjectNode artifact, boolean append, boolean last);

    /**
     * The task is over, or waits for its client.
     *
     * @param says a {@code Message}'s parts, in 1.0's form; null for nothing
     */
    void rest(TaskState state, @Nullable ObjectNode says);
  }

  /**
   * What the agent answers at once and without a task: a {@code Message}'s parts, in 1.0's form.
   * Nothing of it is kept. Null where the message becomes a task, as every message does that takes
   * time or has effects.
   *
   * @throws Fault when the message is refused
   */
  @Nullable ObjectNode message(Work work);

  /**
   * Works on the calling thread until the task rests; interrupting it cancels the work.
   *
   * @throws Fault when the work is refused
   */
  void work(Work work, Updates updates) throws InterruptedException;

  /**
   * True when work that a crash or a restart cut is met again by its key; it would be done twice
   * otherwise.
   */
  boolean resumes(String agent);

  /** Ends what goes on in the work's session, if anything does. */
  void cancel(Work work);
}
