package dev.cadre.gateway;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import dev.cadre.store.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The table of targets. Every method runs on the caller's transaction. */
final class TargetStore {
  private final int dimensions;

  /**
   * @param dimensions of every vector
   */
  TargetStore(int dimensions) {
    this.dimensions = dimensions;
  }

  void insert(Sql sql, Target target) {
    sql.update(
        """
        insert into gateway_target
          (gateway_id, id, name, status, reasons, definition, revision, created_at, updated_at)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        target.gateway().value(),
        target.id().value(),
        target.name(),
        target.status(),
        Json.text(target.reasons()),
        Json.text(target.definition()),
        target.revision(),
        target.createdAt(),
        target.updatedAt());
  }

  /** Writes what may change. */
  void update(Sql sql, Target target) {
    Catalogue catalogue = target.catalogue();
    Vectors vectors = target.vectors();
    sql.update(
        """
        update gateway_target set name = ?, status = ?, reasons = ?, definition = ?, revision = ?, catalogue = ?,
          vectors = ?, updated_at = ?, synchronized_at = ?
        where gateway_id = ? and id = ?
        """,
        target.name(),
        target.status(),
        Json.text(target.reasons()),
        Json.text(target.definition()),
        target.revision(),
        catalogue == null ? null : Json.text(catalogue.toJson()),
        vectors == null ? null : vectors.toBytes(),
        target.updatedAt(),
        target.synchronizedAt(),
        target.gateway().value(),
        target.id().value());
  }

  void delete(Sql sql, GatewayId gateway, TargetId id) {
    sql.update(
        "delete from gateway_target where gateway_id = ? and id = ?", gateway.value(), id.value());
  }

  /** Throws {@link Fault.NotFound} when there is none. */
  Target require(Sql sql, GatewayId gateway, TargetId id) {
    return find(sql, gateway, id)
        .orElseThrow(
            () ->
                new Fault.NotFound(
                    "gateway '%s' has no target '%s'; ListGatewayTargets names all"
                        .formatted(gateway, id)));
  }

  Optional<Target> find(Sql sql, GatewayId gateway, TargetId id) {
    return sql.first(
        "select * from gateway_target where gateway_id = ? and id = ?",
        this::row,
        gateway.value(),
        id.value());
  }

  /** As {@link #find}, held against other changes until the transaction ends. */
  Optional<Target> lock(Sql sql, GatewayId gateway, TargetId id) {
    return sql.first(
        "select * from gateway_target where gateway_id = ? and id = ? for no key update",
        this::row,
        gateway.value(),
        id.value());
  }

  /** In the order of creation. */
  List<Target> of(Sql sql, GatewayId gateway) {
    return sql.list(
        "select * from gateway_target where gateway_id = ? order by seq",
        this::row,
        gateway.value());
  }

  /** Newest first; those made before {@code before}. */
  List<Target> page(Sql sql, GatewayId gateway, long before, int limit) {
    return sql.list(
        "select * from gateway_target where gateway_id = ? and seq < ? order by seq desc limit ?",
        this::row,
        gateway.value(),
        before,
        limit);
  }

  int count(Sql sql, GatewayId gateway) {
    return sql.list(
            "select count(*) from gateway_target where gateway_id = ?",
            row -> row.getInt(1),
            gateway.value())
        .getFirst();
  }

  /** Those that a former process was asking what they offer. */
  List<Target> underWay(Sql sql) {
    return sql.list(
        "select * from gateway_target where status in ('CREATING', 'UPDATING', 'SYNCHRONIZING')",
        this::row);
  }

  private Target row(ResultSet row) throws SQLException {
    String catalogue = row.getString("catalogue");
    byte[] vectors = row.getBytes("vectors");
    return new Target(
        new GatewayId(row.getString("gateway_id")),
        new TargetId(row.getString("id")),
        row.getLong("seq"),
        row.getString("name"),
        TargetStatus.valueOf(row.getString("status")),
        Json.parse(row.getString("reasons")).valueStream().map(JsonNode::asString).toList(),
        (ObjectNode) Json.parse(row.getString("definition")),
        row.getLong("revision"),
        catalogue == null ? null : Catalogue.of(Json.parse(catalogue)),
        vectors == null ? null : Vectors.of(vectors, dimensions),
        GatewayStore.instant(row, "created_at"),
        GatewayStore.instant(row, "updated_at"),
        row.getObject("synchronized_at", OffsetDateTime.class) == null
            ? null
            : GatewayStore.instant(row, "synchronized_at"));
  }
}
