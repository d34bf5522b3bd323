package dev.cadre.telemetry;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Takes items without ever blocking, and writes them in batches from one thread, in the order they
 * came. When more comes than can be written, the newest are lost and counted. Thread-safe.
 */
final class Batches<T> implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Batches.class.getName());

  private final BlockingQueue<Entry<T>> queue;
  private final int batchSize;
  private final Consumer<List<T>> writer;
  private final Duration closeLimit;
  private final String name;
  private final AtomicLong lost = new AtomicLong();
  private final AtomicBoolean failing = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Thread thread;

  private sealed interface Entry<T> {}

  private record Item<T>(T value) implements Entry<T> {}

  /** Everything before it has been written when it is reached. */
  private record Mark<T>(CountDownLatch reached, boolean last) implements Entry<T> {}

  /**
   * @param name what a warning calls the items, such as {@code spans}
   * @param capacity the most items that wait
   * @param batchSize the most items in one call of {@code writer}
   * @param writer may block and throw; what it throws on is lost
   * @param closeLimit how long closing may wait for the rest to be written
   */
  Batches(String name, int capacity, int batchSize, Consumer<List<T>> writer, Duration closeLimit) {
    this.name = name;
    this.queue = new ArrayBlockingQueue<>(capacity);
    this.batchSize = batchSize;
    this.writer = writer;
    this.closeLimit = closeLimit;
    this.thread = Thread.ofVirtual().name("write-" + name).start(this::run);
  }

  /** False when the item is lost. */
  boolean offer(T item) {
    if (!closed.get() && queue.offer(new Item<>(item))) {
      return true;
    }
    lost.incrementAndGet();
    return false;
  }

  /** How many items were not written since the start. */
  long lost() {
    return lost.get();
  }

  int waiting() {
    return queue.size();
  }

  /** Waits until what was taken before this call has been written; false when it took too long. */
  boolean flush(Duration limit) {
    return mark(false, limit);
  }

  /** Takes no more, and writes the rest. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true) && !mark(true, closeLimit)) {
      LOG.log(Level.WARNING, "{0} {1} were not written in time", queue.size(), name);
      thread.interrupt();
    }
  }

  private boolean mark(boolean last, Duration limit) {
    CountDownLatch reached = new CountDownLatch(1);
    try {
      return queue.offer(new Mark<>(reached, last), limit.toNanos(), TimeUnit.NANOSECONDS)
          && reached.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void run() {
    List<Entry<T>> taken = new ArrayList<>(batchSize);
    List<T> batch = new ArrayList<>(batchSize);
    boolean more = true;
    try {
      while (more) {
        taken.add(queue.take());
        queue.drainTo(taken, batchSize - 1);
        for (Entry<T> entry : taken) {
          switch (entry) {
            case Item<T>(T value) -> batch.add(value);
            case Mark<T>(CountDownLatch reached, boolean last) -> {
              write(batch);
              reached.countDown();
              more &= !last;
            }
          }
        }
        write(batch);
        taken.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(List<T> batch) {
    if (batch.isEmpty()) {
      return;
    }
    try {
      writer.accept(List.copyOf(batch));
      failing.set(false);
    } catch (RuntimeException e) {
      lost.addAndGet(batch.size());
      // Once per outage: the log must not grow by a line for each batch that the database refuses.
      if (failing.compareAndSet(false, true)) {
        LOG.log(Level.WARNING, "cannot write " + name + ", which are lost until it is mended", e);
      }
    }
    batch.clear();
  }
}
