package dev.cadre.model;

import dev.cadre.time.Pause;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * What the operator lets one provider be asked: so many calls at once, and so many tokens a minute.
 * A call waits for its place for a while. Thread-safe.
 */
final class Allowance {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ProviderConfig config;
  private final InstantSource clock;
  private final Pause pause;
  private final Duration maxWait;
  private final Semaphore places;
  private double tokens;
  private Instant filled;

  Allowance(ProviderConfig config, InstantSource clock, Pause pause, Duration maxWait) {
    this.config = config;
    this.clock = clock;
    this.pause = pause;
    this.maxWait = maxWait;
    this.places = new Semaphore(config.concurrent(), true);
    this.tokens = config.tokensPerMinute();
    this.filled = clock.instant();
  }

  /** A place taken; closing gives it back. */
  interface Place extends AutoCloseable {
    /** Tells what the call really used, once. */
    void used(long tokens);

    @Override
    void close();
  }

  /**
   * Waits for a place and for {@code estimate} tokens.
   *
   * @throws ModelException.Throttled when they are not to be had in time
   */
  Place take(long estimate) throws InterruptedException {
    if (!places.tryAcquire(maxWait.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new ModelException.Throttled(
          "'"
              + config.name()
              + "' has all its "
              + config.concurrent()
              + " calls under way (models.providers."
              + config.name()
              + ".concurrent)",
          null);
    }
    boolean taken = false;
    try {
      takeTokens(estimate);
      taken = true;
      return new Taken(estimate);
    } finally {
      if (!taken) {
        places.release();
      }
    }
  }

  int underWay() {
    return config.concurrent() - places.availablePermits();
  }

  private void takeTokens(long estimate) throws InterruptedException {
    Duration waited = Duration.ZERO;
    for (Duration wait = claim(estimate); !wait.isZero(); wait = claim(estimate)) {
      if (waited.plus(wait).compareTo(maxWait) > 0) {
        throw new ModelException.Throttled(
            "'"
                + config.name()
                + "' has spent its "
                + config.tokensPerMinute()
                + " tokens a minute (models.providers."
                + config.name()
                + ".tokensPerMinute)",
            wait);
      }
      pause.of(wait);
      waited = waited.plus(wait);
    }
  }

  /** Zero when they were taken, otherwise how long until they are there. */
  private synchronized Duration claim(long estimate) {
    Instant now = clock.instant();
    double perNano = config.tokensPerMinute() / (double) MINUTE.toNanos();
    tokens =
        Math.min(
            config.tokensPerMinute(), tokens + perNano * Duration.between(filled, now).toNanos());
    filled = now;
    // A call larger than a whole minute's allowance goes when the minute is full.
    double needed = Math.min(estimate, config.tokensPerMinute());
    if (tokens >= needed) {
      tokens -= estimate;
      return Duration.ZERO;
    }
    return Duration.ofNanos((long) Math.ceil((needed - tokens) / perNano));
  }

  private synchronized void correct(long difference) {
    tokens += difference;
  }

  private final class Taken implements Place {
    private final long estimate;

    Taken(long estimate) {
      this.estimate = estimate;
    }

    @Override
    public void used(long really) {
      correct(estimate - really);
    }

    @Override
    public void close() {
      places.release();
    }
  }
}
