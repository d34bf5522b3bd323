package dev.cadre.session;

import dev.cadre.id.AgentRuntimeId;
import dev.cadre.id.EndpointName;
import dev.cadre.id.SessionId;
import dev.cadre.store.Database;
import dev.cadre.store.UniqueViolation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table of sessions. */
final class SessionStore {
  private static final String COLUMNS =
      """
      id, runtime_id, session_id, version, endpoint, user_id, principal, state, worker_id, worker_pid, isolation,
      created_at, last_used_at, ended_at, end_reason, end_detail, exit_code, requests, starts,
      idle_timeout_seconds, max_life_seconds
      """;

  private final Database database;

  SessionStore(Database database) {
    this.database = database;
  }

  /** What changed in a live session since it was last written. */
  record Touch(UUID id, SessionState state, Instant lastUsedAt, long requests) {}

  /** False when the id has a session that has not ended. */
  boolean insert(SessionRecord session) {
    EndpointName endpoint = session.endpoint();
    try {
      database.update(
          """
          insert into sessions (id, runtime_id, session_id, version, endpoint, user_id, principal, state, worker_id,
            isolation, created_at, last_used_at, idle_timeout_seconds, max_life_seconds)
          values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """,
          session.id(),
          session.runtime().value(),
          session.sessionId().value(),
          session.version(),
          endpoint == null ? null : endpoint.value(),
          session.user(),
          session.principal(),
          session.state(),
          session.workerId(),
          session.isolation(),
          session.createdAt(),
          session.lastUsedAt(),
          session.idleTimeout().toSeconds(),
          session.maxLife().toSeconds());
      return true;
    } catch (UniqueViolation taken) {
      return false;
    }
  }

  /** The session of this id that has not ended. */
  Optional<SessionRecord> live(AgentRuntimeId runtime, SessionId session) {
    return database.first(
        "select "
            + COLUMNS
            + " from sessions where runtime_id = ? and session_id = ? and ended_at is null",
        SessionStore::read,
        runtime.value(),
        session.value());
  }

  /** The newest session of this id, ended or not. */
  Optional<SessionRecord> newest(AgentRuntimeId runtime, SessionId session) {
    return database.first(
        "select "
            + COLUMNS
            + " from sessions where runtime_id = ? and session_id = ? order by created_at desc, id"
            + " limit 1",
        SessionStore::read,
        runtime.value(),
        session.value());
  }

  void started(UUID id, String workerId, @Nullable Long pid, String isolation, Instant at) {
    database.update(
        """
        update sessions set held = true, state = 'READY', worker_id = ?, worker_pid = ?, isolation = ?, starts = starts + 1,
          last_used_at = ?
        where id = ? and ended_at is null
        """,
        workerId,
        pid,
        isolation,
        at,
        id);
  }

  /** Its worker is about to start again; false when it has ended meanwhile. */
  boolean resume(UUID id) {
    return database.update(
            "update sessions set held = true, state = 'STARTING' where id = ? and ended_at is null",
            id)
        == 1;
  }

  /** The workers whose folders a session may still need. */
  Set<String> workersInUse() {
    return Set.copyOf(
        database.list(
            "select distinct worker_id from sessions where ended_at is null",
            row -> row.getString(1)));
  }

  void touch(List<Touch> touches) {
    database.batch(
        """
        update sessions set state = ?, last_used_at = ?, requests = ? where id = ? and ended_at is null
        """,
        touches.stream()
            .map(t -> new @Nullable Object[] {t.state(), t.lastUsedAt(), t.requests(), t.id()})
            .toList());
  }

  /** Ends a session once; a later end of the same one changes nothing. */
  void end(
      UUID id,
      Instant at,
      EndReason reason,
      String detail,
      @Nullable Integer exitCode,
      long requests) {
    database.update(
        """
        update sessions set state = 'ENDED', ended_at = ?, end_reason = ?, end_detail = ?, exit_code = ?,
          requests = greatest(requests, ?), worker_pid = null
        where id = ? and ended_at is null
        """,
        at,
        reason,
        detail,
        exitCode,
        requests,
        id);
  }

  /**
   * After a restart: sessions keep their record and lose their worker; those being stopped are
   * over.
   */
  int restarted(Instant at) {
    database.update(
        """
        update sessions set state = 'ENDED', ended_at = ?, end_reason = 'STOPPED',
          end_detail = 'the platform ended while it was being stopped', worker_pid = null
        where ended_at is null and state = 'STOPPING'
        """,
        at);
    return database.update(
        "update sessions set state = 'IDLE', worker_pid = null, held = false where ended_at is"
            + " null");
  }

  /** Ends the sessions without a worker whose idle timeout or maximum life is over. */
  int expire(Instant now) {
    return database.update(
        """
        update sessions set state = 'ENDED', ended_at = ?,
          end_reason = case when created_at + make_interval(secs => max_life_seconds) <= ? then 'MAX_LIFETIME'
                            else 'IDLE_TIMEOUT' end,
          end_detail = 'while it had no worker'
        where ended_at is null and not held
          and (created_at + make_interval(secs => max_life_seconds) <= ?
            or last_used_at + make_interval(secs => idle_timeout_seconds) <= ?)
        """,
        now,
        now,
        now,
        now);
  }

  /**
   * Ends the sessions without a worker of an agent, or of all when it is null; how many there were.
   */
  int endWithoutWorker(@Nullable AgentRuntimeId runtime, Instant now, EndReason reason) {
    String id = runtime == null ? null : runtime.value();
    return database.update(
        """
        update sessions set state = 'ENDED', ended_at = ?, end_reason = ?, end_detail = 'while it had no worker'
        where ended_at is null and not held
          and (cast(? as text) is null or runtime_id = ?)
        """,
        now,
        reason,
        id,
        id);
  }

  /** The versions of an agent that live sessions run. */
  List<Integer> versionsInUse(AgentRuntimeId runtime) {
    return database.list(
        "select distinct version from sessions where runtime_id = ? and ended_at is null",
        row -> row.getInt(1),
        runtime.value());
  }

  /**
   * Sessions, newest first.
   *
   * @param runtime null for those of every agent
   * @param state null for every state; {@code LIVE} for all that have not ended
   * @param before a position a former page ended at, or null
   */
  List<SessionRecord> list(
      @Nullable String runtime, @Nullable String state, @Nullable Position before, int limit) {
    return database.list(
        "select "
            + COLUMNS
            + """
            from sessions
            where (cast(? as text) is null or runtime_id = ?)
              and (cast(? as text) is null or state = ? or (? = 'LIVE' and ended_at is null))
              and (cast(? as timestamptz) is null or (created_at, id) < (?, ?))
            order by created_at desc, id desc limit ?
            """,
        SessionStore::read,
        runtime,
        runtime,
        state,
        state,
        state,
        before == null ? null : before.createdAt(),
        before == null ? null : before.createdAt(),
        before == null ? null : before.id(),
        limit);
  }

  /** Where a page of sessions ended. */
  record Position(Instant createdAt, UUID id) {}

  private static SessionRecord read(ResultSet row) throws SQLException {
    long pid = row.getLong("worker_pid");
    Long workerPid = row.wasNull() ? null : pid;
    int code = row.getInt("exit_code");
    Integer exitCode = row.wasNull() ? null : code;
    String reason = row.getString("end_reason");
    String endpoint = row.getString("endpoint");
    return new SessionRecord(
        row.getObject("id", UUID.class),
        new AgentRuntimeId(row.getString("runtime_id")),
        new SessionId(row.getString("session_id")),
        row.getInt("version"),
        endpoint == null ? null : new EndpointName(endpoint),
        row.getString("user_id"),
        row.getString("principal"),
        SessionState.valueOf(row.getString("state")),
        row.getString("worker_id"),
        workerPid,
        row.getString("isolation"),
        row.getTimestamp("created_at").toInstant(),
        row.getTimestamp("last_used_at").toInstant(),
        instant(row.getTimestamp("ended_at")),
        reason == null ? null : EndReason.valueOf(reason),
        row.getString("end_detail"),
        exitCode,
        row.getLong("requests"),
        Duration.ofSeconds(row.getInt("idle_timeout_seconds")),
        Duration.ofSeconds(row.getInt("max_life_seconds")));
  }

  private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
    return timestamp == null ? null : timestamp.toInstant();
  }
}
