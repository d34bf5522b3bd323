package dev.cadre.harness;

import dev.cadre.harness.AgentDefinition.MemoryUse;
import dev.cadre.json.Json;
import dev.cadre.model.Content;
import dev.cadre.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The journal, read: what was said and done, by conversation and by turn. Thread-safe. */
public final class Conversations {
  private static final String TURN =
      """
      select id, seq, agent, session, state, opens, tenant, input, steps, input_tokens, output_tokens, started_at, ended_at
      from turn
      """;

  private final Database database;

  Conversations(Database database) {
    this.database = database;
  }

  /**
   * A turn, over or not.
   *
   * @param number grows within a conversation, and across all
   * @param endedAt null while it runs
   */
  public record TurnRecord(
      String id,
      long number,
      ConversationId conversation,
      TurnState state,
      String tenant,
      TurnInput input,
      int steps,
      long inputTokens,
      long outputTokens,
      Instant startedAt,
      @Nullable Instant endedAt) {}

  /**
   * An event as it was shown.
   *
   * @param number counts a turn's events from 0; a second {@link TurnEvent.ReplyStarted} of a step
   *     replaces what that step said before: a crash had cut it
   */
  public record Recorded(int number, Instant at, TurnEvent event) {}

  /** A turn that waits, and the calls it waits for a person to decide. */
  public record Pending(TurnRecord turn, List<Content.ToolCall> calls) {}

  /** The turns of a conversation, newest first, of those numbered below {@code before}. */
  public List<TurnRecord> turns(ConversationId conversation, long before, int limit) {
    return database.list(
        TURN + " where agent = ? and session = ? and seq < ? order by seq desc limit ?",
        Conversations::turn,
        conversation.agent(),
        conversation.session(),
        before,
        limit);
  }

  public Optional<TurnRecord> turn(String id) {
    try {
      return database.first(TURN + " where id = ?", Conversations::turn, UUID.fromString(id));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The newest turn of a conversation that a request of this key began. */
  Optional<TurnRecord> keyed(ConversationId conversation, String key) {
    return database.first(
        TURN + " where agent = ? and session = ? and key = ? order by seq desc limit 1",
        Conversations::turn,
        conversation.agent(),
        conversation.session(),
        key);
  }

  /** The last event of a turn that is over, or waits. */
  Optional<TurnEvent> last(String turn) {
    return database.first(
        "select event from turn_event where turn_id = ? order by seq desc limit 1",
        row -> EventJson.read(Json.parse(row.getString(1))),
        UUID.fromString(turn));
  }

  /** A turn's events after the one numbered {@code after}; -1 for all. At most {@code limit}. */
  public List<Recorded> events(String turn, int after, int limit) {
    return database.list(
        "select seq, at, event from turn_event where turn_id = ? and seq > ? order by seq limit ?",
        row ->
            new Recorded(
                row.getInt(1),
                row.getTimestamp(2).toInstant(),
                EventJson.read(Json.parse(row.getString(3)))),
        UUID.fromString(turn),
        after,
        limit);
  }

  /** What waits for a person, oldest first; of all agents when {@code agent} is null. */
  public List<Pending> pendingApprovals(@Nullable String agent, int limit) {
    return database
        .list(
            TURN
                + """
                where state = 'WAITING' and (cast(? as text) is null or agent = ?)
                order by started_at limit ?
                """,
            Conversations::turn,
            agent,
            agent,
            limit)
        .stream()
        .map(turn -> new Pending(turn, awaited(turn.id())))
        .filter(pending -> !pending.calls().isEmpty())
        .toList();
  }

  private List<Content.ToolCall> awaited(String turn) {
    return database
        .first(
            "select event from turn_event where turn_id = ? and type = 'ended' order by seq desc"
                + " limit 1",
            row -> EventJson.read(Json.parse(row.getString(1))),
            UUID.fromString(turn))
        .map(
            event ->
                event instanceof TurnEvent.Ended(TurnEvent.Outcome.AwaitsApproval(var calls), _, _)
                    ? calls
                    : List.<Content.ToolCall>of())
        .orElse(List.of());
  }

  /**
   * A conversation as it stands.
   *
   * @param waiting the turn that waits for what comes next; null for none
   * @param running the turn that runs; null for none
   */
  record Past(Transcript transcript, @Nullable UUID waiting, @Nullable UUID running) {}

  /**
   * What an agent remembers of {@code conversation}, up to the turn {@code upTo}, which is left
   * out; null for all.
   */
  Past past(ConversationId conversation, MemoryUse memory, @Nullable UUID upTo) {
    Transcript transcript = new Transcript();
    List<TurnRecord> turns = remembered(conversation, memory, transcript);
    Map<UUID, List<TurnEvent>> steps = steps(conversation, turns);
    UUID waiting = null;
    UUID running = null;
    for (TurnRecord turn : turns) {
      UUID id = UUID.fromString(turn.id());
      if (id.equals(upTo)) {
        break;
      }
      transcript.apply(turn::number, turn.input());
      steps.getOrDefault(id, List.of()).forEach(transcript::apply);
      waiting = turn.state() == TurnState.WAITING ? id : null;
      running = turn.state() == TurnState.RUNNING ? id : null;
    }
    return new Past(transcript, waiting, running);
  }

  private List<TurnRecord> remembered(
      ConversationId conversation, MemoryUse memory, Transcript transcript) {
    record Kept(String summary, long from, boolean trimmed) {}

    Optional<Kept> kept =
        database.first(
            switch (memory) {
              case MemoryUse.Session _, MemoryUse.LongTerm _ ->
                  "select summary, kept_from, kept_from > 0 from conversation where agent = ? and"
                      + " session = ?";
              // Only what a turn that waits goes on with.
              case MemoryUse.None() ->
                  """
                  select '', max(t.seq), false from turn t
                  where t.agent = ? and t.session = ? and t.opens
                    and exists (select 1 from turn w where w.agent = t.agent and w.session = t.session
                      and w.state in ('WAITING', 'RUNNING'))
                  having max(t.seq) is not null
                  """;
            },
            row -> new Kept(row.getString(1), row.getLong(2), row.getBoolean(3)),
            conversation.agent(),
            conversation.session());
    if (kept.isEmpty()) {
      return List.of();
    }
    transcript.summarise(kept.get().summary());
    if (kept.get().trimmed()) {
      transcript.trimmed();
    }
    return database.list(
        TURN + " where agent = ? and session = ? and seq >= ? order by seq",
        Conversations::turn,
        conversation.agent(),
        conversation.session(),
        kept.get().from());
  }

  private Map<UUID, List<TurnEvent>> steps(ConversationId conversation, List<TurnRecord> turns) {
    Map<UUID, List<TurnEvent>> steps = new LinkedHashMap<>();
    if (!turns.isEmpty()) {
      database
          .list(
              """
              select e.turn_id, e.event from turn t join turn_event e on e.turn_id = t.id
              where t.agent = ? and t.session = ? and t.seq >= ?
                and e.type in ('replyEnded', 'toolEnded', 'decided', 'ended', 'failed')
              order by t.seq, e.seq
              """,
              row ->
                  Map.entry(
                      row.getObject(1, UUID.class), EventJson.read(Json.parse(row.getString(2)))),
              conversation.agent(),
              conversation.session(),
              turns.getFirst().number())
          .forEach(
              step ->
                  steps
                      .computeIfAbsent(step.getKey(), _ -> new java.util.ArrayList<>())
                      .add(step.getValue()));
    }
    return steps;
  }

  /** Removes what was said and done in a conversation; a turn that runs stays. */
  void forget(ConversationId conversation) {
    database.transaction(
        sql -> {
          sql.update(
              """
              delete from turn_event where turn_id in
                (select id from turn where agent = ? and session = ? and state <> 'RUNNING')
              """,
              conversation.agent(),
              conversation.session());
          sql.update(
              "delete from turn where agent = ? and session = ? and state <> 'RUNNING'",
              conversation.agent(),
              conversation.session());
          return sql.update(
              "update conversation set summary = '', kept_from = 0 where agent = ? and session = ?",
              conversation.agent(),
              conversation.session());
        });
  }

  /** What of a turn that was cut is needed to go on: where it stood, and its numbered events. */
  List<Recorded> all(UUID turn) {
    return events(turn.toString(), -1, Integer.MAX_VALUE);
  }

  /** The turn of a row that has these columns; {@link History} reads more beside them. */
  static TurnRecord turn(ResultSet row) throws SQLException {
    Timestamp endedAt = row.getTimestamp("ended_at");
    return new TurnRecord(
        row.getString("id"),
        row.getLong("seq"),
        new ConversationId(row.getString("agent"), row.getString("session")),
        TurnState.valueOf(row.getString("state")),
        row.getString("tenant"),
        InputJson.read(Json.parse(row.getString("input"))),
        row.getInt("steps"),
        row.getLong("input_tokens"),
        row.getLong("output_tokens"),
        row.getTimestamp("started_at").toInstant(),
        endedAt == null ? null : endedAt.toInstant());
  }
}
