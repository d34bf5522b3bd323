package dev.cadre.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The platform's PostgreSQL, behind a pool. Thread-safe. */
public final class Database implements Sql, AutoCloseable {
  private final HikariDataSource pool;

  /** Opens a pool of at most {@code connections}; fails when the first one cannot be had. */
  public static Database open(String jdbcUrl, String user, String password, int connections) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(jdbcUrl);
    config.setUsername(user);
    config.setPassword(password);
    config.setMaximumPoolSize(connections);
    config.setPoolName("cadre");
    config.setMinimumIdle(Math.min(2, connections));
    // A batch of inserts goes out as one statement with many rows: several times as fast.
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    // What a refused row holds is the users' and must not reach the log with the refusal.
    config.addDataSourceProperty("logServerErrorDetail", "false");
    return new Database(new HikariDataSource(config));
  }

  private Database(HikariDataSource pool) {
    this.pool = pool;
  }

  /**
   * Runs {@code work} in one transaction: committed when it returns, rolled back when it throws.
   */
  public <T> T transaction(Function<Sql, T> work) {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      boolean done = false;
      try {
        T result = work.apply(new Statements(connection));
        connection.commit();
        done = true;
        return result;
      } finally {
        if (!done) {
          connection.rollback();
        }
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw Statements.failure(e);
    }
  }

  /** For the library that migrates the schema. */
  DataSource source() {
    return pool;
  }

  @Override
  public <T> List<T> list(String sql, RowMapper<T> mapper, @Nullable Object... args) {
    return with(statements -> statements.list(sql, mapper, args));
  }

  @Override
  public <T> Optional<T> first(String sql, RowMapper<T> mapper, @Nullable Object... args) {
    return with(statements -> statements.first(sql, mapper, args));
  }

  @Override
  public int update(String sql, @Nullable Object... args) {
    return with(statements -> statements.update(sql, args));
  }

  @Override
  public void batch(String sql, List<@Nullable Object[]> rows) {
    transaction(
        statements -> {
          statements.batch(sql, rows);
          return rows.size();
        });
  }

  private <T> T with(Function<Statements, T> work) {
    try (Connection connection = pool.getConnection()) {
      return work.apply(new Statements(connection));
    } catch (SQLException e) {
      throw Statements.failure(e);
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
