package dev.cadre.tool;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Passes on what is more than was said before, at most five times a second, and nothing once the
 * call is over. A call that ends at once says nothing. Thread-safe.
 */
final class PacedProgress implements Progress {
  private static final Duration APART = Duration.ofMillis(200);

  private final Progress caller;
  private final InstantSource clock;
  private Instant last;
  private double most = Double.NEGATIVE_INFINITY;
  private boolean over;

  PacedProgress(Progress caller, InstantSource clock) {
    this.caller = caller;
    this.clock = clock;
    this.last = clock.instant();
  }

  @Override
  public synchronized void at(double done, @Nullable Double total, String message) {
    if (over || !(done > most)) {
      return;
    }
    Instant now = clock.instant();
    if (Duration.between(last, now).compareTo(APART) >= 0) {
      last = now;
      most = done;
      caller.at(done, total, message);
    }
  }

  synchronized void end() {
    over = true;
  }
}
