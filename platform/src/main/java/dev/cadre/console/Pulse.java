package dev.cadre.console;

import dev.cadre.time.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Finds out what changed, once for all who watch and only while somebody does. A topic's mark is a
 * short text that differs after a change; what changed, watchers ask for themselves, by the routes
 * that check what they may see. Thread-safe.
 */
final class Pulse implements AutoCloseable {
  static final Duration PERIOD = Duration.ofSeconds(1);

  private final Map<String, Supplier<String>> topics;
  private final Timer.Cancellable beat;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Guarded by the lock.
  private final Map<String, String> marks = new HashMap<>();
  private final Map<String, Long> changes = new HashMap<>();
  private long count;
  private int watchers;
  private boolean closed;

  Pulse(Map<String, Supplier<String>> topics, Timer timer) {
    this.topics = Map.copyOf(topics);
    this.beat = timer.every(PERIOD, this::look);
  }

  /** One who watches; closed when the client is gone. Used by one thread. */
  final class Watch implements AutoCloseable {
    private long seen;

    private Watch(long seen) {
      this.seen = seen;
    }

    /** The topics that changed since the last call; none when nothing did within the limit. */
    Set<String> next(Duration limit) throws InterruptedException {
      long nanos = limit.toNanos();
      lock.lock();
      try {
        while (count == seen && nanos > 0 && !closed) {
          nanos = changed.awaitNanos(nanos);
        }
        Set<String> since = new HashSet<>();
        changes.forEach(
            (topic, at) -> {
              if (at > seen) {
                since.add(topic);
              }
            });
        seen = count;
        return since;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      lock.lock();
      try {
        watchers--;
      } finally {
        lock.unlock();
      }
    }
  }

  Watch watch() {
    lock.lock();
    try {
      if (watchers == 0) {
        // What changed while nobody watched is no news to whoever loads everything now.
        marks.clear();
      }
      watchers++;
      return new Watch(count);
    } finally {
      lock.unlock();
    }
  }

  /** Asks for every mark, outside the lock, and tells the watchers what differs. */
  void look() {
    if (!watched()) {
      return;
    }
    Map<String, String> now = new HashMap<>();
    topics.forEach((topic, mark) -> now.put(topic, mark.get()));
    lock.lock();
    try {
      boolean any = false;
      for (Map.Entry<String, String> mark : now.entrySet()) {
        String before = marks.put(mark.getKey(), mark.getValue());
        if (before != null && !before.equals(mark.getValue())) {
          changes.put(mark.getKey(), count + 1);
          any = true;
        }
      }
      if (any) {
        count++;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean watched() {
    lock.lock();
    try {
      return watchers > 0;
    } finally {
      lock.unlock();
    }
  }

  /** False once the platform is stopping. */
  boolean open() {
    lock.lock();
    try {
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /** Wakes all who watch, so that their streams end. */
  @Override
  public void close() {
    beat.cancel();
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
