package dev.cadre.memory;

import dev.cadre.fault.Fault;
import dev.cadre.store.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table of records. Every method runs on the caller's transaction. */
final class RecordStore {
  private static final String COLUMNS =
      """
      select r.id, r.seq, n.namespace, r.strategy_id, r.subject, r.content, r.metadata, r.created_at, r.updated_at
      from memory_record r join memory_namespace n on n.key = r.namespace_key
      """;

  private RecordStore() {}

  static void insert(
      Sql sql,
      MemoryId memory,
      Namespaces.Locked namespace,
      MemoryRecord made,
      Vector embedding,
      String embedder) {
    sql.update(
        """
        insert into memory_record (id, namespace_key, memory_id, strategy_id, subject, content, metadata, created_at,
          updated_at, version, embedding, embedder)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        made.id(),
        namespace.key(),
        memory.value(),
        made.strategy(),
        made.subject(),
        made.content(),
        made.metadata(),
        made.createdAt(),
        made.updatedAt(),
        namespace.version(),
        embedding.bytes(),
        embedder);
  }

  /** Writes all of a record, into {@code namespace}; its embedding only when it is not null. */
  static void update(
      Sql sql,
      Namespaces.Locked namespace,
      MemoryRecord changed,
      @Nullable Vector embedding,
      String embedder) {
    sql.update(
        """
        update memory_record set namespace_key = ?, strategy_id = ?, subject = ?, content = ?, metadata = ?, updated_at = ?,
          version = ?, embedding = coalesce(?, embedding), embedder = case when ? then ? else embedder end
        where id = ?
        """,
        namespace.key(),
        changed.strategy(),
        changed.subject(),
        changed.content(),
        changed.metadata(),
        changed.updatedAt(),
        namespace.version(),
        embedding == null ? null : embedding.bytes(),
        embedding != null,
        embedder,
        changed.id());
  }

  static Optional<MemoryRecord> find(Sql sql, MemoryId memory, String id) {
    return sql.first(
        COLUMNS + "where r.memory_id = ? and r.id = ?", RecordStore::row, memory.value(), id);
  }

  /** Throws {@link Fault.NotFound} when there is none. */
  static MemoryRecord require(Sql sql, MemoryId memory, String id) {
    return find(sql, memory, id)
        .orElseThrow(
            () ->
                new Fault.NotFound(
                    "memory '%s' has no record '%s'; ListMemoryRecords names all"
                        .formatted(memory, id)));
  }

  /** What is known about a subject. */
  static Optional<MemoryRecord> about(
      Sql sql, Namespaces.Locked namespace, String strategy, String subject) {
    return sql.first(
        COLUMNS + "where r.namespace_key = ? and r.strategy_id = ? and r.subject = ?",
        RecordStore::row,
        namespace.key(),
        strategy,
        subject);
  }

  /** The latest of a strategy's records in a namespace that have a subject. */
  static List<Extractor.Known> known(
      Sql sql, MemoryId memory, String namespace, String strategy, int limit) {
    return sql.list(
        """
        select r.subject, r.content from memory_record r join memory_namespace n on n.key = r.namespace_key
        where n.memory_id = ? and n.namespace = ? and r.strategy_id = ? and r.subject is not null
        order by r.version desc limit ?
        """,
        row -> new Extractor.Known(row.getString(1), row.getString(2)),
        memory.value(),
        namespace,
        strategy,
        limit);
  }

  /** Those of these ids that are there, in any order. */
  static List<MemoryRecord> all(Sql sql, MemoryId memory, Collection<String> ids) {
    return sql.list(
        COLUMNS + "where r.memory_id = ? and r.id = any (?)",
        RecordStore::row,
        memory.value(),
        ids.toArray(String[]::new));
  }

  /**
   * Newest first; those made before {@code before}.
   *
   * @param strategy null for those of all
   */
  static List<MemoryRecord> page(
      Sql sql,
      MemoryId memory,
      NamespacePath path,
      @Nullable String strategy,
      long before,
      int limit) {
    return sql.list(
        COLUMNS
            + "where r.memory_id = ? and r.seq < ? and (cast(? as text) is null or r.strategy_id ="
            + " ?) and r.namespace_key in (select key from memory_namespace where memory_id = ? and"
            + " "
            + NamespacePath.condition("namespace")
            + ") order by r.seq desc limit ?",
        RecordStore::row,
        memory.value(),
        before,
        strategy,
        strategy,
        memory.value(),
        path.text(),
        path.first(),
        path.end(),
        limit);
  }

  /** Removes records; their namespaces must be locked. */
  static void delete(Sql sql, Collection<String> ids) {
    sql.update("delete from memory_record where id = any (?)", (Object) ids.toArray(String[]::new));
  }

  /** Notes that {@code record} was made of {@code events} of one session. */
  static void addSources(
      Sql sql,
      MemoryId memory,
      String record,
      String actor,
      String session,
      Collection<String> events) {
    sql.update(
        """
        insert into memory_source (record_id, memory_id, actor_id, session_id, event_id)
        select ?, ?, ?, ?, event from unnest(?) event on conflict do nothing
        """,
        record,
        memory.value(),
        actor,
        session,
        events.toArray(String[]::new));
  }

  /** Notes that {@code record} was made of all that {@code others} were made of. */
  static void addSourcesOf(Sql sql, String record, Collection<String> others) {
    if (!others.isEmpty()) {
      sql.update(
          """
          insert into memory_source (record_id, memory_id, actor_id, session_id, event_id)
          select distinct ?, memory_id, actor_id, session_id, event_id from memory_source where record_id = any (?)
          on conflict do nothing
          """,
          record,
          others.toArray(String[]::new));
    }
  }

  /** The last of a strategy's records at or below a namespace, but for subjects that begin so. */
  static List<MemoryRecord> below(
      Sql sql, MemoryId memory, NamespacePath path, String strategy, String butFor, int limit) {
    return sql.list(
        COLUMNS
            + """
            where r.memory_id = ? and r.strategy_id = ? and r.subject is not null and not starts_with(r.subject, ?)
              and r.namespace_key in (select key from memory_namespace where memory_id = ? and \
            """
            + NamespacePath.condition("namespace")
            + ") order by r.seq desc limit ?",
        RecordStore::row,
        memory.value(),
        strategy,
        butFor,
        memory.value(),
        path.text(),
        path.first(),
        path.end(),
        limit);
  }

  static boolean madeOf(Sql sql, String record, String actor, String session) {
    return sql.first(
            "select 1 from memory_source where record_id = ? and actor_id = ? and session_id = ?",
            _ -> true,
            record,
            actor,
            session)
        .isPresent();
  }

  /** One event that a record was made of. */
  record Source(String actor, String session, String event) {}

  static List<Source> sources(Sql sql, String record) {
    return sql.list(
        """
        select actor_id, session_id, event_id from memory_source where record_id = ? order by 1, 2, 3
        """,
        row -> new Source(row.getString(1), row.getString(2), row.getString(3)),
        record);
  }

  /** The records a search found, with what else is asked of them afterwards. */
  static MemoryRecord row(ResultSet row) throws SQLException {
    Instant created = MemoryStore.instant(row, "created_at");
    return new MemoryRecord(
        row.getString("id"),
        row.getLong("seq"),
        row.getString("namespace"),
        row.getString("strategy_id"),
        row.getString("subject"),
        row.getString("content"),
        MemoryStore.object(row, "metadata"),
        created,
        MemoryStore.instant(row, "updated_at"));
  }
}
