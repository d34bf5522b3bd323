package dev.cadre.toolkit.database;

import dev.cadre.fault.Fault;
import dev.cadre.store.Database;
import dev.cadre.time.Timer;
import dev.cadre.tool.Tool;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The server {@code database}: {@code execute_query} and {@code get_schema}. */
public final class DatabaseServer implements AutoCloseable {
  public static final String ABOUT =
      "Questions in SQL to a database, read-only unless its operator allows more.";

  private final Connections connections;
  private final List<Tool> tools;

  /**
   * @param platform the database that must not be asked; null when there is none here
   */
  public DatabaseServer(Timer timer, @Nullable Database platform, DatabaseConfig config) {
    connections = new Connections(platform, config);
    tools = List.of(new ExecuteQuery(connections, timer, config), new GetSchema(connections));
  }

  public List<Tool> tools() {
    return tools;
  }

  /** Null when the database answers, else why not. */
  public @Nullable String trouble() {
    try (Connection connection = connections.open()) {
      connection.rollback();
      return null;
    } catch (Fault | SQLException e) {
      return e.getMessage();
    }
  }

  @Override
  public void close() {
    connections.close();
  }
}
