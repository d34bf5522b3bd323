package dev.cadre.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import tools.jackson.databind.JsonNode;

/** SQL on one connection. */
final class Statements implements Sql {
  private static final String UNIQUE_VIOLATION = "23505";

  private final Connection connection;

  Statements(Connection connection) {
    this.connection = connection;
  }

  @Override
  public <T> List<T> list(String sql, RowMapper<T> mapper, @Nullable Object... args) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, args);
      try (ResultSet rows = statement.executeQuery()) {
        List<T> found = new ArrayList<>();
        while (rows.next()) {
          found.add(mapper.map(rows));
        }
        return found;
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  @Override
  public <T> Optional<T> first(String sql, RowMapper<T> mapper, @Nullable Object... args) {
    List<T> found = list(sql, mapper, args);
    return found.isEmpty() ? Optional.empty() : Optional.of(found.getFirst());
  }

  @Override
  public int update(String sql, @Nullable Object... args) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, args);
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  @Override
  public void batch(String sql, List<@Nullable Object[]> rows) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (@Nullable Object[] row : rows) {
        bind(statement, row);
        statement.addBatch();
      }
      statement.executeBatch();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private void bind(PreparedStatement statement, @Nullable Object[] args) throws SQLException {
    for (int i = 0; i < args.length; i++) {
      int at = i + 1;
      switch (args[i]) {
        case null -> statement.setObject(at, null);
        case Instant instant -> statement.setObject(at, instant.atOffset(ZoneOffset.UTC));
        case Enum<?> constant -> statement.setString(at, constant.name());
        case JsonNode json -> statement.setObject(at, json.toString(), Types.OTHER);
        case String[] texts -> statement.setArray(at, connection.createArrayOf("text", texts));
        case Object value -> statement.setObject(at, value);
      }
    }
  }

  static StoreException failure(SQLException e) {
    // A batch wraps the server's error in a BatchUpdateException.
    SQLException cause = e.getNextException() == null ? e : e.getNextException();
    if (UNIQUE_VIOLATION.equals(cause.getSQLState()) && cause instanceof PSQLException refused) {
      ServerErrorMessage message = refused.getServerErrorMessage();
      String constraint = message == null ? null : message.getConstraint();
      return new UniqueViolation(constraint == null ? "unknown" : constraint, e);
    }
    return new StoreException("the database refused: " + cause.getMessage(), e);
  }
}
