package dev.cadre.telemetry;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Moves when told to. */
final class ManualClock implements InstantSource {
  private volatile Instant now;

  ManualClock(String now) {
    this.now = Instant.parse(now);
  }

  @Override
  public Instant instant() {
    return now;
  }

  void forward(Duration by) {
    now = now.plus(by);
  }
}
