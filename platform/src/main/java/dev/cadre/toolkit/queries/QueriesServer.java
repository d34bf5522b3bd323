package dev.cadre.toolkit.queries;

import dev.cadre.fault.Fault;
import dev.cadre.store.Database;
import dev.cadre.time.Timer;
import dev.cadre.tool.Tool;
import dev.cadre.toolkit.database.Connections;
import dev.cadre.toolkit.database.DatabaseConfig;
import dev.cadre.toolkit.database.Execution;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The server {@code queries}: each query of its file is a tool. */
public final class QueriesServer implements AutoCloseable {
  public static final String ABOUT = "Questions to a database that its operator wrote beforehand.";

  private final QueriesConfig config;
  private final Connections reading;
  private final @Nullable Connections writing;
  private final List<Tool> tools;
  private volatile boolean checked;

  /**
   * @param platform the database that must not be asked; null when there is none here
   */
  public QueriesServer(Timer timer, @Nullable Database platform, QueriesConfig config) {
    this.config = config;
    DatabaseConfig settings = config.database();
    reading = new Connections(platform, settings.reading());
    writing = settings.writable() ? new Connections(platform, settings) : null;
    Execution reads = new Execution(reading, timer, settings.reading());
    Execution writes = writing == null ? reads : new Execution(writing, timer, settings);
    tools =
        config.queries().stream()
            .<Tool>map(query -> new QueryTool(query, query.writes() ? writes : reads, settings))
            .toList();
  }

  public String about() {
    return config.about();
  }

  public List<Tool> tools() {
    return tools;
  }

  /** Null when the database answers and takes every statement, else why not. */
  public @Nullable String trouble() {
    try (Connection connection = reading.open()) {
      if (!checked) {
        List<String> refused = refused(connection);
        if (!refused.isEmpty()) {
          return String.join("\n", refused);
        }
        checked = true;
      }
      connection.rollback();
      return null;
    } catch (Fault | SQLException e) {
      return e.getMessage();
    }
  }

  private List<String> refused(Connection connection) throws SQLException {
    List<String> refused = new ArrayList<>();
    for (Query query : config.queries()) {
      try (PreparedStatement statement = connection.prepareStatement(query.sql().jdbc())) {
        // The driver asks the database only when it must.
        var _ = statement.getParameterMetaData().getParameterCount();
      } catch (SQLException e) {
        String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        refused.add(query.place() + ": " + query.name() + ": " + first);
      }
      connection.rollback();
    }
    return refused;
  }

  @Override
  public void close() {
    reading.close();
    if (writing != null) {
      writing.close();
    }
  }
}
