package dev.cadre.agent;

import dev.cadre.fault.Fault;
import dev.cadre.id.AgentRuntimeId;
import dev.cadre.id.AgentRuntimeName;
import dev.cadre.store.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table of agents. Every method runs on the caller's transaction. */
final class AgentStore {
  private AgentStore() {}

  static void insert(Sql sql, AgentRuntimeId id, AgentRuntimeName name, Instant now) {
    sql.update(
        """
        insert into agent (id, name, status, newest_version, created_at, updated_at)
        values (?, ?, ?, 1, ?, ?)
        """,
        id.value(),
        name.value(),
        Status.CREATING,
        now,
        now);
  }

  static Optional<AgentRow> find(Sql sql, AgentRuntimeId id) {
    return sql.first("select * from agent where id = ?", AgentStore::row, id.value());
  }

  /** Throws {@link Fault.NotFound} when there is none. */
  static AgentRow require(Sql sql, AgentRuntimeId id) {
    return find(sql, id).orElseThrow(() -> missing(id));
  }

  /** As {@link #require}, and nobody else changes the agent until the transaction ends. */
  static AgentRow lock(Sql sql, AgentRuntimeId id) {
    return tryLock(sql, id).orElseThrow(() -> missing(id));
  }

  static Optional<AgentRow> tryLock(Sql sql, AgentRuntimeId id) {
    return sql.first("select * from agent where id = ? for update", AgentStore::row, id.value());
  }

  static void lockAll(Sql sql) {
    sql.update("lock table agent in share row exclusive mode");
  }

  static long count(Sql sql) {
    return sql.list("select count(*) from agent", row -> row.getLong(1)).getFirst();
  }

  static String mark(Sql sql) {
    return sql.first(
            """
            select (select count(*) || ' ' || coalesce(max(updated_at)::text, '') from agent) || ' '
              || (select count(*) || ' ' || coalesce(max(updated_at)::text, '') from agent_version) || ' '
              || (select count(*) || ' ' || coalesce(max(updated_at)::text, '') from agent_endpoint)
            """,
            row -> row.getString(1))
        .orElse("");
  }

  /** Newest first; those made before the agent of {@code beforeSeq}. */
  static List<AgentRow> page(Sql sql, long beforeSeq, int limit) {
    return sql.list(
        "select * from agent where seq < ? order by seq desc limit ?",
        AgentStore::row,
        beforeSeq,
        limit);
  }

  /** As {@link #page}, of the agents whose newest version is declared. */
  static List<AgentRow> declared(Sql sql, long beforeSeq, int limit) {
    return sql.list(
        """
        select a.* from agent a
        join agent_version v on v.agent_id = a.id and v.version = a.newest_version
        where a.seq < ? and v.definition #> '{agentRuntimeArtifact,declaredConfiguration}' is not null
        order by a.seq desc limit ?
        """,
        AgentStore::row,
        beforeSeq,
        limit);
  }

  /** By name, or by the ten characters that end an id. */
  static List<AgentRow> named(Sql sql, String name) {
    return sql.list(
        "select * from agent where name = ? or right(id, 11) = '-' || ? order by seq",
        AgentStore::row,
        name,
        name);
  }

  /** The newest agents' names, for whoever mistyped one. */
  static List<String> names(Sql sql) {
    return sql.list("select name from agent order by seq desc limit 1000", row -> row.getString(1));
  }

  /** Agents whose own change, or that of a version or endpoint, has not ended. */
  static List<AgentRuntimeId> changing(Sql sql) {
    return sql.list(
        """
        select id from agent a where status in ('CREATING', 'UPDATING', 'DELETING')
        or exists (select 1 from agent_version v where v.agent_id = a.id
                   and v.status in ('CREATING', 'UPDATING', 'DELETING'))
        or exists (select 1 from agent_endpoint e where e.agent_id = a.id
                   and e.status in ('CREATING', 'UPDATING', 'DELETING'))
        order by seq
        """,
        row -> new AgentRuntimeId(row.getString("id")));
  }

  static void status(
      Sql sql, AgentRuntimeId id, Status status, @Nullable String reason, Instant now) {
    sql.update(
        "update agent set status = ?, failure_reason = ?, updated_at = ? where id = ?",
        status,
        reason,
        now,
        id.value());
  }

  static void newestVersion(Sql sql, AgentRuntimeId id, int version) {
    sql.update("update agent set newest_version = ? where id = ?", version, id.value());
  }

  /** With all that belongs to it. */
  static void delete(Sql sql, AgentRuntimeId id) {
    sql.update("delete from agent where id = ?", id.value());
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  static Fault.NotFound missing(AgentRuntimeId id) {
    return new Fault.NotFound(
        "there is no agent runtime '" + id + "'; ListAgentRuntimes names all");
  }

  private static AgentRow row(ResultSet row) throws SQLException {
    return new AgentRow(
        new AgentRuntimeId(row.getString("id")),
        row.getLong("seq"),
        row.getString("name"),
        Status.valueOf(row.getString("status")),
        row.getString("failure_reason"),
        row.getInt("newest_version"),
        instant(row, "created_at"),
        instant(row, "updated_at"));
  }
}
