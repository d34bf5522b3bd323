package dev.cadre.agent;

import dev.cadre.fault.Fault;
import dev.cadre.id.AgentRuntimeId;
import dev.cadre.id.EndpointName;
import dev.cadre.store.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table of endpoints. Every method runs on the caller's transaction. */
final class EndpointStore {
  private EndpointStore() {}

  static void insert(Sql sql, EndpointRow row) {
    sql.update(
        """
        insert into agent_endpoint (agent_id, name, id, status, description, target_version,
                                    created_at, updated_at)
        values (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        row.agentId().value(),
        row.name().value(),
        row.id(),
        row.status(),
        row.description(),
        row.targetVersion(),
        row.createdAt(),
        row.updatedAt());
  }

  static Optional<EndpointRow> find(Sql sql, AgentRuntimeId id, EndpointName name) {
    return sql.first(
        "select * from agent_endpoint where agent_id = ? and name = ?",
        EndpointStore::row,
        id.value(),
        name.value());
  }

  /** Throws {@link Fault.NotFound} when there is none. */
  static EndpointRow require(Sql sql, AgentRuntimeId id, EndpointName name) {
    return find(sql, id, name)
        .orElseThrow(
            () ->
                new Fault.NotFound(
                    "agent runtime '%s' has no endpoint '%s'; ListAgentRuntimeEndpoints names all"
                        .formatted(id, name)));
  }

  static List<EndpointRow> all(Sql sql, AgentRuntimeId id) {
    return page(sql, id, "", Integer.MAX_VALUE);
  }

  /** By name; those after {@code after}. */
  static List<EndpointRow> page(Sql sql, AgentRuntimeId id, String after, int limit) {
    return sql.list(
        "select * from agent_endpoint where agent_id = ? and name > ? order by name limit ?",
        EndpointStore::row,
        id.value(),
        after,
        limit);
  }

  /** Writes what may change of an endpoint. */
  static void update(Sql sql, EndpointRow row) {
    sql.update(
        """
        update agent_endpoint set status = ?, failure_reason = ?, description = ?,
               live_version = ?, target_version = ?, updated_at = ?
        where agent_id = ? and name = ?
        """,
        row.status(),
        row.failureReason(),
        row.description(),
        row.liveVersion(),
        row.targetVersion(),
        row.updatedAt(),
        row.agentId().value(),
        row.name().value());
  }

  static void delete(Sql sql, AgentRuntimeId id, EndpointName name) {
    sql.update(
        "delete from agent_endpoint where agent_id = ? and name = ?", id.value(), name.value());
  }

  private static EndpointRow row(ResultSet row) throws SQLException {
    return new EndpointRow(
        new AgentRuntimeId(row.getString("agent_id")),
        new EndpointName(row.getString("name")),
        row.getString("id"),
        Status.valueOf(row.getString("status")),
        row.getString("failure_reason"),
        row.getString("description"),
        version(row, "live_version"),
        row.getInt("target_version"),
        AgentStore.instant(row, "created_at"),
        AgentStore.instant(row, "updated_at"));
  }

  private static @Nullable Integer version(ResultSet row, String column) throws SQLException {
    int version = row.getInt(column);
    return row.wasNull() ? null : version;
  }
}
