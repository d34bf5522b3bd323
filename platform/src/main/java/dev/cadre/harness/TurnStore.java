package dev.cadre.harness;

import dev.cadre.store.Database;
import dev.cadre.store.Sql;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The tables of turns, written. All beginnings of a batch are one statement and all events another,
 * each a single round trip with its commit: only a batch that has both needs a transaction.
 */
final class TurnStore implements Journal.Writer {
  private final Database database;
  private final Node node;

  /** Who runs turns here: a name that stays, and this run of it. */
  record Node(String name, UUID incarnation) {}

  TurnStore(Database database, Node node) {
    this.database = database;
    this.node = node;
  }

  @Override
  public Map<UUID, Long> write(List<Entry> entries) {
    List<Entry.Begin> begins = only(entries, Entry.Begin.class);
    List<Entry.Append> appends = only(entries, Entry.Append.class);
    if (appends.isEmpty()) {
      return begin(database, begins);
    }
    if (begins.isEmpty() && appends.stream().allMatch(append -> append.trim() == null)) {
      append(database, appends);
      return Map.of();
    }
    return database.transaction(
        sql -> {
          Map<UUID, Long> begun = begins.isEmpty() ? Map.of() : begin(sql, begins);
          append(sql, appends);
          appends.forEach(append -> trim(sql, append.trim()));
          return begun;
        });
  }

  private static <T extends Entry> List<T> only(List<Entry> entries, Class<T> type) {
    return entries.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private Map<UUID, Long> begin(Sql sql, List<Entry.Begin> begins) {
    Map<UUID, Long> numbers = new HashMap<>();
    sql.list(
        """
        with v as (
          select id::uuid as id, agent, session, opens::boolean as opens, tenant, person,
            hops::integer as hops, payer, key, traceparent,
            definition::json as definition, input::json as input, answers::uuid as answers,
            at::timestamptz as at, started::json as started
          from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            as v (id, agent, session, opens, tenant, person, hops, payer, key, traceparent, definition,
              input, answers, at, started)
        ), c as (
          insert into conversation (agent, session, created_at, last_turn_at)
          select agent, session, at, at from v
          on conflict (agent, session) do update set last_turn_at = excluded.last_turn_at
        ), t as (
          insert into turn (id, agent, session, state, opens, node, incarnation, tenant, person, hops,
            payer, key, traceparent, definition, input, started_at)
          select id, agent, session, 'RUNNING', opens, ?, ?, tenant, person, hops, payer, key,
            traceparent, definition, input, at
          from v
          on conflict (agent, session) where state = 'RUNNING' do nothing
          returning id, seq
        ), e as (
          insert into turn_event (turn_id, seq, type, at, event)
          select v.id, 0, 'started', v.at, v.started from v join t on t.id = v.id
        ), w as (
          update turn set state = 'ENDED' from v join t on t.id = v.id
          where turn.id = v.answers and turn.state = 'WAITING'
        )
        select id, seq from t
        """,
        row -> numbers.put(row.getObject(1, UUID.class), row.getLong(2)) == null,
        column(begins, begin -> begin.turn().toString()),
        column(begins, begin -> begin.conversation().agent()),
        column(begins, begin -> begin.conversation().session()),
        column(begins, begin -> String.valueOf(begin.input() instanceof TurnInput.Said)),
        column(begins, begin -> begin.caller().tenant()),
        column(begins, begin -> begin.caller().person()),
        column(begins, begin -> String.valueOf(begin.caller().hops())),
        column(begins, begin -> begin.caller().payer()),
        column(begins, Entry.Begin::key),
        column(begins, Entry.Begin::traceparent),
        column(begins, begin -> DefinitionJson.of(begin.agent()).toString()),
        column(begins, begin -> InputJson.write(begin.input()).toString()),
        column(begins, begin -> text(begin.answers())),
        column(begins, begin -> begin.at().toString()),
        column(begins, TurnStore::started),
        node.name(),
        node.incarnation());
    return numbers;
  }

  private static String started(Entry.Begin begin) {
    return EventJson.write(new TurnEvent.Started(begin.turn().toString())).toString();
  }

  private static @Nullable String text(@Nullable UUID id) {
    return id == null ? null : id.toString();
  }

  private static void append(Sql sql, List<Entry.Append> appends) {
    List<Entry.Append> closing = appends.stream().filter(each -> each.close() != null).toList();
    EventRows rows = EventRows.of(appends);
    sql.update(
        """
        with e as (
          insert into turn_event (turn_id, seq, type, at, event)
          select turn::uuid, number::integer, type, at::timestamptz, event::json
          from unnest(?, ?, ?, ?, ?) as v (turn, number, type, at, event)
        )
        update turn set state = v.state, steps = v.steps::integer, input_tokens = v.input::bigint,
          output_tokens = v.output::bigint, ended_at = v.at::timestamptz, definition = null
        from unnest(?, ?, ?, ?, ?, ?) as v (id, state, steps, input, output, at)
        where turn.id = v.id::uuid
        """,
        EventRows.array(rows.turns),
        EventRows.array(rows.numbers),
        EventRows.array(rows.types),
        EventRows.array(rows.times),
        EventRows.array(rows.events),
        column(closing, append -> append.turn().toString()),
        column(closing, append -> closeOf(append).state().name()),
        column(closing, append -> String.valueOf(closeOf(append).steps())),
        column(closing, append -> String.valueOf(closeOf(append).inputTokens())),
        column(closing, append -> String.valueOf(closeOf(append).outputTokens())),
        column(closing, append -> append.at().toString()));
  }

  private static Entry.Close closeOf(Entry.Append append) {
    return Objects.requireNonNull(append.close());
  }

  private static void trim(Sql sql, Entry.@Nullable Trim trim) {
    if (trim != null) {
      sql.update(
          "update conversation set kept_from = ?, summary = ? where agent = ? and session = ?",
          trim.keptFrom(),
          trim.summary(),
          trim.conversation().agent(),
          trim.conversation().session());
    }
  }

  private static <T> String[] column(List<T> rows, Function<T, @Nullable String> value) {
    return rows.stream().map(value).toArray(String[]::new);
  }

  /** Events of many turns, to be inserted together. */
  private static final class EventRows {
    private final List<String> turns = new ArrayList<>();
    private final List<String> numbers = new ArrayList<>();
    private final List<String> types = new ArrayList<>();
    private final List<String> times = new ArrayList<>();
    private final List<String> events = new ArrayList<>();

    static EventRows of(List<Entry.Append> appends) {
      EventRows rows = new EventRows();
      for (Entry.Append append : appends) {
        for (int i = 0; i < append.events().size(); i++) {
          rows.add(append.turn(), append.from() + i, append.at(), append.events().get(i));
        }
      }
      return rows;
    }

    private void add(UUID turn, int number, Instant at, TurnEvent event) {
      turns.add(turn.toString());
      numbers.add(String.valueOf(number));
      types.add(EventJson.type(event));
      times.add(at.toString());
      events.add(EventJson.write(event).toString());
    }

    static String[] array(List<String> values) {
      return values.toArray(String[]::new);
    }
  }
}
