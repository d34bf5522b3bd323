package dev.cadre.store;

import java.util.Set;

/**
 * What a feature keeps of people and of sessions, for those who ask to be forgotten. Each feature
 * gives its own, so that nobody has to know all tables. Thread-safe.
 */
public interface Traces {

  /** Whose traces are meant: all of these people, and all of these sessions. */
  record Of(Set<String> people, Set<String> sessions) {
    public Of {
      people = Set.copyOf(people);
      sessions = Set.copyOf(sessions);
    }
  }

  /** Everybody that is known by name; nobody where names play no part. */
  default Set<String> people() {
    return Set.of();
  }

  /** The sessions that these people had, as far as they are known here. */
  default Set<String> sessions(Set<String> people) {
    return Set.of();
  }

  /** How much there is. */
  long count(Of whom);

  /** Removes it. What is under way may add to it still. */
  void forget(Of whom);

  /** Those in the column {@code session} of a table. */
  static Traces bySession(Database database, String table) {
    return new ColumnTraces(database, table, "session", Of::sessions);
  }

  /** Those of people, named in a column of a table. */
  static Traces byPerson(Database database, String table, String column) {
    return new ColumnTraces(database, table, column, Of::people);
  }
}
