package dev.cadre.memory;

import dev.cadre.memory.EventBatch.Place;
import dev.cadre.memory.EventStore.Arrival;
import dev.cadre.store.Database;
import dev.cadre.store.Sql;
import dev.cadre.store.StoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/**
 * Writes events. Those that arrive while others are written are written together, in one
 * transaction: a commit is what takes longest. Whoever writes one waits until it is committed, and
 * one that nobody waits behind is written at once. Thread-safe.
 */
final class EventWriter {
  /** Transactions at a time: while one waits for the disk, the next is at work. */
  private static final int LANES = 2;

  private static final int TOGETHER = 128;

  /** Payloads of one transaction; one more event may exceed it. */
  private static final long MOST_CHARACTERS = 4 << 20;

  private final Database database;
  private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
  private final Semaphore lanes = new Semaphore(LANES);

  EventWriter(Database database) {
    this.database = database;
  }

  private record Waiting(Arrival arrival, CompletableFuture<Optional<Long>> number) {}

  /**
   * As {@link EventStore#add}, and committed.
   *
   * @throws StoreException when the database refuses
   */
  Optional<Long> add(Arrival arrival) {
    Waiting mine = new Waiting(arrival, new CompletableFuture<>());
    waiting.add(mine);
    begin();
    try {
      return mine.number().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof StoreException refused ? refused : e;
    }
  }

  private void begin() {
    while (!waiting.isEmpty() && lanes.tryAcquire()) {
      Thread.ofVirtual().name("memory-events").start(this::drain);
    }
  }

  private void drain() {
    try {
      List<Waiting> batch = next();
      if (!batch.isEmpty()) {
        write(batch);
      }
    } finally {
      lanes.release();
      begin();
    }
  }

  private List<Waiting> next() {
    List<Waiting> batch = new ArrayList<>();
    long characters = 0;
    while (batch.size() < TOGETHER && characters < MOST_CHARACTERS) {
      Waiting one = waiting.poll();
      if (one == null) {
        return batch;
      }
      batch.add(one);
      String payload = one.arrival().event().payload();
      characters += payload == null ? 0 : payload.length();
    }
    return batch;
  }

  private void write(List<Waiting> batch) {
    try {
      Map<Waiting, Long> numbers =
          batch.size() == 1 ? Map.of() : database.transaction(sql -> rounds(sql, batch));
      if (batch.size() > 1) {
        batch.forEach(one -> one.number().complete(Optional.ofNullable(numbers.get(one))));
        return;
      }
    } catch (StoreException refused) {
      // One of them; the others are not to pay for it.
    } catch (RuntimeException | Error e) {
      batch.forEach(one -> one.number().completeExceptionally(e));
      throw e;
    }
    batch.forEach(this::alone);
  }

  private static Map<Waiting, Long> rounds(Sql sql, List<Waiting> batch) {
    Map<Waiting, Long> numbers = new HashMap<>();
    List<Waiting> left = batch;
    while (!left.isEmpty()) {
      List<Waiting> round = new ArrayList<>();
      List<Waiting> later = new ArrayList<>();
      Set<Place> places = new HashSet<>();
      for (Waiting one : left) {
        (places.add(Place.of(one.arrival())) ? round : later).add(one);
      }
      Map<Place, Long> placed = EventBatch.add(sql, round.stream().map(Waiting::arrival).toList());
      for (Waiting one : round) {
        Long number = placed.get(Place.of(one.arrival()));
        if (number != null) {
          numbers.put(one, number);
        }
      }
      left = later;
    }
    return numbers;
  }

  private void alone(Waiting one) {
    try {
      one.number().complete(EventStore.add(database, one.arrival()));
    } catch (RuntimeException | Error e) {
      one.number().completeExceptionally(e);
    }
  }
}
