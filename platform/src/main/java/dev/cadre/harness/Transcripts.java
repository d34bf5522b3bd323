package dev.cadre.harness;

import dev.cadre.store.Database;
import dev.cadre.store.Traces;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The journal's turns by person and by session. Thread-safe. */
public final class Transcripts implements Traces {
  private static final String THEIRS = "(session = any (?) or person = any (?))";

  private final Database database;

  public Transcripts(Database database) {
    this.database = database;
  }

  @Override
  public Set<String> people() {
    return new HashSet<>(
        database.list("select distinct person from turn", row -> row.getString(1)));
  }

  @Override
  public Set<String> sessions(Set<String> people) {
    return new HashSet<>(
        database.list(
            "select distinct session from turn where person = any (?)",
            row -> row.getString(1),
            (Object) people.toArray(String[]::new)));
  }

  @Override
  public long count(Of whom) {
    return database
        .list("select count(*) from turn where " + THEIRS, row -> row.getLong(1), arrays(whom))
        .getFirst();
  }

  /** A turn that runs stays, so that it can end; whoever forgets again finds it ended. */
  @Override
  public void forget(Of whom) {
    List<String> steps =
        List.of(
            """
            delete from turn_event where turn_id in (select id from turn where %s and state <> 'RUNNING')
            """,
            // Its summary is of all that was said, whoever said it.
            """
            delete from conversation c using turn t where c.agent = t.agent and c.session = t.session and %s
            """
                .replace("%s", "(t.session = any (?) or t.person = any (?))"),
            "delete from turn where %s and state <> 'RUNNING'");
    database.transaction(
        sql -> {
          steps.forEach(step -> sql.update(step.replace("%s", THEIRS), arrays(whom)));
          return sql.update(
              "delete from conversation where session = any (?)",
              (Object) whom.sessions().toArray(String[]::new));
        });
  }

  private static Object[] arrays(Of whom) {
    return new Object[] {
      whom.sessions().toArray(String[]::new), whom.people().toArray(String[]::new)
    };
  }
}
