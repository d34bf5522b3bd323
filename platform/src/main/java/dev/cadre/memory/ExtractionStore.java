package dev.cadre.memory;

import dev.cadre.store.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What strategies have still to read: one row for each session and strategy, which says up to where
 * it has been read. A row is worked on under a lease; its end and the records made are one
 * transaction. Every method runs on the caller's transaction.
 */
final class ExtractionStore {
  private static final String COLUMNS =
      """
      x.id, x.session_key, x.strategy_id, s.memory_id, s.actor_id, s.session_id, x.done_seq, x.wanted_seq,
        x.attempts, x.failure_reason
      """;

  private ExtractionStore() {}

  /**
   * Events of one session that one strategy has to read.
   *
   * @param done the place of the last that was read
   * @param wanted the place of the last to be read
   * @param attempts with this one
   */
  record Work(
      UUID id,
      long sessionKey,
      String strategy,
      MemoryId memory,
      String actor,
      String session,
      long done,
      long wanted,
      int attempts,
      @Nullable String failure) {}

  /** The work that is due longest and nobody is at; it is the caller's until {@code until}. */
  static Optional<Work> claim(Sql sql, UUID lease, Instant now, Instant until) {
    return sql.first(
        """
        with next as (
          select session_key, strategy_id from memory_extraction
          where due_at <= ? and (leased_until is null or leased_until <= ?)
          order by due_at limit 1 for update skip locked
        )
        update memory_extraction x set lease = ?, leased_until = ?, attempts = x.attempts + 1
        from next, memory_session s
        where x.session_key = next.session_key and x.strategy_id = next.strategy_id and s.key = x.session_key
        returning
        """
            + COLUMNS,
        ExtractionStore::row,
        now,
        now,
        lease,
        until);
  }

  /**
   * True when the lease still holds; then nobody else can take the work until the transaction ends.
   */
  static boolean hold(Sql sql, Work work, UUID lease) {
    return sql.first(
            """
            select 1 from memory_extraction where session_key = ? and strategy_id = ? and lease = ? for update
            """,
            _ -> true,
            work.sessionKey(),
            work.strategy(),
            lease)
        .isPresent();
  }

  /** All up to {@code done} has been read; what came meanwhile is due. */
  static void done(Sql sql, Work work, long done, Instant now) {
    sql.update(
        """
        update memory_extraction set done_seq = ?, lease = null, leased_until = null, attempts = 0,
          failure_reason = null,
          due_at = case when wanted_seq > ? then cast(? as timestamptz) end,
          waiting_since = case when wanted_seq > ? then cast(? as timestamptz) end
        where session_key = ? and strategy_id = ?
        """,
        done,
        done,
        now,
        done,
        now,
        work.sessionKey(),
        work.strategy());
  }

  /**
   * Tried again at {@code again}; when that is null, only if someone starts it or more comes.
   *
   * @param attempts that count from now on
   */
  static void failed(
      Sql sql, Work work, UUID lease, String reason, int attempts, @Nullable Instant again) {
    sql.update(
        """
        update memory_extraction set lease = null, leased_until = null, failure_reason = ?, attempts = ?, due_at = ?
        where session_key = ? and strategy_id = ? and lease = ?
        """,
        reason,
        attempts,
        again,
        work.sessionKey(),
        work.strategy(),
        lease);
  }

  static void drop(Sql sql, Work work) {
    sql.update(
        "delete from memory_extraction where session_key = ? and strategy_id = ?",
        work.sessionKey(),
        work.strategy());
  }

  static void dropStrategy(Sql sql, String strategy) {
    sql.update("delete from memory_extraction where strategy_id = ?", strategy);
  }

  /** True when there is such a job; a failed one is due again. */
  static boolean start(Sql sql, MemoryId memory, UUID id, Instant now) {
    return sql.first(
            """
            update memory_extraction x set attempts = 0,
              due_at = case when failure_reason is not null and lease is null then ? else due_at end
            from memory_session s where s.key = x.session_key and s.memory_id = ? and x.id = ?
            returning 1
            """,
            _ -> true,
            now,
            memory.value(),
            id)
        .isPresent();
  }

  /** Which failed jobs are wanted; null is all. */
  record Wanted(@Nullable String strategy, @Nullable String actor, @Nullable String session) {}

  /** Those that have failed for good, by id; those after {@code after}. */
  static List<Work> failed(Sql sql, MemoryId memory, Wanted wanted, UUID after, int limit) {
    return sql.list(
        "select "
            + COLUMNS
            + """
            from memory_extraction x join memory_session s on s.key = x.session_key
            where s.memory_id = ? and x.failure_reason is not null and x.due_at is null and x.id > ?
              and x.strategy_id = coalesce(?, x.strategy_id) and s.actor_id = coalesce(?, s.actor_id)
              and s.session_id = coalesce(?, s.session_id)
            order by x.id limit ?
            """,
        ExtractionStore::row,
        memory.value(),
        after,
        wanted.strategy(),
        wanted.actor(),
        wanted.session(),
        limit);
  }

  /** The events that {@code work} has still to read, oldest first. */
  static List<Event> unread(Sql sql, Work work, int limit) {
    return sql.list(
        """
        select s.memory_id, s.actor_id, s.session_id, e.seq, e.created_at, e.event_time, e.branch, null as root_event,
          e.payload, e.metadata, e.variables, e.mode
        from memory_event e join memory_session s on s.key = e.session_key
        where e.session_key = ? and e.seq > ? and e.seq <= ? and e.mode <> 'SKIP'
        order by e.seq limit ?
        """,
        EventStore::row,
        work.sessionKey(),
        work.done(),
        work.wanted(),
        limit);
  }

  /** The last events up to and with a place, oldest first. */
  static List<Event> latest(Sql sql, Work work, long until, int limit) {
    return sql.list(
            """
            select s.memory_id, s.actor_id, s.session_id, e.seq, e.created_at, e.event_time, e.branch,
              null as root_event, e.payload, e.metadata, e.variables, e.mode
            from memory_event e join memory_session s on s.key = e.session_key
            where e.session_key = ? and e.seq <= ? and e.mode <> 'SKIP'
            order by e.seq desc limit ?
            """,
            EventStore::row,
            work.sessionKey(),
            until,
            limit)
        .reversed();
  }

  /** How far behind the strategies are. */
  record Lag(long waiting, long failed, @Nullable Instant since) {}

  /** Of one memory, or of all when it is null. */
  static Lag lag(Sql sql, @Nullable MemoryId memory) {
    String id = memory == null ? null : memory.value();
    return sql.first(
            """
            select count(x.due_at), count(*) filter (where x.due_at is null and x.failure_reason is not null),
              min(x.waiting_since) filter (where x.due_at is not null) as since
            from memory_extraction x join memory_session s on s.key = x.session_key
            where (x.due_at is not null or x.failure_reason is not null)
              and s.memory_id = coalesce(?, s.memory_id)
            """,
            row ->
                new Lag(
                    row.getLong(1),
                    row.getLong(2),
                    row.getObject("since") == null ? null : MemoryStore.instant(row, "since")),
            id)
        .orElseThrow();
  }

  private static Work row(ResultSet row) throws SQLException {
    return new Work(
        row.getObject("id", UUID.class),
        row.getLong("session_key"),
        row.getString("strategy_id"),
        new MemoryId(row.getString("memory_id")),
        row.getString("actor_id"),
        row.getString("session_id"),
        row.getLong("done_seq"),
        row.getLong("wanted_seq"),
        row.getInt("attempts"),
        row.getString("failure_reason"));
  }
}
