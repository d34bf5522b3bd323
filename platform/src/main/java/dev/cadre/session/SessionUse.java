package dev.cadre.session;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * What a session works on and when it last did: what keeps it from idling out. Not thread-safe; its
 * session guards it.
 */
final class SessionUse {
  private final InstantSource clock;
  private int inFlight;
  private boolean agentBusy;
  private long requests;
  private Instant last;

  SessionUse(InstantSource clock, long requests) {
    this.clock = clock;
    this.requests = requests;
    this.last = clock.instant();
  }

  /** A session that is taken up again goes on counting. */
  void resume(long earlier) {
    requests = earlier;
  }

  void began() {
    inFlight++;
    requests++;
    last = clock.instant();
  }

  void ended() {
    inFlight--;
    last = clock.instant();
  }

  /**
   * What the agent says of itself: work of its own is a use, and so is its end.
   *
   * @return whether it is or was busy
   */
  boolean pinged(boolean busy) {
    boolean used = busy || agentBusy;
    agentBusy = busy;
    if (used) {
      last = clock.instant();
    }
    return used;
  }

  /** Invocations that run. */
  int inFlight() {
    return inFlight;
  }

  /** Whether an invocation runs, or the agent works by itself. */
  boolean working() {
    return inFlight > 0 || agentBusy;
  }

  boolean idleFor(Duration timeout, Instant now) {
    return !working() && !now.isBefore(last.plus(timeout));
  }

  long requests() {
    return requests;
  }

  Instant last() {
    return last;
  }
}
