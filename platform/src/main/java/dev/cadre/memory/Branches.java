package dev.cadre.memory;

import dev.cadre.fault.Fault;
import dev.cadre.store.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a session's conversation forks. A branch leaves its parent right after one event, its root;
 * what came before on the parent belongs to it too. Every method runs on the caller's transaction.
 */
final class Branches {
  /** Deeper ancestry is not followed. */
  private static final int MAX_DEPTH = 1_000;

  private Branches() {}

  /** The events of one branch up to and with a place in the session. */
  record Reach(String branch, long until) {}

  private record Fork(String root, long rootSeq, String parent) {}

  /**
   * Makes sure that the branch is there for an event to be added to it, and returns its root. A new
   * one needs the event it leaves at; for one that is there, that event may be repeated.
   */
  static String open(Sql sql, EventStore.Scope scope, String name, @Nullable String root) {
    if (name.equals(Event.MAIN)) {
      throw new Fault.Invalid("branch 'main' has no rootEventId; choose another name");
    }
    Optional<Long> session = SessionStore.lock(sql, scope.memory(), scope.actor(), scope.session());
    Optional<Fork> fork = session.flatMap(key -> find(sql, key, name));
    if (fork.isPresent()) {
      if (root != null && !fork.get().root().equals(root)) {
        throw new Fault.Invalid(
            "branch '%s' leaves at event '%s', not at '%s'; choose another name for a new branch"
                .formatted(name, fork.get().root(), root));
      }
      return fork.get().root();
    }
    if (root == null) {
      throw new Fault.Invalid(
          "there is no branch '%s' yet; name the event it leaves at as rootEventId"
              .formatted(name));
    }
    Event at = EventStore.require(sql, scope, root);
    sql.update(
        "insert into memory_branch (session_key, name, root_event, root_seq, parent) values (?, ?, ?, ?, ?)",
        session.orElseThrow(() -> EventId.missing(root)),
        name,
        at.id().toString(),
        at.seq(),
        at.branch());
    return at.id().toString();
  }

  /** What a filter on {@code name} reaches; nothing when there is no such branch. */
  static List<Reach> lineage(Sql sql, EventStore.Scope scope, String name, boolean withParents) {
    List<Reach> reaches = new ArrayList<>();
    reaches.add(new Reach(name, Long.MAX_VALUE));
    String branch = name;
    while (withParents && !branch.equals(Event.MAIN) && reaches.size() < MAX_DEPTH) {
      Optional<Fork> fork = find(sql, scope, branch);
      if (fork.isEmpty()) {
        break;
      }
      branch = fork.get().parent();
      reaches.add(new Reach(branch, fork.get().rootSeq()));
    }
    return List.copyOf(reaches);
  }

  private static Optional<Fork> find(Sql sql, long session, String name) {
    return sql.first(
        "select root_event, root_seq, parent from memory_branch where session_key = ? and name = ?",
        row -> new Fork(row.getString(1), row.getLong(2), row.getString(3)),
        session,
        name);
  }

  private static Optional<Fork> find(Sql sql, EventStore.Scope scope, String name) {
    return sql.first(
        """
        select root_event, root_seq, parent from memory_branch b join memory_session s on s.key = b.session_key
        where s.memory_id = ? and s.actor_id = ? and s.session_id = ? and b.name = ?
        """,
        row -> new Fork(row.getString(1), row.getLong(2), row.getString(3)),
        scope.memory().value(),
        scope.actor(),
        scope.session(),
        name);
  }
}
