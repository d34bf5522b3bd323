package dev.cadre.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Leaves a provider, or an agent, alone for a while after it failed several times in a row, so that
 * callers hear of it at once and it is not kept down. Thread-safe.
 */
public final class Breaker {
  private final InstantSource clock;
  private final int limit;
  private final int probes;
  private final Duration pause;
  private BreakerState state = BreakerState.CLOSED;
  private int failures;
  private int recovered;
  private Instant until = Instant.EPOCH;

  /** One answer after the pause, and all is well. */
  public Breaker(InstantSource clock, int limit, Duration pause) {
    this(clock, limit, pause, 1);
  }

  /**
   * @param limit of failures in a row
   * @param probes answers in a row after the pause until calls go through as before, from 1
   */
  public Breaker(InstantSource clock, int limit, Duration pause, int probes) {
    this.clock = clock;
    this.limit = limit;
    this.probes = probes;
    this.pause = pause;
  }

  /** True when a call may be made; who makes it reports how it ended. */
  public synchronized boolean enter() {
    return switch (state) {
      case CLOSED -> true;
      case OPEN -> !clock.instant().isBefore(until) && happened(BreakerState.Event.PAUSE_OVER);
      case PROBING -> false;
    };
  }

  public synchronized void answered() {
    failures = 0;
    if (state == BreakerState.PROBING && ++recovered < probes) {
      // The pause stays over: the next call probes again.
      happened(BreakerState.Event.UNDECIDED);
    } else {
      recovered = 0;
      happened(BreakerState.Event.ANSWERED);
    }
  }

  public synchronized void failed() {
    failures++;
    recovered = 0;
    if (failures >= limit || state == BreakerState.PROBING) {
      until = clock.instant().plus(pause);
      happened(
          state == BreakerState.PROBING ? BreakerState.Event.FAILED : BreakerState.Event.TRIPPED);
    }
  }

  /** The call ended in a way that says nothing about its provider. */
  public synchronized void undecided() {
    // The pause stays over: the next call probes again.
    happened(BreakerState.Event.UNDECIDED);
  }

  public synchronized BreakerState state() {
    return state;
  }

  /** How long it is left alone yet. */
  public synchronized Duration left() {
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
