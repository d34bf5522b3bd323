package dev.cadre.toolkit.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** One call's transaction: rolled back unless it ended well in a database that may be written. */
final class Session implements AutoCloseable {
  /** All that a statement can leave behind on a connection when its transaction is rolled back. */
  private static final List<String> FORGET_READ = List.of("select pg_advisory_unlock_all()");

  /** And when it is committed: settings, a role, temporary tables. */
  private static final List<String> FORGET_ALL =
      List.of("reset all", "reset role", "discard temp", "select pg_advisory_unlock_all()");

  private final Connections connections;
  private final Connection connection;
  private final Dialect dialect;
  private final boolean writable;

  private Session(
      Connections connections, Connection connection, Dialect dialect, boolean writable) {
    this.connections = connections;
    this.connection = connection;
    this.dialect = dialect;
    this.writable = writable;
  }

  static Session begin(Connections connections, Connection connection, DatabaseConfig config)
      throws SQLException {
    Dialect dialect = connections.dialect();
    if (dialect == Dialect.POSTGRESQL) {
      try (Statement statement = connection.createStatement()) {
        // The mode can be changed until a transaction's first query; this is the first.
        statement.execute(
            "select set_config('statement_timeout', '"
                + config.limit().toMillis()
                + "', true), set_config('lock_timeout', '"
                + config.limit().toMillis()
                + "', true)");
      }
    }
    return new Session(connections, connection, dialect, config.writable());
  }

  /** The statement ended well. */
  void end() throws SQLException {
    if (writable) {
      connection.commit();
    }
  }

  @Override
  public void close() throws SQLException {
    boolean clean = false;
    try {
      forget();
      clean = true;
    } finally {
      if (!clean) {
        // It may hold what the call left, such as a time limit that nothing ends within.
        connections.discard(connection);
      }
    }
  }

  private void forget() throws SQLException {
    connection.rollback();
    if (dialect == Dialect.POSTGRESQL) {
      try (Statement statement = connection.createStatement()) {
        for (String forget : writable ? FORGET_ALL : FORGET_READ) {
          statement.execute(forget);
        }
      }
      connection.commit();
    }
  }
}
