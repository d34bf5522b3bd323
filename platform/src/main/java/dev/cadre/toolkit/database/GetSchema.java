package dev.cadre.toolkit.database;

import dev.cadre.json.Json;
import dev.cadre.model.ToolSpec;
import dev.cadre.tool.Schemas;
import dev.cadre.tool.Tool;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tells the tables, their columns and their keys, as JDBC describes them. */
final class GetSchema implements Tool {
  private static final int MAX_TABLES = 100;
  private static final int MAX_COLUMNS = 200;
  private static final Set<String> SYSTEM =
      Set.of("information_schema", "pg_catalog", "pg_toast", "sys", "mysql", "performance_schema");
  private static final ToolSpec SPEC =
      new ToolSpec(
          "get_schema",
          "Tells the tables and views of the database with their columns, primary and foreign keys."
              + " Ask for one table where there are many.",
          Schemas.of(
              """
              {
                "type": "object",
                "properties": {
                  "table": {
                    "type": "string",
                    "maxLength": 200,
                    "description": "A table's name, or a part of it between asterisks: *order*. Default: all"
                  },
                  "schema": {
                    "type": "string",
                    "maxLength": 200,
                    "description": "The schema to look in. Default: all but the system's"
                  },
                  "names_only": {
                    "type": "boolean",
                    "description": "Without columns and keys. Default: false"
                  }
                },
                "additionalProperties": false
              }
              """));

  private final Connections connections;

  GetSchema(Connections connections) {
    this.connections = connections;
  }

  private record Table(
      @Nullable String catalog, @Nullable String schema, String name, String type) {}

  @Override
  public ToolSpec spec() {
    return SPEC;
  }

  @Override
  public ToolOutcome call(ToolInvocation invocation) {
    JsonNode arguments = invocation.arguments();
    boolean namesOnly = arguments.path("names_only").asBoolean(false);
    try (Connection connection = connections.open()) {
      try {
        DatabaseMetaData meta = connection.getMetaData();
        List<Table> tables = tables(connection, meta, arguments);
        ObjectNode answer = Json.object();
        ArrayNode told = answer.putArray("tables");
        for (Table table : tables.subList(0, Math.min(MAX_TABLES, tables.size()))) {
          ObjectNode entry = told.addObject().put("name", table.name());
          if (table.schema() != null) {
            entry.put("schema", table.schema());
          }
          entry.put("type", table.type().toLowerCase(Locale.ROOT));
          if (!namesOnly) {
            describe(entry, meta, table);
          }
        }
        if (tables.isEmpty() && arguments.has("table")) {
          answer.put(
              "note",
              "There is no such table or view here; get_schema with names_only: true lists all.");
        }
        return ToolOutcome.Answered.json(
            answer.put("table_count", tables.size()).put("truncated", tables.size() > MAX_TABLES));
      } finally {
        connection.rollback();
      }
    } catch (SQLException e) {
      return new ToolOutcome.Failed("The database did not tell its schema: " + e.getMessage());
    }
  }

  private static List<Table> tables(
      Connection connection, DatabaseMetaData meta, JsonNode arguments) throws SQLException {
    String schema = arguments.path("schema").asString(null);
    String pattern = pattern(meta, arguments.path("table").asString("*"));
    List<Table> tables = new ArrayList<>();
    try (ResultSet rows =
        meta.getTables(
            connection.getCatalog(),
            schema == null ? null : pattern(meta, schema),
            pattern,
            new String[] {
              "TABLE", "VIEW", "MATERIALIZED VIEW", "PARTITIONED TABLE", "BASE TABLE"
            })) {
      while (rows.next()) {
        String in = rows.getString("TABLE_SCHEM");
        String name = rows.getString("TABLE_NAME");
        String type = rows.getString("TABLE_TYPE");
        if (in == null || !SYSTEM.contains(in.toLowerCase(Locale.ROOT))) {
          tables.add(new Table(rows.getString("TABLE_CAT"), in, name, type == null ? "" : type));
        }
      }
    }
    return tables;
  }

  /** JDBC's pattern for a name in which {@code *} alone stands for others. */
  private static String pattern(DatabaseMetaData meta, String name) throws SQLException {
    String escape = meta.getSearchStringEscape();
    String literal =
        escape == null || escape.isEmpty()
            ? name
            : name.replace(escape, escape + escape)
                .replace("_", escape + "_")
                .replace("%", escape + "%");
    return literal.replace('*', '%');
  }

  private static void describe(ObjectNode entry, DatabaseMetaData meta, Table table)
      throws SQLException {
    ArrayNode columns = entry.putArray("columns");
    String escaped = pattern(meta, table.name());
    String schema = table.schema() == null ? null : pattern(meta, table.schema());
    try (ResultSet rows = meta.getColumns(table.catalog(), schema, escaped, null)) {
      while (rows.next() && columns.size() < MAX_COLUMNS) {
        ObjectNode column =
            columns
                .addObject()
                .put("name", rows.getString("COLUMN_NAME"))
                .put("type", rows.getString("TYPE_NAME"));
        if (rows.getInt("NULLABLE") == DatabaseMetaData.columnNoNulls) {
          column.put("nullable", false);
        }
        String otherwise = rows.getString("COLUMN_DEF");
        if (otherwise != null) {
          column.put("default", otherwise);
        }
      }
    }
    ArrayNode primary = Json.array();
    try (ResultSet rows = meta.getPrimaryKeys(table.catalog(), table.schema(), table.name())) {
      while (rows.next()) {
        primary.add(rows.getString("COLUMN_NAME"));
      }
    }
    if (!primary.isEmpty()) {
      entry.set("primary_key", primary);
    }
    foreignKeys(entry, meta, table);
  }

  private static void foreignKeys(ObjectNode entry, DatabaseMetaData meta, Table table)
      throws SQLException {
    ArrayNode keys = Json.array();
    try (ResultSet rows = meta.getImportedKeys(table.catalog(), table.schema(), table.name())) {
      while (rows.next()) {
        keys.addObject()
            .put("column", rows.getString("FKCOLUMN_NAME"))
            .put(
                "references",
                rows.getString("PKTABLE_NAME") + "." + rows.getString("PKCOLUMN_NAME"));
      }
    }
    if (!keys.isEmpty()) {
      entry.set("foreign_keys", keys);
    }
  }
}
