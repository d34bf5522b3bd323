package dev.cadre.toolkit.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.cadre.fault.Fault;
import dev.cadre.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Connections to the database that the settings name. The first one is checked: whose database it
 * is, and what its role may do besides. Thread-safe.
 */
public final class Connections implements AutoCloseable {
  private static final long CONNECT_MILLIS = 3_000;

  /** What one answer may hold in memory before its rows are counted. */
  private static final String MAX_RESULT_BUFFER = "32M";

  private static final String SQLITE_MAX_VALUE = Integer.toString(16 << 20);

  /** The server's own number and the database's name: the same for every address it has. */
  private static final String IDENTITY =
      "select system_identifier::text || '/' || current_database() from pg_control_system()";

  private static final String POWERS =
      """
      select rolsuper
        or pg_has_role(oid, 'pg_execute_server_program', 'MEMBER')
        or pg_has_role(oid, 'pg_read_server_files', 'MEMBER')
        or pg_has_role(oid, 'pg_write_server_files', 'MEMBER')
      from pg_roles where rolname = session_user
      """;

  private final HikariDataSource pool;
  private final Dialect dialect;
  private final DatabaseConfig config;
  private final @Nullable Database platform;
  private volatile boolean checked;

  /**
   * Connects with the first question.
   *
   * @param platform the database that must not be asked; null when there is none here
   */
  public Connections(@Nullable Database platform, DatabaseConfig config) {
    this.platform = platform;
    this.config = config;
    this.dialect = Dialect.of(config.url().value());
    this.pool = new HikariDataSource(pooled(config, dialect));
  }

  private static HikariConfig pooled(DatabaseConfig config, Dialect dialect) {
    HikariConfig pooled = new HikariConfig();
    pooled.setPoolName("cadre-toolkit");
    pooled.setJdbcUrl(config.url().value());
    if (!config.user().isEmpty()) {
      pooled.setUsername(config.user());
      pooled.setPassword(config.password().value());
    }
    pooled.setMaximumPoolSize(config.connections());
    pooled.setMinimumIdle(0);
    pooled.setAutoCommit(false);
    pooled.setReadOnly(!config.writable());
    pooled.setConnectionTimeout(CONNECT_MILLIS);
    // A database that is down is told with the call that needs it.
    pooled.setInitializationFailTimeout(-1);
    switch (dialect) {
      case POSTGRESQL -> {
        pooled.addDataSourceProperty("ApplicationName", "cadre-database-server");
        pooled.addDataSourceProperty("maxResultBuffer", MAX_RESULT_BUFFER);
        // A text parameter compares with a date or a uuid, as a literal does.
        pooled.addDataSourceProperty("stringtype", "unspecified");
        pooled.addDataSourceProperty("logServerErrorDetail", "false");
      }
      case SQLITE -> {
        pooled.addDataSourceProperty("limit_length", SQLITE_MAX_VALUE);
        pooled.addDataSourceProperty("limit_attached", "0");
        if (!config.writable()) {
          // Opened so, the library itself refuses to write, and makes no file that is not there.
          pooled.addDataSourceProperty("open_mode", "1");
        }
      }
      case OTHER -> {
        // The transaction's mode is all that JDBC has.
      }
    }
    return pooled;
  }

  public Dialect dialect() {
    return dialect;
  }

  /**
   * A connection in a transaction, which is the caller's to roll back and to close.
   *
   * @throws Fault.Unavailable when the database does not answer
   * @throws Fault.Denied when it must not be asked
   */
  public Connection open() {
    Connection connection;
    try {
      connection = pool.getConnection();
    } catch (SQLException | RuntimeException e) {
      throw new Fault.Unavailable("the database cannot be reached: " + reason(e));
    }
    boolean good = false;
    try {
      check(connection);
      good = true;
      return connection;
    } catch (SQLException e) {
      throw new Fault.Unavailable("the database cannot be asked: " + e.getMessage());
    } finally {
      if (!good) {
        close(connection);
      }
    }
  }

  /** Has a connection closed for good when it is given back. */
  void discard(Connection connection) {
    pool.evictConnection(connection);
  }

  private void check(Connection connection) throws SQLException {
    if (checked || dialect != Dialect.POSTGRESQL) {
      return;
    }
    refusePlatform(connection);
    if (!config.superuser() && first(connection, POWERS).map("t"::equals).orElse(true)) {
      throw new Fault.Denied(
          "the role of this server's URL may read files or start programs on the database's host,"
              + " which no read-only transaction prevents; connect with a role of no such rights"
              + " (create role reader login password '...'; grant pg_read_all_data to reader), or"
              + " set superuser to true");
    }
    checked = true;
  }

  private void refusePlatform(Connection connection) throws SQLException {
    if (platform == null) {
      return;
    }
    String own = platform.first(IDENTITY, row -> row.getString(1)).orElse("");
    if (first(connection, IDENTITY).orElse("").equals(own)) {
      throw new Fault.Denied(
          "the URL of this server names the platform's own database, which holds its secrets and"
              + " everybody's conversations; name another database");
    }
  }

  private static Optional<String> first(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
    } finally {
      connection.rollback();
    }
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException alreadyBroken) {
      // The pool makes another.
    }
  }

  /** The database's own words; the pool's name what it waited for and how long. */
  private static String reason(Exception e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String text = String.valueOf(cause.getMessage());
    return text.lines().findFirst().orElse(text);
  }

  @Override
  public void close() {
    pool.close();
  }
}
