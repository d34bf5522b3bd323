package dev.cadre.session;

import dev.cadre.store.Database;
import dev.cadre.store.Traces;
import java.util.HashSet;
import java.util.Set;

/**
 * Sessions that have ended, by person and by id. One that lives loses the name of its person, and
 * its row once it has ended and somebody forgets again. Thread-safe.
 */
public final class SessionTraces implements Traces {
  private static final String THEIRS =
      "((ended_at is not null and session_id = any (?)) or user_id = any (?))";

  private final Database database;

  public SessionTraces(Database database) {
    this.database = database;
  }

  @Override
  public Set<String> people() {
    return new HashSet<>(
        database.list(
            "select distinct user_id from sessions where user_id is not null",
            row -> row.getString(1)));
  }

  @Override
  public Set<String> sessions(Set<String> people) {
    return new HashSet<>(
        database.list(
            "select distinct session_id from sessions where user_id = any (?)",
            row -> row.getString(1),
            (Object) people.toArray(String[]::new)));
  }

  @Override
  public long count(Of whom) {
    return database
        .list("select count(*) from sessions where " + THEIRS, row -> row.getLong(1), arrays(whom))
        .getFirst();
  }

  @Override
  public void forget(Of whom) {
    database.transaction(
        sql -> {
          sql.update("delete from sessions where ended_at is not null and " + THEIRS, arrays(whom));
          return sql.update(
              "update sessions set user_id = null where user_id = any (?)",
              (Object) whom.people().toArray(String[]::new));
        });
  }

  private static Object[] arrays(Of whom) {
    return new Object[] {
      whom.sessions().toArray(String[]::new), whom.people().toArray(String[]::new)
    };
  }
}
