package dev.cadre.memory;

import dev.cadre.json.Json;
import dev.cadre.store.Sql;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Adds events of as many sessions in one statement, each as {@link EventStore#add} adds one.
 * Sessions are locked in their order, so that two batches cannot wait for each other.
 */
final class EventBatch {
  private static final String ADD =
      """
      with arriving as (
        select * from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          as a (memory, actor, session, created, as_of, due, strategies, said, branch, payload, metadata, variables, more)
      ), session as (
        insert into memory_session as s (memory_id, actor_id, session_id, created_at, last_seq)
        select m.id, a.actor, a.session, a.created::timestamptz, 1 from arriving a join memory m on m.id = a.memory
        where m.status = 'ACTIVE' and date_trunc('milliseconds', m.updated_at) = a.as_of::timestamptz
        order by a.memory collate "C", a.actor collate "C", a.session collate "C"
        on conflict on constraint memory_session_once
        do update set last_seq = s.last_seq + 1, empty_since = null
        returning key, memory_id, actor_id, session_id, last_seq
      ), placed as (
        select s.key, s.last_seq, a.* from session s
        join arriving a on a.memory = s.memory_id and a.actor = s.actor_id and a.session = s.session_id
      ), work as (
        insert into memory_extraction as x
          (session_key, strategy_id, done_seq, wanted_seq, due_at, waiting_since)
        select key, strategy, last_seq - 1, last_seq, due::timestamptz, created::timestamptz
        from placed, unnest(string_to_array(strategies, ',')) strategy
        on conflict (session_key, strategy_id) do update set wanted_seq = excluded.wanted_seq,
          due_at = coalesce(x.due_at, excluded.due_at),
          waiting_since = coalesce(x.waiting_since, excluded.waiting_since)
      ), event as (
        insert into memory_event (session_key, seq, memory_id, created_at, event_time, branch, payload, metadata,
          variables, mode, client_token)
        select key, last_seq, memory, created::timestamptz, said::timestamptz, branch, payload, metadata::jsonb,
          variables::jsonb, split_part(more, ' ', 1), nullif(substr(more, position(' ' in more) + 1), '')
        from placed
      )
      select memory, actor, session, last_seq from placed
      """;

  private EventBatch() {}

  /** Whose event: one of a session is in a batch. */
  record Place(MemoryId memory, String actor, String session) {
    static Place of(EventStore.Arrival arrival) {
      Event event = arrival.event();
      return new Place(event.memory(), event.actor(), event.session());
    }
  }

  /**
   * The events' numbers; those whose memory is gone, or was updated meanwhile, have none.
   *
   * @param arrivals each of another session
   */
  static Map<Place, Long> add(Sql sql, List<EventStore.Arrival> arrivals) {
    Map<Place, Long> numbers = new HashMap<>();
    sql.list(
            ADD,
            row ->
                Map.entry(
                    new Place(
                        new MemoryId(row.getString(1)), row.getString(2), row.getString(3)),
                    row.getLong(4)),
            column(arrivals, a -> a.event().memory().value()),
            column(arrivals, a -> a.event().actor()),
            column(arrivals, a -> a.event().session()),
            column(arrivals, a -> a.event().createdAt().toString()),
            column(arrivals, a -> a.asOf().toString()),
            column(arrivals, a -> a.due().toString()),
            // Ids of strategies hold no comma.
            column(arrivals, a -> String.join(",", a.strategies())),
            column(arrivals, a -> a.event().at().toString()),
            column(arrivals, a -> a.event().branch()),
            column(arrivals, a -> a.event().payload()),
            column(arrivals, a -> text(a.event().metadata())),
            column(arrivals, a -> text(a.event().variables())),
            column(arrivals, a -> a.event().mode() + " " + token(a)))
        .forEach(one -> numbers.put(one.getKey(), one.getValue()));
    return numbers;
  }

  private static @Nullable String text(@Nullable ObjectNode object) {
    return object == null ? null : Json.text(object);
  }

  private static String token(EventStore.Arrival arrival) {
    String token = arrival.clientToken();
    return token == null ? "" : token;
  }

  private static Object column(
      List<EventStore.Arrival> arrivals, Function<EventStore.Arrival, @Nullable String> member) {
    return arrivals.stream().map(member).toArray(String[]::new);
  }
}
