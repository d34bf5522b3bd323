package dev.cadre.toolkit.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** One call's transaction: rolled back unless it ended well in a database that may be written. */
final class Session implements AutoCloseable {
  private final Connection connection;
  private final Dialect dialect;
  private final boolean writable;

  private Session(Connection connection, Dialect dialect, boolean writable) {
    this.connection = connection;
    this.dialect = dialect;
    this.writable = writable;
  }

  static Session begin(Connection connection, Dialect dialect, DatabaseConfig config)
      throws SQLException {
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
    return new Session(connection, dialect, config.writable());
  }

  /** The statement ended well. */
  void end() throws SQLException {
    if (writable) {
      connection.commit();
    }
  }

  @Override
  public void close() throws SQLException {
    connection.rollback();
    if (dialect == Dialect.POSTGRESQL) {
      try (Statement statement = connection.createStatement()) {
        // The only thing a reading function can leave behind on a connection.
        statement.execute("select pg_advisory_unlock_all()");
      }
      connection.rollback();
    }
  }
}
