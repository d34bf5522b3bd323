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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tables of turns, written: each kind of entry of a batch is one statement. */
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
    return database.transaction(
        sql -> {
          Map<UUID, Long> begun = begin(sql, begins);
          append(
              sql,
              begins.stream().filter(begin -> begun.containsKey(begin.turn())).toList(),
              appends);
          close(sql, appends.stream().filter(append -> append.close() != null).toList());
          appends.forEach(append -> trim(sql, append.trim()));
          return begun;
        });
  }

  private static <T extends Entry> List<T> only(List<Entry> entries, Class<T> type) {
    return entries.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private Map<UUID, Long> begin(Sql sql, List<Entry.Begin> begins) {
    if (begins.isEmpty()) {
      return Map.of();
    }
    sql.update(
        """
        insert into conversation (agent, session, created_at, last_turn_at)
        select agent, session, at::timestamptz, at::timestamptz
        from unnest(?, ?, ?) as v (agent, session, at)
        on conflict (agent, session) do update set last_turn_at = excluded.last_turn_at
        """,
        column(begins, begin -> begin.conversation().agent()),
        column(begins, begin -> begin.conversation().session()),
        column(begins, begin -> begin.at().toString()));
    Map<UUID, Long> begun = insert(sql, begins);
    String[] answered =
        begins.stream()
            .filter(begin -> begun.containsKey(begin.turn()))
            .map(Entry.Begin::answers)
            .flatMap(Stream::ofNullable)
            .map(UUID::toString)
            .toArray(String[]::new);
    if (answered.length > 0) {
      sql.update(
          "update turn set state = 'ENDED' where id = any(?::uuid[]) and state = 'WAITING'",
          (Object) answered);
    }
    return begun;
  }

  private Map<UUID, Long> insert(Sql sql, List<Entry.Begin> begins) {
    Map<UUID, Long> numbers = new HashMap<>();
    sql.list(
        """
        insert into turn (id, agent, session, state, opens, node, incarnation, tenant, traceparent,
          definition, input, started_at)
        select id::uuid, agent, session, 'RUNNING', opens::boolean, ?, ?, tenant, traceparent,
          definition::json, input::json, at::timestamptz
        from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)
          as v (id, agent, session, opens, tenant, traceparent, definition, input, at)
        on conflict (agent, session) where state = 'RUNNING' do nothing
        returning id, seq
        """,
        row -> {
          numbers.put(row.getObject(1, UUID.class), row.getLong(2));
          return true;
        },
        node.name(),
        node.incarnation(),
        column(begins, begin -> begin.turn().toString()),
        column(begins, begin -> begin.conversation().agent()),
        column(begins, begin -> begin.conversation().session()),
        column(begins, begin -> String.valueOf(begin.input() instanceof TurnInput.Said)),
        column(begins, Entry.Begin::tenant),
        column(begins, Entry.Begin::traceparent),
        column(begins, begin -> DefinitionJson.of(begin.agent()).toString()),
        column(begins, begin -> InputJson.write(begin.input()).toString()),
        column(begins, begin -> begin.at().toString()));
    return numbers;
  }

  private static void append(Sql sql, List<Entry.Begin> begins, List<Entry.Append> appends) {
    EventRows rows = new EventRows();
    begins.forEach(
        begin ->
            rows.add(begin.turn(), 0, begin.at(), new TurnEvent.Started(begin.turn().toString())));
    for (Entry.Append append : appends) {
      for (int i = 0; i < append.events().size(); i++) {
        rows.add(append.turn(), append.from() + i, append.at(), append.events().get(i));
      }
    }
    rows.insert(sql);
  }

  private static void close(Sql sql, List<Entry.Append> closing) {
    if (closing.isEmpty()) {
      return;
    }
    sql.update(
        """
        update turn set state = v.state, steps = v.steps::integer, input_tokens = v.input::bigint,
          output_tokens = v.output::bigint, ended_at = v.at::timestamptz, definition = null
        from unnest(?, ?, ?, ?, ?, ?) as v (id, state, steps, input, output, at)
        where turn.id = v.id::uuid
        """,
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

    void add(UUID turn, int number, Instant at, TurnEvent event) {
      turns.add(turn.toString());
      numbers.add(String.valueOf(number));
      types.add(EventJson.type(event));
      times.add(at.toString());
      events.add(EventJson.write(event).toString());
    }

    void insert(Sql sql) {
      if (turns.isEmpty()) {
        return;
      }
      sql.update(
          """
          insert into turn_event (turn_id, seq, type, at, event)
          select turn::uuid, number::integer, type, at::timestamptz, event::json
          from unnest(?, ?, ?, ?, ?) as v (turn, number, type, at, event)
          """,
          array(turns),
          array(numbers),
          array(types),
          array(times),
          array(events));
    }

    private static String[] array(List<String> values) {
      return values.toArray(String[]::new);
    }
  }
}
