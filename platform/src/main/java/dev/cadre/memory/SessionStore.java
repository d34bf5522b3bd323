package dev.cadre.memory;

import dev.cadre.store.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table of sessions, which is also where actors are found. */
final class SessionStore {
  /** A session without events is kept so long. */
  private static final Duration EMPTY_KEPT = Duration.ofDays(1);

  private SessionStore() {}

  /** One session; {@code key} rises with creation. */
  record Row(long key, String actor, String session, Instant createdAt) {}

  /** In alphabetical order; those after {@code after}. */
  static List<String> actors(Sql sql, MemoryId memory, String after, int limit) {
    return sql.list(
        """
        select distinct actor_id from memory_session where memory_id = ? and actor_id > ?
        order by actor_id limit ?
        """,
        row -> row.getString(1),
        memory.value(),
        after,
        limit);
  }

  /**
   * Newest first; those made before {@code before}.
   *
   * @param withEvents only those that have events younger than {@code horizon}
   */
  static List<Row> page(
      Sql sql,
      MemoryId memory,
      String actor,
      boolean withEvents,
      Instant horizon,
      long before,
      int limit) {
    return sql.list(
        """
        select key, actor_id, session_id, created_at from memory_session s
        where memory_id = ? and actor_id = ? and key < ?
          and (not ? or exists (select 1 from memory_event e
                                where e.session_key = s.key and e.created_at > ? and e.mode <> 'INGESTED'))
        order by key desc limit ?
        """,
        row ->
            new Row(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                MemoryStore.instant(row, "created_at")),
        memory.value(),
        actor,
        before,
        withEvents,
        horizon,
        limit);
  }

  /** Held against others until the transaction ends. */
  static Optional<Long> lock(Sql sql, MemoryId memory, String actor, String session) {
    return sql.first(
        """
        select key from memory_session where memory_id = ? and actor_id = ? and session_id = ? for update
        """,
        row -> row.getLong(1),
        memory.value(),
        actor,
        session);
  }

  /** Removes a session with its events and what strategies had to do with them. */
  static void remove(Sql sql, MemoryId memory, String actor, String session) {
    sql.update(
        "delete from memory_session where memory_id = ? and actor_id = ? and session_id = ?",
        memory.value(),
        actor,
        session);
  }

  /** Notes that the session has no event left, if so. */
  static void markEmpty(Sql sql, long key, Instant now) {
    sql.update(
        """
        update memory_session set empty_since = ? where key = ? and empty_since is null
          and not exists (select 1 from memory_event where session_key = key)
        """,
        now,
        key);
  }

  /** Removes up to {@code limit} sessions that have had no event for a day; how many there were. */
  static int removeEmpty(Sql sql, Instant now, int limit) {
    return sql.update(
        """
        delete from memory_session where key in (
          select key from memory_session s where empty_since < ?
            and not exists (select 1 from memory_event e where e.session_key = s.key)
          order by empty_since limit ? for update skip locked)
        """,
        now.minus(EMPTY_KEPT),
        limit);
  }
}
