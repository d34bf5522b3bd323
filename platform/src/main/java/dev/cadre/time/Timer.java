package dev.cadre.time;

import java.time.Duration;

/**
 * Runs work later or again and again. The work runs on a virtual thread and may block. Thread-safe.
 */
public interface Timer {

  /** Runs {@code work} once after {@code delay}, unless cancelled before. */
  Cancellable after(Duration delay, Runnable work);

  /**
   * Runs {@code work} every {@code period}, the first time after one period. A run that is still
   * going is not run twice.
   */
  Cancellable every(Duration period, Runnable work);

  /** Work that can be called off. Cancelling does not interrupt a run already begun. */
  @FunctionalInterface
  interface Cancellable {
    void cancel();
  }
}
