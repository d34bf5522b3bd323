package dev.cadre.agent;

import dev.cadre.fault.Fault;
import dev.cadre.id.AgentRuntimeId;
import dev.cadre.json.Json;
import dev.cadre.store.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The table of versions. Every method runs on the caller's transaction. */
final class VersionStore {
  private VersionStore() {}

  static void insert(
      Sql sql, AgentRuntimeId id, int version, Status status, Definition definition, Instant now) {
    sql.update(
        """
        insert into agent_version (agent_id, version, status, definition, stage, warnings,
                                   created_at, updated_at)
        values (?, ?, ?, ?, 'waiting', ?, ?, ?)
        """,
        id.value(),
        version,
        status,
        definition.members(),
        DefinitionCheck.warnings(definition).toArray(String[]::new),
        now,
        now);
  }

  static Optional<VersionRow> find(Sql sql, AgentRuntimeId id, int version) {
    return sql.first(
        "select * from agent_version where agent_id = ? and version = ?",
        VersionStore::row,
        id.value(),
        version);
  }

  /** Throws {@link Fault.NotFound} when there is none. */
  static VersionRow require(Sql sql, AgentRuntimeId id, int version) {
    return find(sql, id, version)
        .orElseThrow(
            () ->
                new Fault.NotFound(
                    "agent runtime '%s' has no version %d; ListAgentRuntimeVersions names all"
                        .formatted(id, version)));
  }

  /** Newest first; those before {@code before}. */
  static List<VersionRow> page(Sql sql, AgentRuntimeId id, int before, int limit) {
    return sql.list(
        """
        select * from agent_version where agent_id = ? and version < ?
        order by version desc limit ?
        """,
        VersionStore::row,
        id.value(),
        before,
        limit);
  }

  /** Of each agent the newest version that has not been deleted. */
  static Map<AgentRuntimeId, VersionRow> newest(Sql sql, List<AgentRow> agents) {
    return sql
        .list(
            """
            select distinct on (agent_id) * from agent_version where agent_id = any (?)
            order by agent_id, version desc
            """,
            VersionStore::row,
            (Object) agents.stream().map(agent -> agent.id().value()).toArray(String[]::new))
        .stream()
        .collect(Collectors.toMap(VersionRow::agentId, Function.identity()));
  }

  static List<VersionRow> changing(Sql sql, AgentRuntimeId id) {
    return sql.list(
        """
        select * from agent_version where agent_id = ?
        and status in ('CREATING', 'UPDATING', 'DELETING') order by version
        """,
        VersionStore::row,
        id.value());
  }

  static int count(Sql sql, AgentRuntimeId id) {
    return sql.list(
            "select count(*) from agent_version where agent_id = ?",
            row -> row.getInt(1),
            id.value())
        .getFirst();
  }

  /** The newest that is ready and still has its artifact. */
  static Optional<Integer> newestReady(Sql sql, AgentRuntimeId id) {
    return sql.first(
        """
        select version from agent_version where agent_id = ? and status = 'READY' and not collected
        order by version desc limit 1
        """,
        row -> row.getInt("version"),
        id.value());
  }

  static void status(
      Sql sql,
      AgentRuntimeId id,
      int version,
      Status status,
      @Nullable String reason,
      Instant now) {
    sql.update(
        """
        update agent_version set status = ?, failure_reason = ?, updated_at = ?
        where agent_id = ? and version = ?
        """,
        status,
        reason,
        now,
        id.value(),
        version);
  }

  static void stage(Sql sql, AgentRuntimeId id, int version, String stage) {
    sql.update(
        "update agent_version set stage = ? where agent_id = ? and version = ?",
        stage,
        id.value(),
        version);
  }

  static void digest(Sql sql, AgentRuntimeId id, int version, String digest) {
    sql.update(
        "update agent_version set digest = ? where agent_id = ? and version = ?",
        digest,
        id.value(),
        version);
  }

  static void built(
      Sql sql, AgentRuntimeId id, int version, @Nullable Build build, List<String> warnings) {
    sql.update(
        """
        update agent_version set build = ?, warnings = warnings || ?
        where agent_id = ? and version = ?
        """,
        build == null ? null : Json.tree(build),
        warnings.toArray(String[]::new),
        id.value(),
        version);
  }

  static void collected(Sql sql, AgentRuntimeId id, int version) {
    sql.update(
        "update agent_version set collected = true where agent_id = ? and version = ?",
        id.value(),
        version);
  }

  static void delete(Sql sql, AgentRuntimeId id, int version) {
    sql.update("delete from agent_version where agent_id = ? and version = ?", id.value(), version);
  }

  static VersionRow row(ResultSet row) throws SQLException {
    String build = row.getString("build");
    return new VersionRow(
        new AgentRuntimeId(row.getString("agent_id")),
        row.getInt("version"),
        Status.valueOf(row.getString("status")),
        row.getString("failure_reason"),
        new Definition((ObjectNode) Json.parse(row.getString("definition"))),
        row.getString("stage"),
        List.of((String[]) row.getArray("warnings").getArray()),
        row.getString("digest"),
        build == null ? null : Json.bind(Json.parse(build), Build.class),
        row.getBoolean("collected"),
        AgentStore.instant(row, "created_at"),
        AgentStore.instant(row, "updated_at"));
  }
}
