package dev.cadre.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands until told. */
final class TestClock implements InstantSource {
  static final Instant START = Instant.parse("2026-11-21T09:17:53Z");
  private volatile Instant now = START;

  @Override
  public Instant instant() {
    return now;
  }

  void advance(Duration by) {
    now = now.plus(by);
  }
}
