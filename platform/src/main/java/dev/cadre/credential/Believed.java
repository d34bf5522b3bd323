package dev.cadre.credential;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** What servers' metadata documents said, believed for an hour. Thread-safe. */
final class Believed<T> {
  private static final Duration KEEP = Duration.ofHours(1);
  private static final int MAX_KNOWN = 1_000;

  private final InstantSource clock;
  private final ConcurrentMap<String, Known<T>> known = new ConcurrentHashMap<>();

  private record Known<T>(T said, Instant until) {}

  /** Asks; what it throws is not kept. */
  interface Question<T> {
    T ask() throws InterruptedException;
  }

  Believed(InstantSource clock) {
    this.clock = clock;
  }

  T of(String name, Question<T> question) throws InterruptedException {
    Instant now = clock.instant();
    Known<T> there = known.get(name);
    if (there != null && now.isBefore(there.until())) {
      return there.said();
    }
    if (known.size() >= MAX_KNOWN) {
      known.clear();
    }
    T said = question.ask();
    known.put(name, new Known<>(said, now.plus(KEEP)));
    return said;
  }
}
