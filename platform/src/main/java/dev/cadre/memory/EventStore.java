package dev.cadre.memory;

import dev.cadre.fault.Fault;
import dev.cadre.store.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table of events. Every method runs on the caller's transaction. */
final class EventStore {
  /** Payloads in one page; one more event may exceed it. */
  private static final long PAGE_BYTES = 12 * 1024 * 1024;

  /** One session's events; its key is found first, so that a page is read along the primary key. */
  private static final String FROM =
      """
      from memory_event e join memory_session s on s.key = e.session_key
        left join memory_branch b on b.session_key = e.session_key and b.name = e.branch
      where e.session_key = (select key from memory_session where memory_id = ? and actor_id = ? and session_id = ?)
        and e.created_at > ? and e.mode <> 'INGESTED'
      """;

  private static final String COLUMNS =
      """
      select s.memory_id, s.actor_id, s.session_id, e.seq, e.created_at, e.event_time, e.branch, b.root_event,
        e.metadata, e.variables, e.mode,
      """;

  private EventStore() {}

  /** Whose events are meant, and which of them have not expired. */
  record Scope(MemoryId memory, String actor, String session, Instant horizon) {}

  /**
   * What arrived; its place in the session is given when it is added.
   *
   * @param asOf when the memory was last updated, by what is known of it
   */
  record Arrival(
      Event event,
      @Nullable String clientToken,
      List<String> strategies,
      Instant due,
      Instant asOf) {}

  /**
   * Adds an event at the end of its session and tells the strategies, in one statement: whoever
   * waits for the session's row waits for this one to be committed, so that the order is exact.
   * Empty when the memory is gone, or was updated meanwhile.
   */
  static Optional<Long> add(Sql sql, Arrival arrival) {
    Event event = arrival.event();
    return sql.first(
        """
        with session as (
          insert into memory_session as s (memory_id, actor_id, session_id, created_at, last_seq)
          select id, ?, ?, ?, 1 from memory
          where id = ? and status = 'ACTIVE' and date_trunc('milliseconds', updated_at) = ?
          on conflict on constraint memory_session_once
          do update set last_seq = s.last_seq + 1, empty_since = null
          returning key, last_seq
        ), work as (
          insert into memory_extraction as x
            (session_key, strategy_id, done_seq, wanted_seq, due_at, waiting_since)
          select key, strategy, last_seq - 1, last_seq, ?, ? from session, unnest(?) strategy
          on conflict (session_key, strategy_id) do update set wanted_seq = excluded.wanted_seq,
            due_at = coalesce(x.due_at, excluded.due_at),
            waiting_since = coalesce(x.waiting_since, excluded.waiting_since)
        )
        insert into memory_event (session_key, seq, memory_id, created_at, event_time, branch, payload, metadata,
          variables, mode, client_token)
        select key, last_seq, ?, ?, ?, ?, ?, ?, ?, ?, ? from session
        returning seq
        """,
        row -> row.getLong(1),
        event.actor(),
        event.session(),
        event.createdAt(),
        event.memory().value(),
        arrival.asOf(),
        arrival.due(),
        event.createdAt(),
        arrival.strategies().toArray(String[]::new),
        event.memory().value(),
        event.createdAt(),
        event.at(),
        event.branch(),
        event.payload(),
        event.metadata(),
        event.variables(),
        event.mode(),
        arrival.clientToken());
  }

  /** The event that came with this token. */
  static Optional<Event> withToken(Sql sql, MemoryId memory, String token) {
    return sql.first(
        COLUMNS
            + """
            e.payload
            from memory_event e join memory_session s on s.key = e.session_key
              left join memory_branch b on b.session_key = e.session_key and b.name = e.branch
            where e.memory_id = ? and e.client_token = ?
            """,
        EventStore::row,
        memory.value(),
        token);
  }

  /** Throws {@link Fault.NotFound} when there is none. */
  static Event require(Sql sql, Scope scope, String id) {
    EventId parsed = EventId.parse(id);
    return sql.first(
            COLUMNS + "e.payload " + FROM + " and e.seq = ?",
            EventStore::row,
            scope.memory().value(),
            scope.actor(),
            scope.session(),
            scope.horizon(),
            parsed.seq())
        .filter(event -> event.id().equals(parsed))
        .orElseThrow(() -> EventId.missing(id));
  }

  /** Throws {@link Fault.NotFound} when there is none. */
  static void delete(Sql sql, Scope scope, String id, Instant now) {
    Event event = require(sql, scope, id);
    long session =
        sql.first(
                """
                delete from memory_event where seq = ? and session_key =
                  (select key from memory_session where memory_id = ? and actor_id = ? and session_id = ?)
                returning session_key
                """,
                row -> row.getLong(1),
                event.seq(),
                scope.memory().value(),
                scope.actor(),
                scope.session())
            .orElseThrow(() -> EventId.missing(id));
    SessionStore.markEmpty(sql, session, now);
  }

  /** An event, and the key of its session. */
  record Placed(long session, Event event) {}

  /** All events of a memory by session and place; those after these. */
  static List<Placed> after(Sql sql, MemoryId memory, long session, long place, int limit) {
    return sql.list(
        COLUMNS
            + """
            e.payload, e.session_key
            from memory_event e join memory_session s on s.key = e.session_key
              left join memory_branch b on b.session_key = e.session_key and b.name = e.branch
            where s.memory_id = ? and (e.session_key, e.seq) > (?, ?) and e.mode <> 'INGESTED'
            order by e.session_key, e.seq limit ?
            """,
        row -> new Placed(row.getLong("session_key"), row(row)),
        memory.value(),
        session,
        place,
        limit);
  }

  /** One page, newest first, and whether there is another. */
  record Page(List<Event> events, boolean more) {}

  /** Events before place {@code before} that pass the filter. */
  static Page page(
      Sql sql, Scope scope, EventFilter filter, long before, int limit, boolean payloads) {
    List<@Nullable Object> args = new ArrayList<>();
    args.addAll(
        List.of(scope.memory().value(), scope.actor(), scope.session(), scope.horizon(), before));
    String matching =
        COLUMNS
            + (payloads
                ? "e.payload, octet_length(e.payload) as size "
                : "null as payload, 0 as size ")
            + FROM
            + " and e.seq < ? "
            + filter.condition(args)
            + " order by e.seq desc limit ?";
    args.add(limit + 1);
    String measured =
        "select page.*, count(*) over () as found, sum(size) over (order by seq desc) - size as"
            + " above from ("
            + matching
            + ") page";
    String cut = "select * from (" + measured + ") page where above < ? order by seq desc limit ?";
    args.add(PAGE_BYTES);
    args.add(limit);
    List<Long> found = new ArrayList<>();
    List<Event> events =
        sql.list(
            cut,
            row -> {
              found.add(row.getLong("found"));
              return row(row);
            },
            args.toArray());
    return new Page(events, !found.isEmpty() && found.getFirst() > events.size());
  }

  static Event row(ResultSet row) throws SQLException {
    return new Event(
        new MemoryId(row.getString("memory_id")),
        row.getString("actor_id"),
        row.getString("session_id"),
        row.getLong("seq"),
        MemoryStore.instant(row, "created_at"),
        MemoryStore.instant(row, "event_time"),
        row.getString("branch"),
        row.getString("root_event"),
        row.getString("payload"),
        MemoryStore.object(row, "metadata"),
        MemoryStore.object(row, "variables"),
        Event.Mode.valueOf(row.getString("mode")));
  }
}
