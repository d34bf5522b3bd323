package dev.cadre.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where a turn's thread hears from its model, its tools and whoever stops it. While it writes and
 * shows, what comes gathers here, so that many small deltas become one. Thread-safe; one reader.
 */
final class Mailbox<T> {
  private static final int CAPACITY = 1024;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Condition room = lock.newCondition();
  private List<T> waiting = new ArrayList<>();
  private volatile @Nullable Stop stop;

  /** Why a turn is to end. */
  enum Stop {
    CANCELLED,
    TIME,
    /** The platform ends; the turn goes on after its restart. */
    SHUTDOWN
  }

  /** Thrown to the reader when the turn is to end. */
  static final class Stopped extends Exception {
    private static final long serialVersionUID = 1L;
    private final Stop reason;

    Stopped(Stop reason) {
      super(reason.name(), null, false, false);
      this.reason = reason;
    }

    Stop reason() {
      return reason;
    }
  }

  /** Waits for room: a fast model must not fill the memory while a slow client reads. */
  void put(T item) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (waiting.size() >= CAPACITY && stop == null) {
        room.await();
      }
      add(item);
    } finally {
      lock.unlock();
    }
  }

  /** As {@link #put} without waiting: for what comes seldom. */
  void post(T item) {
    lock.lock();
    try {
      add(item);
    } finally {
      lock.unlock();
    }
  }

  private void add(T item) {
    waiting.add(item);
    arrived.signal();
  }

  /** Everything that came, in order; at least one item. */
  List<T> take() throws InterruptedException, Stopped {
    lock.lockInterruptibly();
    try {
      while (waiting.isEmpty() && stop == null) {
        arrived.await();
      }
      check();
      return drained();
    } finally {
      lock.unlock();
    }
  }

  /** What came and was not taken, even of a turn that is to end. */
  List<T> rest() {
    lock.lock();
    try {
      return drained();
    } finally {
      lock.unlock();
    }
  }

  /** The first reason counts; false when there is one already. */
  boolean stop(Stop reason) {
    lock.lock();
    try {
      if (stop != null) {
        return false;
      }
      stop = reason;
      arrived.signal();
      room.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  Optional<Stop> reason() {
    return Optional.ofNullable(stop);
  }

  /** Throws when the turn is to end. */
  void check() throws Stopped {
    Stop reason = stop;
    if (reason != null) {
      throw new Stopped(reason);
    }
  }

  private List<T> drained() {
    List<T> all = waiting;
    waiting = new ArrayList<>();
    room.signalAll();
    return all;
  }
}
