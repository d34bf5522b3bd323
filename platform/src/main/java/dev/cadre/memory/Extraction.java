package dev.cadre.memory;

import dev.cadre.fault.Fault;
import dev.cadre.memory.Consolidation.Learnt;
import dev.cadre.memory.ExtractionStore.Work;
import dev.cadre.store.Database;
import dev.cadre.store.Sql;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Has strategies read sessions. Work is claimed in the database, so that every node takes part and
 * none does what another does; whoever dies at it loses its lease, and the work is done anew, from
 * the place up to which records are stored.
 */
final class Extraction implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Extraction.class.getName());

  /** Events read at once by strategies that read each once. */
  private static final int UNREAD = 100;

  private static final int MAX_REASON = 300;
  private static final Duration FIRST_RETRY = Duration.ofSeconds(2);

  private final Database database;
  private final InstantSource clock;
  private final Learning learning;
  private final Meaning meaning;
  private final MemoryMetrics metrics;
  private final MemoryConfig config;
  private final Semaphore readers;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("memory-", 0).factory());

  Extraction(
      Database database,
      InstantSource clock,
      Extractor extractor,
      Meaning meaning,
      MemoryMetrics metrics,
      MemoryConfig config) {
    this.database = database;
    this.clock = clock;
    this.learning = new Learning(database, extractor, meaning, metrics);
    this.meaning = meaning;
    this.metrics = metrics;
    this.config = config;
    this.readers = new Semaphore(config.readers());
  }

  /** Begins what is due, as far as readers are free; they go on until nothing is. */
  void poll() {
    while (readers.tryAcquire()) {
      UUID lease = UUID.randomUUID();
      Optional<Work> work = Optional.empty();
      try {
        work = claim(lease);
      } finally {
        if (work.isEmpty()) {
          readers.release();
        }
      }
      if (work.isEmpty()) {
        return;
      }
      Work first = work.get();
      threads.execute(() -> readOn(first, lease));
    }
  }

  private void readOn(Work first, UUID lease) {
    try {
      read(first, lease);
      while (readNext()) {
        // As long as something is due.
      }
    } catch (RuntimeException e) {
      // The database is away; the lease ends by itself.
      LOG.log(Level.WARNING, "a session was not read: " + e.getClass().getSimpleName());
    } finally {
      readers.release();
    }
  }

  /** Reads what is due longest; false when nothing is. */
  boolean readNext() {
    UUID lease = UUID.randomUUID();
    Optional<Work> work = claim(lease);
    work.ifPresent(claimed -> read(claimed, lease));
    return work.isPresent();
  }

  private Optional<Work> claim(UUID lease) {
    Instant now = clock.instant();
    return ExtractionStore.claim(database, lease, now, now.plus(config.lease()));
  }

  private void read(Work work, UUID lease) {
    try {
      if (work.attempts() > config.attempts()) {
        // It was begun and never ended, each time: what ends the platform must not go on doing so.
        throw new Fault.Unavailable("it was begun " + work.attempts() + " times and never ended");
      }
      Memory memory = MemoryStore.require(database, work.memory());
      Optional<Strategy> strategy = memory.strategy(work.strategy());
      Optional<Extractor.Kind> kind = strategy.flatMap(Strategy::kind);
      if (kind.isEmpty()) {
        metrics.skipped("no strategy", 1);
        ExtractionStore.drop(database, work);
        return;
      }
      List<Event> unread = ExtractionStore.unread(database, work, UNREAD);
      long done = unread.size() < UNREAD ? work.wanted() : unread.getLast().seq();
      List<Learnt> learnt = learning.of(work, strategy.get(), kind.get(), unread);
      finish(work, lease, learnt, done);
    } catch (RuntimeException e) {
      failed(work, lease, e);
    }
  }

  /** The records and the place up to which was read are one transaction. */
  private void finish(Work work, UUID lease, List<Learnt> learnt, long done) {
    List<Consolidation.Outcome> outcomes =
        database.transaction(
            sql -> {
              if (!ExtractionStore.hold(sql, work, lease)) {
                metrics.skipped("forgotten or taken over meanwhile", 1);
                return List.of();
              }
              List<Consolidation.Outcome> each = apply(sql, work, learnt);
              ExtractionStore.done(sql, work, done, clock.instant());
              return each;
            });
    outcomes.forEach(metrics::made);
  }

  private List<Consolidation.Outcome> apply(Sql sql, Work work, List<Learnt> learnt) {
    Map<String, Namespaces.Locked> namespaces =
        Namespaces.lock(
            sql, work.memory(), learnt.stream().map(Learnt::namespace).distinct().toList());
    return learnt.stream()
        .map(
            one ->
                Consolidation.apply(
                    sql,
                    work,
                    Objects.requireNonNull(namespaces.get(one.namespace())),
                    one,
                    meaning.name()))
        .toList();
  }

  private void failed(Work work, UUID lease, RuntimeException e) {
    // What an extractor says of its trouble is for the operator; what was said to it is not.
    String said =
        e instanceof Fault ? String.valueOf(e.getMessage()) : e.getClass().getSimpleName();
    String reason = said.length() <= MAX_REASON ? said : said.substring(0, MAX_REASON);
    boolean last = work.attempts() >= config.attempts();
    Instant again =
        last ? null : clock.instant().plus(FIRST_RETRY.multipliedBy(1L << work.attempts()));
    metrics.failed(last);
    LOG.log(
        Level.WARNING,
        "strategy {0} could not read a session, attempt {1}: {2}",
        work.strategy(),
        work.attempts(),
        e.getClass().getSimpleName());
    // More events are worth one more attempt.
    int attempts = last ? config.attempts() - 1 : work.attempts();
    ExtractionStore.failed(database, work, lease, reason, attempts, again);
  }

  /** Lets go of what is being read; it is read anew later. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
