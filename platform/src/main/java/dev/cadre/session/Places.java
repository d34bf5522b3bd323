package dev.cadre.session;

import dev.cadre.fault.Fault;
import dev.cadre.id.SessionId;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * The places for invocations that run at the same time in one session, and the queue for them. Not
 * thread-safe; its session guards it, and is let go of while one waits.
 */
final class Places {
  private final SessionId session;
  private final int places;
  private final int maxWaiting;
  private int waiting;

  Places(SessionId session, SessionConfig config) {
    this.session = session;
    this.places = config.maxConcurrentPerSession();
    this.maxWaiting = config.maxWaitingPerSession();
  }

  /** Waits on the session's monitor; false when it was not met after {@code patience}. */
  @FunctionalInterface
  interface Waiting {
    boolean until(BooleanSupplier met, Duration patience) throws InterruptedException;
  }

  /** Whether one more may run beside those that do. */
  boolean free(int running) {
    return running < places;
  }

  /**
   * Waits for {@code met}: a place, or that there is none to wait for any more.
   *
   * @throws Fault.Throttled when too many wait already, or none ended within {@code patience}
   */
  void await(BooleanSupplier met, Waiting session, Duration patience) throws InterruptedException {
    if (met.getAsBoolean()) {
      return;
    }
    if (waiting >= maxWaiting) {
      throw crowded();
    }
    waiting++;
    try {
      if (!session.until(met, patience)) {
        throw crowded();
      }
    } finally {
      waiting--;
    }
  }

  private Fault crowded() {
    return new Fault.Throttled(
        "session "
            + session
            + " already runs "
            + places
            + " invocations and more wait; retry when one has ended, or use another session",
        Duration.ofSeconds(1));
  }
}
