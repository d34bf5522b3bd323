package dev.cadre.session;

import dev.cadre.fault.Fault;
import org.jspecify.annotations.Nullable;

/** How a session comes to its end. Guarded by its session. */
final class SessionEnding {
  private @Nullable Fault failure;
  private @Nullable EndReason asked;
  private Workers.@Nullable Ending how;
  private boolean recorded;

  /** There was no worker, and nothing to record. */
  void neverBegan(Fault why) {
    failure = why;
    recorded = true;
  }

  /** Throws why there was no worker, where there was none. */
  void requireBegun() {
    Fault why = failure;
    if (why != null) {
      throw why;
    }
  }

  /** Somebody wants it ended. */
  void ask(EndReason reason) {
    asked = reason;
  }

  /**
   * The worker is gone.
   *
   * @return why: what was asked for, where something was
   */
  Workers.Ending came(Workers.Ending seen) {
    EndReason reason = asked;
    Workers.Ending end =
        reason == null ? seen : new Workers.Ending(reason, seen.detail(), seen.exitCode());
    how = end;
    return end;
  }

  /** Null while the worker is there. */
  Workers.@Nullable Ending how() {
    return how;
  }

  void record() {
    recorded = true;
  }

  /** An end is shown when it is recorded. */
  SessionState shown(SessionState state) {
    return state == SessionState.ENDED && !recorded ? SessionState.STOPPING : state;
  }

  /** Whether its end is in the database. */
  boolean recorded() {
    return recorded;
  }
}
