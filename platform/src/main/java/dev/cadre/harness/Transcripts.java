package dev.cadre.harness;

import dev.cadre.memory.Elsewhere;
import dev.cadre.store.Database;
import java.util.List;

/** The journal's turns by session alone, for those who ask to be forgotten. Thread-safe. */
public final class Transcripts implements Elsewhere {
  private final Database database;

  public Transcripts(Database database) {
    this.database = database;
  }

  @Override
  public long count(List<String> sessions) {
    return database
        .list(
            "select count(*) from turn where session = any (?)",
            row -> row.getLong(1),
            (Object) sessions.toArray(String[]::new))
        .getFirst();
  }

  /** A turn that runs stays, so that it can end; whoever forgets again finds it ended. */
  @Override
  public void forget(List<String> sessions) {
    Object all = sessions.toArray(String[]::new);
    database.transaction(
        sql -> {
          sql.update(
              """
              delete from turn_event where turn_id in
                (select id from turn where session = any (?) and state <> 'RUNNING')
              """,
              all);
          sql.update("delete from turn where session = any (?) and state <> 'RUNNING'", all);
          return sql.update("delete from conversation where session = any (?)", all);
        });
  }
}
