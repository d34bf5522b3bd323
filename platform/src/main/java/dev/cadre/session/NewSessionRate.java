package dev.cadre.session;

import dev.cadre.fault.Fault;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A token bucket over new sessions: as many at once as fit in one second, then at that rate.
 * Thread-safe.
 */
final class NewSessionRate {
  private final InstantSource clock;
  private final int perSecond;
  private double tokens;
  private Instant filled;

  NewSessionRate(InstantSource clock, int perSecond) {
    this.clock = clock;
    this.perSecond = perSecond;
    this.tokens = perSecond;
    this.filled = clock.instant();
  }

  /** Takes one token; {@link Fault.Throttled} when there is none. */
  synchronized void take() {
    Instant now = clock.instant();
    double grown = Duration.between(filled, now).toNanos() / 1e9 * perSecond;
    tokens = Math.min(perSecond, tokens + Math.max(0, grown));
    filled = now;
    if (tokens < 1) {
      throw new Fault.Throttled(
          "New session creation rate exceeded: more than " + perSecond + " new sessions per second",
          Duration.ofSeconds(1));
    }
    tokens--;
  }
}
