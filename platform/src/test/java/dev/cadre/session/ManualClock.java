package dev.cadre.session;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Moves when told to. */
final class ManualClock implements InstantSource {
  private volatile Instant now = Instant.parse("2026-03-04T05:06:07Z");

  @Override
  public Instant instant() {
    return now;
  }

  void forward(Duration by) {
    now = now.plus(by);
  }
}
