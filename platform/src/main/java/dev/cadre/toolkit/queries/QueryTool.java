package dev.cadre.toolkit.queries;

import dev.cadre.json.Json;
import dev.cadre.model.ToolSpec;
import dev.cadre.tool.Tool;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import dev.cadre.toolkit.database.DatabaseConfig;
import dev.cadre.toolkit.database.Execution;
import dev.cadre.toolkit.database.Rows;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A query as a tool: rows as objects by the names of their columns. */
final class QueryTool implements Tool {
  private final Query query;
  private final Execution execution;
  private final DatabaseConfig limits;
  private final ToolSpec spec;

  QueryTool(Query query, Execution execution, DatabaseConfig limits) {
    this.query = query;
    this.execution = execution;
    this.limits = limits;
    this.spec = new ToolSpec(query.name(), query.description(), schema(query));
  }

  private static ObjectNode schema(Query query) {
    ObjectNode schema = Json.object().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = schema.putArray("required");
    new TreeMap<>(query.parameters())
        .forEach(
            (name, parameter) -> {
              properties.set(name, parameter.schema());
              if (parameter.required()) {
                required.add(name);
              }
            });
    return schema.put("additionalProperties", false);
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  @Override
  public ToolOutcome call(ToolInvocation invocation) {
    return execution.run(
        query.sql().jdbc(),
        statement -> bind(statement, invocation),
        (found, changed) -> answer(found, changed, invocation.arguments()));
  }

  private void bind(PreparedStatement statement, ToolInvocation invocation) throws SQLException {
    int at = 0;
    for (String name : query.sql().names()) {
      at++;
      Parameter parameter = query.parameters().get(name);
      if (parameter != null) {
        parameter.bind(statement, at, invocation.arguments().path(name));
      } else if (name.equals(Query.PERSON)) {
        statement.setString(at, invocation.caller().person());
      } else {
        statement.setString(at, invocation.idempotencyKey());
      }
    }
  }

  private ToolOutcome answer(@Nullable ResultSet found, int changed, ObjectNode arguments)
      throws SQLException {
    if (found == null) {
      return changed == 0 ? nothing(arguments) : ToolOutcome.Answered.text("Done.");
    }
    ObjectNode table = Rows.read(found, limits.maxRows(), limits.maxBytes());
    if (table.path("rows").isEmpty()) {
      return nothing(arguments);
    }
    ObjectNode answer = Json.object();
    ArrayNode rows = answer.putArray("rows");
    table.path("rows").forEach(row -> rows.add(named(table.path("columns"), row)));
    if (table.path("truncated").asBoolean()) {
      answer.set("truncated", table.path("truncated_because"));
    }
    return ToolOutcome.Answered.json(answer);
  }

  private static ObjectNode named(JsonNode columns, JsonNode row) {
    ObjectNode named = Json.object();
    for (int i = 0; i < columns.size(); i++) {
      named.set(columns.path(i).path("name").asString(), row.path(i));
    }
    return named;
  }

  private ToolOutcome nothing(ObjectNode arguments) {
    String text = query.empty();
    for (Map.Entry<String, JsonNode> argument : arguments.properties()) {
      text = text.replace("{" + argument.getKey() + "}", argument.getValue().asString());
    }
    return ToolOutcome.Answered.text(text);
  }
}
