package dev.cadre.sdk;

import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The answer of {@code /ping}: the author's word if there is one, else whether a task is open. */
final class Health {
  private final InstantSource clock;
  private @Nullable Supplier<PingStatus> custom;
  private int open;
  private PingStatus last = PingStatus.HEALTHY;
  private long changedAt;

  Health(InstantSource clock) {
    this.clock = clock;
    this.changedAt = seconds();
  }

  /**
   * @param changedAt unix seconds of the last change of status, as the official packages send
   */
  record Reading(PingStatus status, long changedAt) {}

  synchronized void ask(Supplier<PingStatus> author) {
    custom = author;
  }

  AsyncTask begin(String name) {
    change(1);
    return new Task(name);
  }

  Reading read() {
    PingStatus authors = askAuthor();
    synchronized (this) {
      note(authors == null ? automatic() : authors);
      return new Reading(last, changedAt);
    }
  }

  /** Outside the lock, as it runs the author's code; a failing one falls back to the open tasks. */
  private @Nullable PingStatus askAuthor() {
    Supplier<PingStatus> author;
    synchronized (this) {
      author = custom;
    }
    try {
      return author == null ? null : author.get();
    } catch (RuntimeException failure) {
      System.err.println("the ping handler failed, so the open tasks decide: " + failure);
      return null;
    }
  }

  private synchronized void change(int by) {
    open += by;
    if (custom == null) {
      note(automatic());
    }
  }

  private PingStatus automatic() {
    return open > 0 ? PingStatus.HEALTHY_BUSY : PingStatus.HEALTHY;
  }

  private void note(PingStatus now) {
    if (now != last) {
      last = now;
      changedAt = seconds();
    }
  }

  private long seconds() {
    return Math.floorDiv(clock.millis(), 1_000L);
  }

  private final class Task implements AsyncTask {
    private final String name;
    private boolean closed;

    Task(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public synchronized void close() {
      if (!closed) {
        closed = true;
        change(-1);
      }
    }
  }
}
