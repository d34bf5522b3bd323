package dev.cadre.toolkit.database;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import dev.cadre.model.ToolSpec;
import dev.cadre.time.Timer;
import dev.cadre.tool.Schemas;
import dev.cadre.tool.Tool;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Runs one statement in a transaction of its own. What keeps it from writing is the database: the
 * transaction is read-only and rolled back. What is looked at before only makes the refusal
 * plainer, and keeps out what a transaction's mode does not cover, such as a second statement or
 * COPY.
 */
final class ExecuteQuery implements Tool {
  private static final int MAX_QUERY = 64 << 10;

  /** A transaction belongs to its call. */
  private static final Set<String> TRANSACTIONS =
      Set.of(
          "BEGIN",
          "START",
          "COMMIT",
          "END",
          "ROLLBACK",
          "ABORT",
          "SAVEPOINT",
          "RELEASE",
          "PREPARE",
          "SET",
          "RESET",
          "DISCARD",
          "LOCK",
          "LISTEN",
          "COPY",
          "ATTACH",
          "DETACH",
          "PRAGMA",
          "LOAD");

  private static final String SCHEMA =
      """
      {
        "type": "object",
        "properties": {
          "query": {
            "type": "string",
            "minLength": 1,
            "description": "One SQL statement. Each value from outside is a ? here and stands in params"
          },
          "params": {
            "type": "array",
            "maxItems": 200,
            "items": { "type": ["string", "number", "integer", "boolean", "null"] },
            "description": "The values of the question marks, in their order"
          }
        },
        "required": ["query"],
        "additionalProperties": false
      }
      """;

  private final Connections connections;
  private final Execution execution;
  private final DatabaseConfig config;
  private final ToolSpec spec;

  ExecuteQuery(Connections connections, Timer timer, DatabaseConfig config) {
    this.connections = connections;
    this.execution = new Execution(connections, timer, config);
    this.config = config;
    this.spec =
        new ToolSpec(
            "execute_query",
            "Runs one SQL statement on the database ("
                + connections.dialect().name()
                + ")"
                + (config.writable() ? ", which may change data" : ", read-only")
                + ", and returns at most "
                + config.maxRows()
                + " rows. Ask get_schema first for the names of tables and columns.",
            Schemas.of(SCHEMA));
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  @Override
  public ToolOutcome call(ToolInvocation invocation) {
    String query = invocation.arguments().path("query").asString();
    if (query.length() > MAX_QUERY) {
      return new ToolOutcome.Failed(
          "The query has " + query.length() + " characters; it may have " + MAX_QUERY + ".");
    }
    try {
      refuse(SqlScanner.firstWord(query, connections.dialect()));
      return run(query, invocation.arguments().path("params"));
    } catch (Fault.Invalid e) {
      return new ToolOutcome.Failed("The query was not run: " + e.getMessage() + ".");
    }
  }

  private void refuse(String word) {
    if (config.writable()) {
      if (TRANSACTIONS.contains(word)) {
        throw new Fault.Invalid(word + " is not allowed here: each call has its own transaction");
      }
    } else if (!connections.dialect().reading().contains(word)) {
      throw new Fault.Invalid(
          "it begins with '"
              + word
              + "', and this server only reads; begin with one of "
              + String.join(", ", connections.dialect().reading().stream().sorted().toList()));
    }
  }

  private ToolOutcome run(String query, JsonNode params) {
    return execution.run(
        query,
        statement -> {
          count(statement, params.size());
          bind(statement, params);
        },
        this::answer);
  }

  /** PostgreSQL's driver counts itself; SQLite's takes a value that is not given for null. */
  private void count(PreparedStatement statement, int given) throws SQLException {
    if (connections.dialect() == Dialect.SQLITE) {
      int wanted = statement.getParameterMetaData().getParameterCount();
      if (wanted != given) {
        throw new Fault.Invalid(
            "its question marks want %d values, and params has %d; give one for each"
                .formatted(wanted, given));
      }
    }
  }

  private ToolOutcome answer(@Nullable ResultSet found, int changed) throws SQLException {
    return ToolOutcome.Answered.json(
        found == null
            ? Json.object().put("changed_rows", changed)
            : Rows.read(found, config.maxRows(), config.maxBytes()));
  }

  private static void bind(PreparedStatement statement, JsonNode params) throws SQLException {
    int at = 0;
    for (JsonNode value : params) {
      at++;
      switch (value.getNodeType()) {
        case NUMBER -> {
          if (value.isIntegralNumber() && value.canConvertToLong()) {
            statement.setLong(at, value.asLong());
          } else {
            BigDecimal exact = value.decimalValue();
            statement.setBigDecimal(at, exact);
          }
        }
        case BOOLEAN -> statement.setBoolean(at, value.asBoolean());
        case NULL, MISSING -> statement.setNull(at, Types.NULL);
        case STRING, ARRAY, OBJECT, BINARY, POJO -> statement.setString(at, value.asString());
      }
    }
  }
}
