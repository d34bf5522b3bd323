package dev.cadre.a2a;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cadre.identity.Vault;
import dev.cadre.json.Json;
import dev.cadre.store.Database;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The table of push notification configurations; what proves us to their servers is sealed. */
final class HookStore {
  private static final String COLUMNS = "select task, id, version, url, sealed from a2a_push ";

  private final Database database;
  private final Vault vault;

  /**
   * A configuration.
   *
   * @param secret {@code token} and {@code authentication}, those that were given
   */
  record Hook(TaskId task, String id, Version version, URI url, ObjectNode secret) {
    /** Without what is secret. */
    @Override
    public String toString() {
      return "Hook[" + id + " of " + task + "]";
    }
  }

  HookStore(Database database, Vault vault) {
    this.database = database;
    this.vault = vault;
  }

  /**
   * @param after updates up to this number are not sent
   * @return false when the task has {@code most} already
   */
  boolean put(Hook hook, int after, int most, Instant at) {
    return database.update(
            """
            insert into a2a_push (task, id, version, url, sealed, sent_seq, created_at)
            select ?, ?, ?, ?, ?, ?, ?
            where (select count(*) from a2a_push where task = ? and id <> ?) < ?
            on conflict (task, id) do update set version = excluded.version, url = excluded.url,
              sealed = excluded.sealed
            """,
            hook.task().value(),
            hook.id(),
            hook.version(),
            hook.url().toString(),
            sealed(hook),
            after,
            at,
            hook.task().value(),
            hook.id(),
            most)
        == 1;
  }

  Optional<Hook> find(TaskId task, String id) {
    return database.first(COLUMNS + "where task = ? and id = ?", this::hook, task.value(), id);
  }

  List<Hook> of(TaskId task) {
    return database.list(
        COLUMNS + "where task = ? order by created_at, id", this::hook, task.value());
  }

  void delete(TaskId task, String id) {
    database.update("delete from a2a_push where task = ? and id = ?", task.value(), id);
  }

  /** The number of the update that was sent last; empty once the configuration is gone. */
  OptionalInt sent(Hook hook) {
    return database
        .first(
            "select sent_seq from a2a_push where task = ? and id = ?",
            row -> row.getInt(1),
            hook.task().value(),
            hook.id())
        .map(OptionalInt::of)
        .orElseGet(OptionalInt::empty);
  }

  void sent(Hook hook, int seq) {
    database.update(
        "update a2a_push set sent_seq = ? where task = ? and id = ?",
        seq,
        hook.task().value(),
        hook.id());
  }

  /** Tasks of which something was not sent; at most {@code limit}. */
  List<TaskId> behind(int limit) {
    return database.list(
        """
        select distinct p.task from a2a_push p join a2a_task t on t.id = p.task
        where p.sent_seq < t.last_seq limit ?
        """,
        row -> new TaskId(row.getObject(1, UUID.class)),
        limit);
  }

  private @Nullable String sealed(Hook hook) {
    return hook.secret().isEmpty()
        ? null
        : vault.seal(Json.text(hook.secret()).getBytes(UTF_8), name(hook.task(), hook.id()));
  }

  private Hook hook(ResultSet row) throws SQLException {
    TaskId task = new TaskId(row.getObject(1, UUID.class));
    String id = row.getString(2);
    String sealed = row.getString(5);
    ObjectNode secret =
        sealed == null
            ? Json.object()
            : (ObjectNode) Json.parse(vault.open(sealed, name(task, id)));
    return new Hook(
        task, id, Version.valueOf(row.getString(3)), URI.create(row.getString(4)), secret);
  }

  private static String name(TaskId task, String id) {
    return "a2a-push/" + task + "/" + id;
  }
}
