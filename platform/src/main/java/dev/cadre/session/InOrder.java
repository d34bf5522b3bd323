package dev.cadre.session;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Lets one at a time do what has one name: a session has one turn at a time, and one reply may call
 * an agent twice. Thread-safe.
 */
final class InOrder {
  private final Map<String, Place> places = new ConcurrentHashMap<>();

  private record Place(Semaphore free, int wanted) {
    Place wantedBy(int more) {
      return new Place(free, wanted + more);
    }
  }

  /** Waits until nobody holds {@code name}; closing the place lets the next one in. */
  Held enter(String name) throws InterruptedException {
    Place place =
        places.compute(
            name,
            (_, there) -> there == null ? new Place(new Semaphore(1, true), 1) : there.wantedBy(1));
    boolean entered = false;
    try {
      place.free().acquire();
      entered = true;
    } finally {
      if (!entered) {
        left(name);
      }
    }
    return () -> {
      place.free().release();
      left(name);
    };
  }

  private void left(String name) {
    places.computeIfPresent(name, (_, there) -> there.wanted() == 1 ? null : there.wantedBy(-1));
  }

  /** A place that is held. */
  @FunctionalInterface
  interface Held extends AutoCloseable {
    @Override
    void close();
  }
}
