package dev.cadre.credential;

import dev.cadre.fault.Fault;
import dev.cadre.store.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The table of workload identities. Every method runs on the caller's transaction. */
final class WorkloadStore {
  private WorkloadStore() {}

  static void insert(Sql sql, WorkloadIdentity made, JsonNode tags) {
    sql.update(
        """
        insert into workload_identity (name, return_urls, tags, created_at, updated_at)
        values (?, ?, ?, ?, ?)
        """,
        made.name(),
        made.returnUrls().toArray(String[]::new),
        tags,
        made.createdAt(),
        made.updatedAt());
  }

  static void update(Sql sql, WorkloadIdentity changed) {
    int there =
        sql.update(
            "update workload_identity set return_urls = ?, updated_at = ? where name = ?",
            changed.returnUrls().toArray(String[]::new),
            changed.updatedAt(),
            changed.name());
    if (there == 0) {
      throw missing(changed.name());
    }
  }

  static Optional<WorkloadIdentity> find(Sql sql, String name) {
    return sql.first("select * from workload_identity where name = ?", WorkloadStore::row, name);
  }

  /** Throws {@link Fault.NotFound} when there is none. */
  static WorkloadIdentity require(Sql sql, String name) {
    return find(sql, name).orElseThrow(() -> missing(name));
  }

  /** Newest first; those made before {@code before}. */
  static List<WorkloadIdentity> page(Sql sql, long before, int limit) {
    return sql.list(
        "select * from workload_identity where seq < ? order by seq desc limit ?",
        WorkloadStore::row,
        before,
        limit);
  }

  /** Holds off other creations until the transaction ends. */
  static int count(Sql sql) {
    sql.list("select pg_advisory_xact_lock(hashtextextended('workload', 0))", _ -> true);
    return sql.list("select count(*) from workload_identity", row -> row.getInt(1)).getFirst();
  }

  static void delete(Sql sql, String name) {
    if (sql.update("delete from workload_identity where name = ?", name) == 0) {
      throw missing(name);
    }
  }

  static Fault.NotFound missing(String name) {
    return new Fault.NotFound(
        "there is no workload identity '" + name + "'; ListWorkloadIdentities names all");
  }

  private static WorkloadIdentity row(ResultSet row) throws SQLException {
    return new WorkloadIdentity(
        row.getString("name"),
        row.getLong("seq"),
        List.of((String[]) row.getArray("return_urls").getArray()),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("updated_at", OffsetDateTime.class).toInstant());
  }
}
