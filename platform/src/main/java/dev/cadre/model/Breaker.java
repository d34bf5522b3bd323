package dev.cadre.model;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Leaves a provider alone for a while after it failed several times in a row, so that callers hear
 * of it at once and it is not kept down. Thread-safe.
 */
final class Breaker {
  private final InstantSource clock;
  private final int limit;
  private final Duration pause;
  private BreakerState state = BreakerState.CLOSED;
  private int failures;
  private Instant until = Instant.EPOCH;

  /**
   * @param limit of failures in a row
   */
  Breaker(InstantSource clock, int limit, Duration pause) {
    this.clock = clock;
    this.limit = limit;
    this.pause = pause;
  }

  /** True when a call may be made; who makes it reports how it ended. */
  synchronized boolean enter() {
    return switch (state) {
      case CLOSED -> true;
      case OPEN -> !clock.instant().isBefore(until) && happened(BreakerState.Event.PAUSE_OVER);
      case PROBING -> false;
    };
  }

  synchronized void answered() {
    failures = 0;
    happened(BreakerState.Event.ANSWERED);
  }

  synchronized void failed() {
    failures++;
    if (failures >= limit || state == BreakerState.PROBING) {
      until = clock.instant().plus(pause);
      happened(
          state == BreakerState.PROBING ? BreakerState.Event.FAILED : BreakerState.Event.TRIPPED);
    }
  }

  /** The call ended in a way that says nothing about its provider. */
  synchronized void undecided() {
    // The pause stays over: the next call probes again.
    happened(BreakerState.Event.UNDECIDED);
  }

  synchronized BreakerState state() {
    return state;
  }

  /** How long it is left alone yet. */
  synchronized Duration left() {
    Duration left = Duration.between(clock.instant(), until);
    return state == BreakerState.CLOSED || left.isNegative() ? Duration.ZERO : left;
  }

  private boolean happened(BreakerState.Event event) {
    BreakerState next = state.next(event);
    if (next == null) {
      return false;
    }
    state = next;
    return true;
  }
}
