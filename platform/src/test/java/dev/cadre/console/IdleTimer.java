package dev.cadre.console;

import dev.cadre.time.Timer;
import java.time.Duration;

/** Runs nothing: the test does. */
final class IdleTimer implements Timer {
  @Override
  public Cancellable after(Duration delay, Runnable work) {
    return () -> {};
  }

  @Override
  public Cancellable every(Duration period, Runnable work) {
    return () -> {};
  }
}
