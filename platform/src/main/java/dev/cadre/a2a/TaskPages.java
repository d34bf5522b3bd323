package dev.cadre.a2a;

import dev.cadre.store.Database;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table of tasks, read in pages. */
final class TaskPages {
  private final Database database;

  /**
   * Which tasks a listing is of.
   *
   * @param before where the page begins, after this task; null for the first
   */
  record Query(
      String agent,
      String owner,
      @Nullable String context,
      @Nullable TaskState state,
      @Nullable Instant since,
      @Nullable Place before,
      int size) {}

  /** A task's place in a listing. */
  record Place(Instant statusAt, TaskId id) {}

  TaskPages(Database database) {
    this.database = database;
  }

  /** Those whose state was told last come first. */
  List<TaskRecord> list(Query query) {
    List<@Nullable Object> arguments = new ArrayList<>();
    String where = where(query, arguments);
    Place before = query.before();
    if (before != null) {
      where += " and (status_at, id) < (?, ?)";
      arguments.add(before.statusAt());
      arguments.add(before.id().value());
    }
    arguments.add(query.size());
    return database.list(
        TaskStore.COLUMNS + where + " order by status_at desc, id desc limit ?",
        TaskStore::task,
        arguments.toArray());
  }

  int total(Query query) {
    List<@Nullable Object> arguments = new ArrayList<>();
    String where = where(query, arguments);
    return database
        .first("select count(*) from a2a_task " + where, row -> row.getInt(1), arguments.toArray())
        .orElse(0);
  }

  private static String where(Query query, List<@Nullable Object> arguments) {
    arguments.add(query.agent());
    arguments.add(query.owner());
    String where = "where agent = ? and owner = ?";
    if (query.context() != null) {
      where += " and context = ?";
      arguments.add(query.context());
    }
    if (query.state() != null) {
      where += " and state = ?";
      arguments.add(query.state());
    }
    if (query.since() != null) {
      where += " and status_at >= ?";
      arguments.add(query.since());
    }
    return where;
  }
}
