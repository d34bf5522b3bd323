package dev.cadre.telemetry;

import dev.cadre.json.Json;
import dev.cadre.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the spans that were kept, some tenths of a second after they ended. Thread-safe. */
public final class Spans {
  private static final String COLUMNS =
      """
      select trace_id, span_id, parent_span_id, name, kind, started_at, duration_nanos, status,
        status_message, agent, session, attributes, events
      from spans
      """;

  private final Database database;

  Spans(Database database) {
    this.database = database;
  }

  /** The spans of one trace in the order they began; at most {@code limit}. */
  public List<StoredSpan> trace(String traceId, int limit) {
    return database.list(
        COLUMNS + " where trace_id = ? order by started_at limit ?", Spans::span, traceId, limit);
  }

  /** The newest spans of a session; at most {@code limit}. */
  public List<StoredSpan> session(String session, int limit) {
    return database.list(
        COLUMNS + " where session = ? order by ended_at desc limit ?", Spans::span, session, limit);
  }

  /** The newest spans of an agent with which a request began; at most {@code limit}. */
  public List<StoredSpan> roots(String agent, int limit) {
    return database.list(
        COLUMNS + " where agent = ? and kind = 'SERVER' order by ended_at desc limit ?",
        Spans::span,
        agent,
        limit);
  }

  /**
   * The newest spans with which an invocation of an agent entered a session: one for each request,
   * and one for each call of an agent from inside another.
   *
   * @param agent null for all
   * @param session null for all
   * @param before those that ended earlier
   */
  public List<StoredSpan> invocations(
      @Nullable String agent, @Nullable String session, Instant before, int limit) {
    return database.list(
        COLUMNS
            + """
            where kind = 'CLIENT' and agent is not null and name like 'invoke_agent%'
              and (cast(? as text) is null or agent = ?) and (cast(? as text) is null or session = ?)
              and ended_at < ?
            order by ended_at desc limit ?
            """,
        Spans::span,
        agent,
        agent,
        session,
        session,
        before,
        limit);
  }

  private static StoredSpan span(ResultSet row) throws SQLException {
    return new StoredSpan(
        row.getString("trace_id"),
        row.getString("span_id"),
        row.getString("parent_span_id"),
        row.getString("name"),
        row.getString("kind"),
        row.getObject("started_at", OffsetDateTime.class).toInstant(),
        row.getLong("duration_nanos"),
        row.getString("status"),
        row.getString("status_message"),
        row.getString("agent"),
        row.getString("session"),
        Json.parse(row.getString("attributes")),
        Json.parse(row.getString("events")));
  }
}
