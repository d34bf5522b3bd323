package dev.cadre.a2a;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Wakes those who watch a task when it has a new event; what it is they read in the database. An
 * event of another node wakes nobody here, so that watchers look by themselves once in a while.
 * Thread-safe.
 */
final class Feeds {
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<TaskId, Feed> feeds = new HashMap<>();

  private static final class Feed {
    final Condition news;
    int watchers;
    int seq;

    Feed(Condition news) {
      this.news = news;
    }
  }

  /** A watcher of one task, until it is closed. */
  final class Watch implements AutoCloseable {
    private final TaskId task;
    private final Feed feed;

    private Watch(TaskId task, Feed feed) {
      this.task = task;
      this.feed = feed;
    }

    /** Waits until there is an event after {@code seq}, or {@code patience} is over. */
    void await(int seq, Duration patience) throws InterruptedException {
      lock.lockInterruptibly();
      try {
        long left = patience.toNanos();
        while (feed.seq <= seq && left > 0) {
          left = feed.news.awaitNanos(left);
        }
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      lock.lock();
      try {
        feed.watchers--;
        if (feed.watchers == 0) {
          feeds.remove(task);
        }
      } finally {
        lock.unlock();
      }
    }
  }

  Watch watch(TaskId task) {
    lock.lock();
    try {
      Feed feed = feeds.computeIfAbsent(task, _ -> new Feed(lock.newCondition()));
      feed.watchers++;
      return new Watch(task, feed);
    } finally {
      lock.unlock();
    }
  }

  /** The task's event of that number is in the database. */
  void tell(TaskId task, int seq) {
    lock.lock();
    try {
      Feed feed = feeds.get(task);
      if (feed != null && seq > feed.seq) {
        feed.seq = seq;
        feed.news.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** For {@link Watch#await}: how often watchers look by themselves. */
  static Duration look(Duration atMost) {
    Duration second = Duration.ofNanos(TimeUnit.SECONDS.toNanos(1));
    return atMost.compareTo(second) < 0 ? atMost : second;
  }
}
