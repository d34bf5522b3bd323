package dev.cadre.harness;

import dev.cadre.harness.Conversations.TurnRecord;
import dev.cadre.json.Json;
import dev.cadre.model.Content;
import dev.cadre.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The journal as people look through it: conversations by age, turns by conversation or trace. */
public final class History {
  private static final String TURN =
      """
      select id, seq, agent, session, state, tenant, input, steps, input_tokens, output_tokens, started_at, ended_at,
        substring(traceparent from 4 for 32) as trace, substring(traceparent from 37 for 16) as span
      from turn
      """;

  private final Database database;

  History(Database database) {
    this.database = database;
  }

  /**
   * A conversation in a list of them.
   *
   * @param opening what was said first; null when nothing is left of it
   * @param state of its newest turn; null when no turn is left
   */
  public record Overview(
      ConversationId conversation,
      @Nullable TurnInput opening,
      @Nullable TurnState state,
      long turns,
      Instant createdAt,
      Instant lastTurnAt) {}

  /**
   * A turn in a list of them.
   *
   * @param trace to which its work belongs; null when it was not traced
   * @param span of that trace, which stands for the turn
   */
  public record Line(TurnRecord turn, @Nullable String trace, @Nullable String span) {}

  /** Where a page of conversations begins: behind this one. */
  public record Position(Instant lastTurnAt, ConversationId conversation) {}

  /**
   * Those last spoken in first.
   *
   * @param agent null for all
   * @param after null for the first page
   */
  public List<Overview> conversations(@Nullable String agent, @Nullable Position after, int limit) {
    Position from =
        after == null
            ? new Position(Instant.parse("9999-01-01T00:00:00Z"), new ConversationId("", ""))
            : after;
    return database.list(
        """
        select c.agent, c.session, c.created_at, c.last_turn_at,
          (select t.input from turn t where t.agent = c.agent and t.session = c.session
           order by t.seq limit 1) as opening,
          (select t.state from turn t where t.agent = c.agent and t.session = c.session
           order by t.seq desc limit 1) as state,
          (select count(*) from turn t where t.agent = c.agent and t.session = c.session) as turns
        from conversation c
        where (cast(? as text) is null or c.agent = ?)
          and (c.last_turn_at, c.agent, c.session) < (?, ?, ?)
        order by c.last_turn_at desc, c.agent desc, c.session desc limit ?
        """,
        History::overview,
        agent,
        agent,
        from.lastTurnAt(),
        from.conversation().agent(),
        from.conversation().session(),
        limit);
  }

  /** The turns of a conversation, newest first, of those numbered below {@code before}. */
  public List<Line> turns(ConversationId conversation, long before, int limit) {
    return database.list(
        TURN + " where agent = ? and session = ? and seq < ? order by seq desc limit ?",
        History::line,
        conversation.agent(),
        conversation.session(),
        before,
        limit);
  }

  /** The turns that ran for one request, of all agents, in the order they began. */
  public List<Line> ofTrace(String trace, int limit) {
    return database.list(
        TURN + " where substring(traceparent from 4 for 32) = ? order by seq limit ?",
        History::line,
        trace,
        limit);
  }

  public Optional<Line> turn(String id) {
    try {
      return database.first(TURN + " where id = ?", History::line, UUID.fromString(id));
    } catch (IllegalArgumentException noId) {
      return Optional.empty();
    }
  }

  /** Differs after a turn began, waited, went on or ended. */
  public String mark() {
    return database
        .first(
            """
            select (select coalesce(max(seq), 0) from turn) || ' '
              || (select coalesce(max(last_turn_at)::text, '') from conversation) || ' '
              || (select count(*) from turn where state = 'RUNNING') || ' '
              || (select count(*) from turn where state = 'WAITING')
            """,
            row -> row.getString(1))
        .orElse("");
  }

  /** The texts of what was said; empty for decisions and results. */
  public static String said(@Nullable TurnInput input) {
    return input instanceof TurnInput.Said(List<Content> content, _) ? Content.text(content) : "";
  }

  private static Overview overview(ResultSet row) throws SQLException {
    String opening = row.getString("opening");
    String state = row.getString("state");
    return new Overview(
        new ConversationId(row.getString("agent"), row.getString("session")),
        opening == null ? null : InputJson.read(Json.parse(opening)),
        state == null ? null : TurnState.valueOf(state),
        row.getLong("turns"),
        row.getTimestamp("created_at").toInstant(),
        row.getTimestamp("last_turn_at").toInstant());
  }

  private static Line line(ResultSet row) throws SQLException {
    return new Line(Conversations.turn(row), row.getString("trace"), row.getString("span"));
  }
}
