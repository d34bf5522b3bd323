package dev.cadre.harness;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread will bring about. */
final class TestWait {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private TestWait() {}

  static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it did not happen within " + LIMIT);
      }
      LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
    }
  }
}
