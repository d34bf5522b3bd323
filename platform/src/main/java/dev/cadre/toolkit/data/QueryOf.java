package dev.cadre.toolkit.data;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import dev.cadre.model.ToolSpec;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import dev.cadre.toolkit.files.FileTool;
import dev.cadre.toolkit.files.SourceFile;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code data_query}: SQL over a table. */
final class QueryOf implements FileTool.Work {
  private static final int DEFAULT_ROWS = 100;
  private static final int MAX_CHARACTERS = 100_000;
  static final ToolSpec SPEC =
      FileTool.spec(
          "data_query",
          "Runs a SQL query over a table in a CSV file, an Excel workbook or JSON lines. The table"
              + " is called data, its columns are those of the file (data_describe names them), and"
              + " the SQL is SQLite's. Nothing can be changed.",
          """
          {
            "properties": {
              "sql": {
                "type": "string",
                "minLength": 1,
                "maxLength": 20000,
                "description": "One SQL query, such as select region, sum(revenue) from data group by region"
              },
              "sheet": {
                "type": "string",
                "description": "The sheet of a workbook. Default: the first one"
              },
              "max_rows": {
                "type": "integer",
                "minimum": 1,
                "maximum": 5000,
                "description": "The most rows to answer with. Default: 100"
              }
            },
            "required": ["sql"]
          }
          """);

  private final InstantSource clock;
  private final Duration limit;

  /**
   * @param limit how long a query may take
   */
  QueryOf(InstantSource clock, Duration limit) {
    this.clock = clock;
    this.limit = limit;
  }

  @Override
  public ToolOutcome on(SourceFile file, ToolInvocation call) throws InterruptedException {
    JsonNode arguments = call.arguments();
    call.progress().at(0, 3.0, "reading the file");
    Dataset data = DataTool.dataset(file, arguments);
    call.progress().at(1, 3.0, "filling a table with " + data.rows() + " rows");
    Instant own = clock.instant().plus(limit);
    Instant end = own.isBefore(call.deadline()) ? own : call.deadline();
    try (SqlTable table = SqlTable.of(data)) {
      call.progress().at(2, 3.0, "running the query");
      SqlTable.Rows found =
          table.query(
              arguments.path("sql").asString(),
              arguments.path("max_rows").asInt(DEFAULT_ROWS),
              clock,
              end,
              (used, all, message) -> call.progress().at(2 + used, 3.0, message));
      return ToolOutcome.Answered.json(answer(found));
    } catch (Fault.Invalid e) {
      throw new Fault.Invalid(e.getMessage() + ". The table is " + SqlTable.schema(data));
    }
  }

  private static ObjectNode answer(SqlTable.Rows found) {
    ObjectNode answer = Json.object();
    ArrayNode columns = answer.putArray("columns");
    found.columns().forEach(columns::add);
    ArrayNode rows = answer.putArray("rows");
    int left = MAX_CHARACTERS;
    for (List<?> row : found.rows()) {
      JsonNode cells = Json.tree(row);
      left -= cells.toString().length();
      if (left < 0) {
        break;
      }
      rows.add(cells);
    }
    boolean more = found.more() || rows.size() < found.rows().size();
    return answer.put("row_count", rows.size()).put("more", more);
  }
}
