package dev.cadre.a2a;

import dev.cadre.id.SessionId;
import dev.cadre.json.Json;
import dev.cadre.store.Database;
import dev.cadre.store.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** The tables of tasks and their events. */
final class TaskStore {
  static final String COLUMNS =
      "select id, agent, owner, context, session, person, hops, state, last_seq, status_at from"
          + " a2a_task ";

  private final Database database;
  private final Node node;

  /** Who works on tasks here: a name that stays, and this run of it. */
  record Node(String name, UUID incarnation) {}

  TaskStore(Database database, Node node) {
    this.database = database;
    this.node = node;
  }

  /** A new task with its first message, SUBMITTED. */
  void insert(TaskRecord task, ObjectNode message, ObjectNode status) {
    database.transaction(
        sql -> {
          sql.update(
              """
              insert into a2a_task (id, agent, owner, context, session, person, hops, state, last_seq, node, incarnation, created_at, status_at)
              values (?, ?, ?, ?, ?, ?, ?, ?, 2, ?, ?, ?, ?)
              """,
              task.id().value(),
              task.agent(),
              task.owner(),
              task.context(),
              task.session().value(),
              task.person(),
              task.hops(),
              task.state(),
              node.name(),
              node.incarnation(),
              task.statusAt(),
              task.statusAt());
          event(sql, task.id(), 1, TaskEvent.Kind.MESSAGE, task.statusAt(), message);
          return event(sql, task.id(), 2, TaskEvent.Kind.STATUS, task.statusAt(), status);
        });
  }

  private static int event(
      Sql sql, TaskId task, int seq, TaskEvent.Kind kind, Instant at, ObjectNode body) {
    return sql.update(
        "insert into a2a_event (task, seq, kind, at, event) values (?, ?, ?, ?, ?::json)",
        task.value(),
        seq,
        kind,
        at,
        Json.text(body));
  }

  /**
   * Adds what happened, of a task that is worked on.
   *
   * @return its number; empty when the task is over meanwhile
   */
  OptionalInt append(TaskId task, TaskEvent.Kind kind, Instant at, ObjectNode body) {
    return number(
        database.first(
            """
            with t as (
              update a2a_task set last_seq = last_seq + 1 where id = ? and state in ('SUBMITTED', 'WORKING')
              returning id, last_seq
            )
            insert into a2a_event (task, seq, kind, at, event)
            select id, last_seq, ?, ?, ?::json from t returning seq
            """,
            row -> row.getInt(1),
            task.value(),
            kind,
            at,
            Json.text(body)));
  }

  /**
   * Puts the task into {@code next}.
   *
   * @return the event's number; empty when the task may not become that from where it is
   */
  OptionalInt become(TaskId task, TaskState next, Instant at, ObjectNode status) {
    return number(
        database.first(
            """
            with t as (
              update a2a_task set last_seq = last_seq + 1, state = ?, status_at = ?, node = ?, incarnation = ?
              where id = ? and state = any (?) returning id, last_seq
            )
            insert into a2a_event (task, seq, kind, at, event)
            select id, last_seq, 'STATUS', ?, ?::json from t returning seq
            """,
            row -> row.getInt(1),
            next,
            at,
            node.name(),
            node.incarnation(),
            task.value(),
            next.formers(),
            at,
            Json.text(status)));
  }

  /** As {@link #become} WORKING, with the message that lets a waiting task go on. */
  OptionalInt resume(TaskId task, Instant at, ObjectNode message, ObjectNode status) {
    return number(
        database.first(
            """
            with t as (
              update a2a_task set last_seq = last_seq + 2, state = 'WORKING', status_at = ?, node = ?, incarnation = ?
              where id = ? and state in ('INPUT_REQUIRED', 'AUTH_REQUIRED') returning id, last_seq
            ), m as (
              insert into a2a_event (task, seq, kind, at, event)
              select id, last_seq - 1, 'MESSAGE', ?, ?::json from t
            )
            insert into a2a_event (task, seq, kind, at, event)
            select id, last_seq, 'STATUS', ?, ?::json from t returning seq
            """,
            row -> row.getInt(1),
            at,
            node.name(),
            node.incarnation(),
            task.value(),
            at,
            Json.text(message),
            at,
            Json.text(status)));
  }

  private static OptionalInt number(Optional<Integer> found) {
    return found.map(OptionalInt::of).orElseGet(OptionalInt::empty);
  }

  Optional<TaskRecord> find(TaskId id) {
    return database.first(COLUMNS + "where id = ?", TaskStore::task, id.value());
  }

  /** Events after {@code seq}, in order. */
  List<TaskEvent> events(TaskId task, int seq, int limit) {
    return database.list(
        "select seq, kind, at, event from a2a_event where task = ? and seq > ? order by seq limit"
            + " ?",
        TaskStore::event,
        task.value(),
        seq,
        limit);
  }

  /** All but the pieces of artifacts. */
  List<TaskEvent> withoutArtifacts(TaskId task) {
    return database.list(
        """
        select seq, kind, at, event from a2a_event where task = ? and kind <> 'ARTIFACT' order by seq
        """,
        TaskStore::event,
        task.value());
  }

  int count(TaskId task, TaskEvent.Kind kind) {
    return database
        .first(
            "select count(*) from a2a_event where task = ? and kind = ?",
            row -> row.getInt(1),
            task.value(),
            kind)
        .orElse(0);
  }

  /** Tasks of {@code agent} that are worked on. */
  int running(String agent) {
    return database
        .first(
            "select count(*) from a2a_task where agent = ? and state in ('SUBMITTED', 'WORKING')",
            row -> row.getInt(1),
            agent)
        .orElse(0);
  }

  /** Tasks that a former run of this node worked on. */
  List<TaskRecord> leftBehind() {
    return database.list(
        COLUMNS + "where state in ('SUBMITTED', 'WORKING') and node = ? and incarnation <> ?",
        TaskStore::task,
        node.name(),
        node.incarnation());
  }

  /** Takes over a task of a former run. */
  void adopt(TaskId task) {
    database.update(
        "update a2a_task set node = ?, incarnation = ? where id = ?",
        node.name(),
        node.incarnation(),
        task.value());
  }

  /** Deletes what is over for longer than that, and waits for longer than that; at most 1,000. */
  int expire(Instant before) {
    return database.update(
        """
        delete from a2a_task where id in (
          select id from a2a_task where status_at < ? and state not in ('SUBMITTED', 'WORKING') limit 1000)
        """,
        before);
  }

  /** Deletes of each agent's tasks that are over the oldest above {@code kept}. */
  int trim(int kept) {
    return database.update(
        """
        delete from a2a_task where id in (
          select id from (
            select id, state, row_number() over (partition by agent order by status_at desc) as n from a2a_task
          ) ranked where n > ? and state in ('COMPLETED', 'FAILED', 'CANCELED', 'REJECTED') limit 1000)
        """,
        kept);
  }

  static TaskRecord task(ResultSet row) throws SQLException {
    return new TaskRecord(
        new TaskId(row.getObject(1, UUID.class)),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        new SessionId(row.getString(5)),
        row.getString(6),
        row.getInt(7),
        TaskState.valueOf(row.getString(8)),
        row.getInt(9),
        instant(row.getTimestamp(10)));
  }

  private static TaskEvent event(ResultSet row) throws SQLException {
    return new TaskEvent(
        row.getInt(1),
        TaskEvent.Kind.valueOf(row.getString(2)),
        instant(row.getTimestamp(3)),
        (ObjectNode) Json.parse(row.getString(4)));
  }

  private static Instant instant(Timestamp at) {
    return at.toInstant();
  }
}
