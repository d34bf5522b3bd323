package dev.cadre.memory;

import dev.cadre.store.Database;
import dev.cadre.store.Sql;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Removes what is over: events past their memory's time, sessions long empty, memories being
 * deleted. It goes in small transactions, so that nobody waits for it, and takes up after a crash
 * what it finds. Several nodes may do so at once.
 */
final class Keeper {
  /** Well within the minute in which an expired event is to be gone; until then it isn't shown. */
  static final Duration EVERY = Duration.ofSeconds(15);

  private static final int BATCH = 500;

  private final Database database;
  private final InstantSource clock;
  private final MemoryMetrics metrics;

  Keeper(Database database, InstantSource clock, MemoryMetrics metrics) {
    this.database = database;
    this.clock = clock;
    this.metrics = metrics;
  }

  void sweep() {
    while (removeExpired() == BATCH) {
      // The next.
    }
    while (removeIngested() == BATCH) {
      // The next.
    }
    while (SessionStore.removeEmpty(database, clock.instant(), BATCH) == BATCH) {
      // The next.
    }
    MemoryStore.deleting(database).forEach(memory -> delete(memory.id()));
  }

  private int removeExpired() {
    int removed =
        remove(
            """
            delete from memory_event where (session_key, seq) in (
              select old.session_key, old.seq from memory m cross join lateral (
                select session_key, seq from memory_event e
                where e.memory_id = m.id and e.created_at <= cast(? as timestamptz) - m.expiry_days * interval '24 hours'
                order by created_at limit ?) old
              limit ?)
            returning session_key
            """,
            clock.instant(),
            BATCH,
            BATCH);
    metrics.expired(removed);
    return removed;
  }

  /** What every strategy has read, or none will. */
  private int removeIngested() {
    return remove(
        """
        delete from memory_event where (session_key, seq) in (
          select session_key, seq from memory_event e where mode = 'INGESTED'
            and not exists (select 1 from memory_extraction x
                            where x.session_key = e.session_key and x.done_seq < e.seq and x.wanted_seq >= e.seq)
          limit ?)
        returning session_key
        """,
        BATCH);
  }

  private int remove(String statement, Object... args) {
    return database.transaction(
        sql -> {
          List<Long> sessions = sql.list(statement, row -> row.getLong(1), args);
          Set<Long> touched = new HashSet<>(sessions);
          touched.stream()
              .sorted()
              .forEach(session -> SessionStore.markEmpty(sql, session, clock.instant()));
          return sessions.size();
        });
  }

  private void delete(MemoryId memory) {
    List<String> steps =
        List.of(
            """
            delete from memory_event where (session_key, seq) in (
              select session_key, seq from memory_event where memory_id = ? limit ?)
            """,
            """
            delete from memory_session where key in (
              select key from memory_session where memory_id = ? limit ?)
            """,
            """
            delete from memory_record where id in (
              select id from memory_record where memory_id = ? limit ?)
            """,
            """
            delete from memory_namespace where key in (
              select key from memory_namespace where memory_id = ? limit ?)
            """);
    for (String step : steps) {
      while (database.update(step, memory.value(), BATCH) == BATCH) {
        // The next.
      }
    }
    database.transaction(
        sql -> {
          forgetAnswers(sql, memory);
          MemoryStore.delete(sql, memory);
          return true;
        });
  }

  /** Removes the kept answers to requests that named records of the memory. */
  static void forgetAnswers(Sql sql, MemoryId memory) {
    sql.update("delete from agent_request where operation = ?", BatchOperations.operation(memory));
  }
}
