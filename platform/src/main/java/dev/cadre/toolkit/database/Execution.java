package dev.cadre.toolkit.database;

import dev.cadre.fault.Fault;
import dev.cadre.time.Timer;
import dev.cadre.tool.ToolOutcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements, each in a transaction of its own that a database which is only read rolls back,
 * within the settings' limits of time and rows. Thread-safe.
 */
public final class Execution {
  private static final int FETCH = 100;

  private final Connections connections;
  private final Timer timer;
  private final DatabaseConfig config;

  public Execution(Connections connections, Timer timer, DatabaseConfig config) {
    this.connections = connections;
    this.timer = timer;
    this.config = config;
  }

  /** Gives a statement its values. */
  @FunctionalInterface
  public interface Binding {
    void bind(PreparedStatement statement) throws SQLException;
  }

  /** Makes an outcome of what a statement gave. */
  @FunctionalInterface
  public interface Answer {
    /**
     * @param found null when the statement gives no rows
     * @param changed how many rows it changed, 0 or more
     */
    ToolOutcome of(@Nullable ResultSet found, int changed) throws SQLException;
  }

  /**
   * Runs one statement; what the database says against it is the outcome.
   *
   * @throws Fault.Unavailable when the database does not answer
   * @throws Fault.Denied when it must not be asked
   */
  public ToolOutcome run(String sql, Binding binding, Answer answer) {
    AtomicBoolean late = new AtomicBoolean();
    try (Connection connection = connections.open();
        Session session = Session.begin(connections, connection, config);
        PreparedStatement statement = connection.prepareStatement(sql)) {
      binding.bind(statement);
      statement.setFetchSize(FETCH);
      statement.setMaxRows(config.maxRows() + 1);
      Timer.Cancellable alarm = timer.after(config.limit(), () -> stop(statement, late));
      try {
        ToolOutcome outcome = answered(statement, statement.execute(), answer);
        session.end();
        return outcome;
      } finally {
        alarm.cancel();
      }
    } catch (SQLException e) {
      return failed(e, late.get());
    }
  }

  private static ToolOutcome answered(PreparedStatement statement, boolean rows, Answer answer)
      throws SQLException {
    if (rows) {
      try (ResultSet found = statement.getResultSet()) {
        return answer.of(found, 0);
      }
    }
    return answer.of(null, Math.max(0, statement.getUpdateCount()));
  }

  private ToolOutcome failed(SQLException e, boolean late) {
    // 57014 is PostgreSQL's own limit, which ends the statement at the same time.
    if (late || "57014".equals(e.getSQLState())) {
      return new ToolOutcome.Failed(
          "The query ran for "
              + config.limit().toMillis()
              + " ms and was stopped. Ask for less: a narrower WHERE, an aggregate, a LIMIT.");
    }
    String text = SqliteMessage.of(e);
    return new ToolOutcome.Failed("The database refused the query: " + text);
  }

  private static void stop(Statement statement, AtomicBoolean late) {
    late.set(true);
    try {
      statement.cancel();
    } catch (SQLException alreadyOver) {
      // It ended in this moment.
    }
  }
}
