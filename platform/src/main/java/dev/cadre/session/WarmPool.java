package dev.cadre.session;

import dev.cadre.agent.Artifact;
import dev.cadre.agent.Deployment;
import dev.cadre.id.AgentRuntimeId;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Started workers that no session owns yet, for each version of an agent in use. A version keeps as
 * many as it had new sessions in the last ten seconds, at least one while it is in use and never
 * more than the limit; after ten minutes without a new session it keeps none. Thread-safe.
 */
final class WarmPool implements AutoCloseable {
  private static final Logger LOG = System.getLogger(WarmPool.class.getName());
  private static final Duration RECENT = Duration.ofSeconds(10);
  private static final Duration FORGOTTEN = Duration.ofMinutes(10);

  /**
   * Workers started at the same time for one version; more would starve the sessions that wait for
   * theirs.
   */
  private static final int STARTING_AT_ONCE = 2;

  private final Workers workers;
  private final InstantSource clock;
  private final int limit;
  private final Duration stopGrace;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Key, Shelf> shelves = new HashMap<>();
  private boolean closed;

  private record Key(AgentRuntimeId runtime, int version) {}

  private static final class Shelf {
    final Deployment deployment;
    final Deque<Workers.Worker> ready = new ArrayDeque<>();
    final Deque<Instant> taken = new ArrayDeque<>();
    Instant lastUse;
    int starting;
    boolean retired;

    /** The last start failed; the next demand tries again. */
    boolean failing;

    Shelf(Deployment deployment, Instant now) {
      this.deployment = deployment;
      this.lastUse = now;
    }
  }

  WarmPool(Workers workers, InstantSource clock, int limit, Duration stopGrace) {
    this.workers = workers;
    this.clock = clock;
    this.limit = limit;
    this.stopGrace = stopGrace;
  }

  /**
   * A started, healthy worker, or null when there is none; either way the pool learns of the
   * demand.
   */
  Workers.@Nullable Worker take(Deployment deployment) {
    if (limit == 0 || !(deployment.artifact() instanceof Artifact.Code)) {
      return null;
    }
    lock.lock();
    try {
      Shelf shelf = shelf(deployment);
      Instant now = clock.instant();
      shelf.lastUse = now;
      shelf.failing = false;
      shelf.taken.addLast(now);
      return shelf.ready.pollFirst();
    } finally {
      lock.unlock();
      refill();
    }
  }

  /** A version became an endpoint's: its first session should find a worker. */
  void prepare(Deployment deployment) {
    if (limit == 0 || !(deployment.artifact() instanceof Artifact.Code)) {
      return;
    }
    lock.lock();
    try {
      shelf(deployment);
    } finally {
      lock.unlock();
    }
    refill();
  }

  /** A version is no endpoint's any more: its workers end. */
  void retire(AgentRuntimeId runtime, int version) {
    List<Workers.Worker> unneeded = new ArrayList<>();
    lock.lock();
    try {
      Shelf shelf = shelves.remove(new Key(runtime, version));
      if (shelf != null) {
        shelf.retired = true;
        unneeded.addAll(shelf.ready);
        shelf.ready.clear();
      }
    } finally {
      lock.unlock();
    }
    unneeded.forEach(this::end);
  }

  /** As {@link #retire} for every version of an agent. */
  void retireAll(AgentRuntimeId runtime) {
    List<Key> keys;
    lock.lock();
    try {
      keys = shelves.keySet().stream().filter(key -> key.runtime().equals(runtime)).toList();
    } finally {
      lock.unlock();
    }
    keys.forEach(key -> retire(key.runtime(), key.version()));
  }

  /** Workers ready for a session, of all versions. */
  int ready() {
    lock.lock();
    try {
      return shelves.values().stream().mapToInt(shelf -> shelf.ready.size()).sum();
    } finally {
      lock.unlock();
    }
  }

  /** Brings every shelf to its size; called by a timer, and whenever one was taken from. */
  void refill() {
    List<Workers.Worker> unneeded = new ArrayList<>();
    lock.lock();
    try {
      if (closed) {
        return;
      }
      Instant now = clock.instant();
      for (Iterator<Shelf> all = shelves.values().iterator(); all.hasNext(); ) {
        Shelf shelf = all.next();
        int wanted = wanted(shelf, now);
        while (shelf.ready.size() > wanted) {
          unneeded.add(shelf.ready.pollLast());
        }
        while (!shelf.failing
            && shelf.starting < STARTING_AT_ONCE
            && shelf.ready.size() + shelf.starting < wanted) {
          shelf.starting++;
          Thread.ofVirtual().name("warm").start(() -> start(shelf));
        }
        if (wanted == 0 && shelf.starting == 0) {
          all.remove();
        }
      }
    } finally {
      lock.unlock();
    }
    unneeded.forEach(this::end);
  }

  private int wanted(Shelf shelf, Instant now) {
    while (!shelf.taken.isEmpty() && shelf.taken.peekFirst().isBefore(now.minus(RECENT))) {
      shelf.taken.removeFirst();
    }
    if (shelf.lastUse.isBefore(now.minus(FORGOTTEN))) {
      return 0;
    }
    return Math.min(limit, Math.max(1, shelf.taken.size()));
  }

  private void start(Shelf shelf) {
    String workerId = UUID.randomUUID().toString();
    Workers.Worker started = null;
    try {
      started = workers.start(shelf.deployment, workerId);
    } catch (RuntimeException e) {
      // The next session meets the same failure and tells its caller; trying again here would only
      // repeat it.
      LOG.log(Level.WARNING, "no warm worker for " + shelf.deployment.id() + ": " + e.getMessage());
      workers.discard(workerId);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      shelve(shelf, started);
    }
  }

  private void shelve(Shelf shelf, Workers.@Nullable Worker started) {
    boolean kept = false;
    lock.lock();
    try {
      shelf.starting--;
      shelf.failing = started == null;
      kept = started != null && !closed && !shelf.retired;
      if (kept && started != null) {
        shelf.ready.addLast(started);
      }
    } finally {
      lock.unlock();
    }
    if (started == null) {
      return;
    }
    if (kept) {
      // Asked only now: one that is dead already is then found on its shelf.
      started.onEnd(_ -> forget(shelf, started));
    } else {
      end(started);
    }
  }

  /** A waiting worker died: no session shall get it. */
  private void forget(Shelf shelf, Workers.Worker worker) {
    boolean unclaimed;
    lock.lock();
    try {
      unclaimed = shelf.ready.remove(worker);
    } finally {
      lock.unlock();
    }
    if (unclaimed) {
      workers.discard(worker.id());
    }
  }

  private void end(Workers.Worker worker) {
    Thread.ofVirtual().name("warm-end").start(() -> stop(worker));
  }

  private void stop(Workers.Worker worker) {
    worker.stop(stopGrace);
    workers.discard(worker.id());
  }

  private Shelf shelf(Deployment deployment) {
    return shelves.computeIfAbsent(
        new Key(deployment.id(), deployment.version()),
        _ -> new Shelf(deployment, clock.instant()));
  }

  /** Ends every waiting worker and waits for them. */
  @Override
  public void close() {
    List<Workers.Worker> all = new ArrayList<>();
    lock.lock();
    try {
      closed = true;
      shelves.values().forEach(shelf -> all.addAll(shelf.ready));
      shelves.clear();
    } finally {
      lock.unlock();
    }
    Together.run(all, this::stop);
  }
}
