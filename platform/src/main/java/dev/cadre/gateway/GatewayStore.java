package dev.cadre.gateway;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import dev.cadre.store.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** The table of gateways. Every method runs on the caller's transaction. */
final class GatewayStore {
  private GatewayStore() {}

  static void insert(Sql sql, Gateway gateway, ObjectNode tags) {
    sql.update(
        """
        insert into gateway (id, name, status, definition, tags, created_at, updated_at)
        values (?, ?, ?, ?, ?, ?, ?)
        """,
        gateway.id().value(),
        gateway.name(),
        gateway.status(),
        Json.text(gateway.definition()),
        Json.text(tags),
        gateway.createdAt(),
        gateway.updatedAt());
  }

  static void update(Sql sql, Gateway gateway) {
    sql.update(
        "update gateway set definition = ?, updated_at = ? where id = ?",
        Json.text(gateway.definition()),
        gateway.updatedAt(),
        gateway.id().value());
  }

  static void delete(Sql sql, GatewayId id) {
    sql.update("delete from gateway where id = ?", id.value());
  }

  static Optional<Gateway> find(Sql sql, GatewayId id) {
    return sql.first("select * from gateway where id = ?", GatewayStore::row, id.value());
  }

  /** Throws {@link Fault.NotFound} when there is none. */
  static Gateway require(Sql sql, GatewayId id) {
    return find(sql, id).orElseThrow(() -> missing(id));
  }

  /** As {@link #require}, held against other changes until the transaction ends. */
  static Gateway lock(Sql sql, GatewayId id) {
    return sql.first(
            "select * from gateway where id = ? for no key update", GatewayStore::row, id.value())
        .orElseThrow(() -> missing(id));
  }

  /**
   * For each of these gateways that is there, a text that is another after any change of it or its
   * targets, whoever made it. PostgreSQL gives a row the number of the transaction that wrote it,
   * so no statement that changes one can forget to say so.
   */
  static Map<GatewayId, String> marks(Sql sql, Collection<GatewayId> ids) {
    return sql
        .list(
            """
            select g.id, g.xmin::text || coalesce(
              (select string_agg(t.id || t.xmin::text, ',' order by t.id) from gateway_target t where t.gateway_id = g.id), '')
            from gateway g where g.id = any (?)
            """,
            row -> Map.entry(new GatewayId(row.getString(1)), row.getString(2)),
            (Object) ids.stream().map(GatewayId::value).toArray(String[]::new))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** As {@link #marks}, of one; throws {@link Fault.NotFound} when there is none. */
  static String mark(Sql sql, GatewayId id) {
    String mark = marks(sql, List.of(id)).get(id);
    if (mark == null) {
      throw missing(id);
    }
    return mark;
  }

  /** Newest first; those made before {@code before}. */
  static List<Gateway> page(Sql sql, long before, int limit) {
    return sql.list(
        "select * from gateway where seq < ? order by seq desc limit ?",
        GatewayStore::row,
        before,
        limit);
  }

  /** Holds off other creations until the transaction ends. */
  static int count(Sql sql) {
    sql.list("select pg_advisory_xact_lock(hashtextextended('gateway', 0))", _ -> true);
    return sql.list("select count(*) from gateway", row -> row.getInt(1)).getFirst();
  }

  static ObjectNode tags(Sql sql, GatewayId id) {
    return sql.first(
            "select tags from gateway where id = ? for no key update",
            row -> (ObjectNode) Json.parse(row.getString(1)),
            id.value())
        .orElseThrow(() -> missing(id));
  }

  static void tags(Sql sql, GatewayId id, ObjectNode tags) {
    sql.update("update gateway set tags = ? where id = ?", Json.text(tags), id.value());
  }

  private static Fault.NotFound missing(GatewayId id) {
    return new Fault.NotFound("there is no gateway '" + id + "'; ListGateways names all");
  }

  private static Gateway row(ResultSet row) throws SQLException {
    return new Gateway(
        new GatewayId(row.getString("id")),
        row.getLong("seq"),
        row.getString("name"),
        GatewayStatus.valueOf(row.getString("status")),
        (ObjectNode) Json.parse(row.getString("definition")),
        instant(row, "created_at"),
        instant(row, "updated_at"));
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant().truncatedTo(ChronoUnit.MILLIS);
  }
}
