package dev.cadre.memory;

import dev.cadre.store.Sql;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The table of namespaces. A namespace's version tells whoever keeps its records in memory that
 * they changed. Every method runs on the caller's transaction.
 */
final class Namespaces {
  private Namespaces() {}

  /** A namespace about to change: its version is that of the change. */
  record Locked(long key, long version) {}

  /** One namespace as it is. */
  record Row(long key, String namespace, long version, long removedVersion) {}

  /**
   * Raises the version of each, making those that are not there; no other transaction changes their
   * records until this one ends.
   */
  static Map<String, Locked> lock(Sql sql, MemoryId memory, Collection<String> namespaces) {
    Map<String, Locked> locked = new HashMap<>();
    // In one order for all, so that no two wait for each other.
    for (String namespace : new TreeSet<>(namespaces)) {
      locked.put(
          namespace,
          sql.first(
                  """
                  insert into memory_namespace as n (memory_id, namespace, version) values (?, ?, 1)
                  on conflict on constraint memory_namespace_once do update set version = n.version + 1
                  returning key, version
                  """,
                  row -> new Locked(row.getLong(1), row.getLong(2)),
                  memory.value(),
                  namespace)
              .orElseThrow());
    }
    return locked;
  }

  /** Notes that the change removes records. */
  static void removed(Sql sql, Locked namespace) {
    sql.update(
        "update memory_namespace set removed_version = ? where key = ?",
        namespace.version(),
        namespace.key());
  }

  static List<Row> under(Sql sql, MemoryId memory, NamespacePath path, int limit) {
    return sql.list(
        "select key, namespace, version, removed_version from memory_namespace where memory_id = ? and "
            + NamespacePath.condition("namespace")
            + " limit ?",
        row -> new Row(row.getLong(1), row.getString(2), row.getLong(3), row.getLong(4)),
        memory.value(),
        path.text(),
        path.first(),
        path.end(),
        limit);
  }
}
