package dev.cadre.model;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before the next attempt: as the provider says, otherwise anything up to a bound
 * that doubles with each failure, so that callers who failed together do not come back together.
 *
 * @see <a
 *     href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Exponential
 *     backoff and jitter</a>
 */
record Backoff(int attempts, RandomGenerator random) {
  private static final Duration FIRST = Duration.ofMillis(500);

  /** The longest wait; a provider that asks for more is left for the next one. */
  static final Duration LONGEST = Duration.ofSeconds(20);

  /** Null when waiting is not worth it: another provider, or the caller, knows better. */
  @Nullable Duration after(int failures, ModelException failure) {
    if (!failure.retriable() || failures >= attempts) {
      return null;
    }
    Duration asked =
        failure instanceof ModelException.Throttled throttled ? throttled.retryAfter() : null;
    if (asked != null) {
      return asked.compareTo(LONGEST) > 0 ? null : asked;
    }
    long bound = Math.min(LONGEST.toMillis(), FIRST.toMillis() << Math.min(failures - 1, 10));
    return Duration.ofMillis(random.nextLong(bound + 1));
  }
}
