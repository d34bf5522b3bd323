package dev.cadre.memory;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import dev.cadre.store.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The table of memories. Every method runs on the caller's transaction. */
final class MemoryStore {
  private MemoryStore() {}

  static void insert(Sql sql, Memory memory, JsonNode tags) {
    sql.update(
        """
        insert into memory (id, name, status, expiry_days, definition, strategies, tags, created_at, updated_at)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        memory.id().value(),
        memory.name(),
        memory.status(),
        memory.expiryDays(),
        memory.definition(),
        array(memory.strategies()),
        tags,
        memory.createdAt(),
        memory.updatedAt());
  }

  /** Writes what may change of a memory. */
  static void update(Sql sql, Memory memory) {
    sql.update(
        """
        update memory set status = ?, expiry_days = ?, definition = ?, strategies = ?, updated_at = ? where id = ?
        """,
        memory.status(),
        memory.expiryDays(),
        memory.definition(),
        array(memory.strategies()),
        memory.updatedAt(),
        memory.id().value());
  }

  static Optional<Memory> find(Sql sql, MemoryId id) {
    return sql.first("select * from memory where id = ?", MemoryStore::row, id.value());
  }

  /** Throws {@link Fault.NotFound} when there is none. */
  static Memory require(Sql sql, MemoryId id) {
    return find(sql, id).orElseThrow(() -> missing(id.value()));
  }

  static boolean exists(Sql sql, String name) {
    return sql.first("select 1 from memory where name = ?", _ -> true, name).isPresent();
  }

  /** By id or name. */
  static Memory named(Sql sql, String idOrName) {
    return sql.first(
            "select * from memory where id = ? or name = ? order by id = ? desc",
            MemoryStore::row,
            idOrName,
            idOrName,
            idOrName)
        .orElseThrow(() -> missing(idOrName));
  }

  /** As {@link #require}, held against other changes until the transaction ends. */
  static Memory lock(Sql sql, MemoryId id) {
    return sql.first(
            "select * from memory where id = ? for no key update", MemoryStore::row, id.value())
        .orElseThrow(() -> missing(id.value()));
  }

  /** Newest first; those made before {@code before}. */
  static List<Memory> page(Sql sql, long before, int limit) {
    return sql.list(
        "select * from memory where seq < ? order by seq desc limit ?",
        MemoryStore::row,
        before,
        limit);
  }

  static List<Memory> deleting(Sql sql) {
    return sql.list("select * from memory where status = 'DELETING'", MemoryStore::row);
  }

  /** How much a memory holds. */
  record Size(long actors, long sessions, long events, long records) {}

  static Optional<Size> size(Sql sql, MemoryId id) {
    return sql.first(
        """
        select (select count(distinct actor_id) from memory_session where memory_id = m.id),
          (select count(*) from memory_session where memory_id = m.id),
          (select count(*) from memory_event where memory_id = m.id),
          (select count(*) from memory_record where memory_id = m.id)
        from memory m where id = ?
        """,
        row -> new Size(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)),
        id.value());
  }

  /** Holds off other creations until the transaction ends. */
  static int count(Sql sql) {
    sql.list("select pg_advisory_xact_lock(hashtextextended('memory', 0))", _ -> true);
    return sql.list("select count(*) from memory", row -> row.getInt(1)).getFirst();
  }

  static void delete(Sql sql, MemoryId id) {
    sql.update("delete from memory where id = ?", id.value());
  }

  private static Fault.NotFound missing(String id) {
    return new Fault.NotFound("there is no memory '" + id + "'; ListMemories names all");
  }

  private static Memory row(ResultSet row) throws SQLException {
    return new Memory(
        new MemoryId(row.getString("id")),
        row.getLong("seq"),
        row.getString("name"),
        MemoryStatus.valueOf(row.getString("status")),
        row.getInt("expiry_days"),
        (ObjectNode) Json.parse(row.getString("definition")),
        Json.parse(row.getString("strategies"))
            .valueStream()
            .map(node -> new Strategy((ObjectNode) node))
            .toList(),
        instant(row, "created_at"),
        instant(row, "updated_at"));
  }

  private static ArrayNode array(List<Strategy> strategies) {
    ArrayNode array = Json.array();
    strategies.forEach(strategy -> array.add(strategy.members()));
    return array;
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** The JSON of a column that may be null. */
  static @Nullable ObjectNode object(ResultSet row, String column) throws SQLException {
    String text = row.getString(column);
    return text == null ? null : (ObjectNode) Json.parse(text);
  }
}
