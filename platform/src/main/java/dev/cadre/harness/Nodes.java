package dev.cadre.harness;

import dev.cadre.json.Json;
import dev.cadre.model.Caller;
import dev.cadre.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * Which node runs which turn. A node shows by a heartbeat that it is alive; the turns of one that
 * was not seen for a while, and those that an earlier run of this very node left, are taken over.
 */
final class Nodes {
  static final Duration HEARTBEAT = Duration.ofSeconds(10);
  private static final Duration LOST = Duration.ofSeconds(60);

  private final Database database;
  private final AgentFile files;
  private final InstantSource clock;
  private final TurnStore.Node own;

  /**
   * A turn taken over.
   *
   * @param caller with the trace that the turn began in
   */
  record Cut(
      UUID turn,
      long number,
      ConversationId conversation,
      AgentDefinition agent,
      Caller caller,
      TurnInput input,
      int attempts) {}

  Nodes(Database database, AgentFile files, InstantSource clock, TurnStore.Node own) {
    this.database = database;
    this.files = files;
    this.clock = clock;
    this.own = own;
  }

  void beat() {
    database.update(
        """
        insert into harness_node (name, incarnation, seen_at) values (?, ?, ?)
        on conflict (name) do update set incarnation = excluded.incarnation, seen_at = excluded.seen_at
        """,
        own.name(),
        own.incarnation(),
        clock.instant());
  }

  /**
   * Takes over the turns that nobody runs, each by one node alone; those in {@code held} run here.
   */
  List<Cut> takeOver(Collection<UUID> held) {
    Instant lost = clock.instant().minus(LOST);
    String[] running = held.stream().map(UUID::toString).toArray(String[]::new);
    return database.list(
        """
        update turn set node = ?, incarnation = ?, attempts = attempts + 1
        where id in (
          select t.id from turn t left join harness_node n on n.name = t.node
          where t.state = 'RUNNING' and not t.id = any(?::uuid[])
            and (t.node = ? or n.name is null or n.seen_at < ? or n.incarnation <> t.incarnation)
          order by t.seq
          for update of t skip locked)
        returning id, seq, agent, session, definition, tenant, person, hops, payer, traceparent,
          input, attempts
        """,
        row ->
            new Cut(
                row.getObject("id", UUID.class),
                row.getLong("seq"),
                new ConversationId(row.getString("agent"), row.getString("session")),
                files.read("the turn's agent", row.getString("definition")),
                caller(row),
                InputJson.read(Json.parse(row.getString("input"))),
                row.getInt("attempts")),
        own.name(),
        own.incarnation(),
        running,
        own.name(),
        lost);
  }

  private static Caller caller(ResultSet row) throws SQLException {
    return new Caller(
        row.getString("tenant"),
        row.getString("agent"),
        row.getString("session"),
        row.getString("person"),
        row.getInt("hops"),
        row.getString("payer"),
        TurnSpans.trace(row.getString("traceparent")));
  }
}
