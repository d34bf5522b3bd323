package dev.cadre.harness;

import dev.cadre.fault.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Records what happens in turns, and returns once it is in the database. One thread writes: what
 * many turns want recorded while it is writing goes out together as the next transaction, so that a
 * thousand turns cost not many more commits than one. Thread-safe.
 */
final class Journal implements AutoCloseable {
  private static final int MAX_BATCH = 2_000;
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
  private static final Entry NOTHING =
      new Entry.Append(new UUID(0, 0), 0, List.of(), Instant.EPOCH, null, null);

  private final Writer writer;
  private final LinkedBlockingQueue<Ticket> queue = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile boolean closed;

  /** Where entries go. */
  @FunctionalInterface
  interface Writer {
    /**
     * Writes all entries or none.
     *
     * @return the numbers of the turns that began; those of conversations in which one runs did not
     * @throws RuntimeException when nothing was written
     */
    Map<UUID, Long> write(List<Entry> entries);
  }

  Journal(Writer writer) {
    this.writer = writer;
    this.thread = Thread.ofPlatform().daemon().name("cadre-journal").start(this::run);
  }

  /** Returns at once, so that the model can be asked while the turn's beginning is recorded. */
  Beginning begin(Entry.Begin begin) {
    Ticket ticket = submit(begin);
    return () -> number(ticket, begin.turn());
  }

  private static long number(Ticket ticket, UUID turn) {
    try {
      Long number = ticket.await().get(turn);
      if (number == null) {
        throw new NotBegun(busy());
      }
      return number;
    } catch (Unrecorded e) {
      throw new NotBegun(new Fault.Internal("the turn could not be recorded; try again", e));
    }
  }

  static Fault.Conflict busy() {
    return new Fault.Conflict(
        "a turn of this session runs already; wait for its end, or stop it, and send this again");
  }

  /** A turn on its way into the journal. Nothing of it may be shown, or act, before it is there. */
  @FunctionalInterface
  interface Beginning {
    /**
     * The turn's number, once it is recorded as begun.
     *
     * @throws NotBegun when its conversation has a turn that runs, or the database did not take it
     */
    long number();
  }

  /**
   * Returns once the events are recorded. Interruption does not cut the wait short, which is that
   * for a commit: whoever is cancelled must know what is recorded.
   *
   * @throws Unrecorded when the database did not take them
   */
  void append(Entry.Append append) {
    submit(append).await();
  }

  private Ticket submit(Entry entry) {
    Ticket ticket = new Ticket(entry);
    queue.add(ticket);
    if (closed) {
      throw new Fault.Unavailable("the platform is stopping; try again in a moment");
    }
    return ticket;
  }

  private void run() {
    List<Ticket> batch = new ArrayList<>();
    try {
      while (!closed) {
        batch.add(queue.take());
        queue.drainTo(batch, MAX_BATCH - 1);
        write(batch);
        batch.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    queue.drainTo(batch);
    batch.forEach(ticket -> ticket.fail(new IllegalStateException("the platform stopped")));
  }

  private void write(List<Ticket> batch) {
    try {
      Map<UUID, Long> begun = writer.write(batch.stream().map(Ticket::entry).toList());
      batch.forEach(ticket -> ticket.done(begun));
    } catch (RuntimeException e) {
      if (batch.size() == 1) {
        batch.getFirst().fail(e);
      } else {
        // One entry that the database does not take must not break the turns of others.
        batch.forEach(ticket -> write(List.of(ticket)));
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    queue.add(new Ticket(NOTHING));
    try {
      thread.join(CLOSE_LIMIT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** There is no such turn: nothing more can be recorded of it. */
  static final class NotBegun extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final Fault fault;

    NotBegun(Fault fault) {
      super(fault);
      this.fault = fault;
    }

    /** For whoever wanted the turn. */
    Fault fault() {
      return fault;
    }
  }

  /** What happened is not in the database, and must not be shown. */
  static final class Unrecorded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unrecorded(Throwable cause) {
      super("the turn could not be recorded", cause);
    }
  }

  /** An entry, and who waits for it. */
  private static final class Ticket {
    private final Entry entry;
    private final CountDownLatch recorded = new CountDownLatch(1);
    private Map<UUID, Long> begun = Map.of();
    private @Nullable RuntimeException failure;

    Ticket(Entry entry) {
      this.entry = entry;
    }

    Entry entry() {
      return entry;
    }

    void done(Map<UUID, Long> numbers) {
      begun = numbers;
      recorded.countDown();
    }

    void fail(RuntimeException e) {
      failure = e;
      recorded.countDown();
    }

    Map<UUID, Long> await() {
      boolean interrupted = false;
      try {
        while (true) {
          try {
            recorded.await();
            break;
          } catch (InterruptedException e) {
            interrupted = true;
          }
        }
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
      RuntimeException failed = failure;
      if (failed != null) {
        throw new Unrecorded(failed);
      }
      return begun;
    }
  }
}
