package dev.cadre.toolkit.data;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import dev.cadre.model.ToolSpec;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import dev.cadre.toolkit.data.Groups.Figure;
import dev.cadre.toolkit.data.Groups.Group;
import dev.cadre.toolkit.files.FileTool;
import dev.cadre.toolkit.files.SourceFile;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code data_aggregate}: one figure, of all rows or of each group. */
final class Aggregate implements FileTool.Work {
  private static final int DEFAULT_GROUPS = 50;
  static final ToolSpec SPEC =
      FileTool.spec(
          "data_aggregate",
          "Calculates the sum, average, minimum, maximum, median or count of a column in a CSV"
              + " file, an Excel workbook or JSON lines, in all or for each group: total revenue by"
              + " region, average price per product, number of orders per country. Sums are exact.",
          """
          {
            "properties": {
              "operation": {
                "type": "string",
                "enum": ["sum", "total", "average", "mean", "minimum", "maximum", "median", "count", "distinct"],
                "description": "What to calculate; total is sum, mean is average, count is the number of rows"
              },
              "column": {
                "type": "string",
                "description": "The column to calculate with, such as revenue; count needs none. Default: the only column of numbers"
              },
              "group_by": {
                "type": "string",
                "description": "The column to group by, such as region. Default: no groups"
              },
              "where_column": {
                "type": "string",
                "description": "Take only rows that have where_value in this column"
              },
              "where_value": {
                "type": "string",
                "description": "The value that where_column must have"
              },
              "limit": {
                "type": "integer",
                "minimum": 1,
                "maximum": 1000,
                "description": "The most groups to answer with, the largest first. Default: 50"
              },
              "sheet": {
                "type": "string",
                "description": "The sheet of a workbook. Default: the first one"
              }
            },
            "required": ["operation"]
          }
          """);

  @Override
  public ToolOutcome on(SourceFile file, ToolInvocation call) throws InterruptedException {
    JsonNode arguments = call.arguments();
    Dataset data = DataTool.dataset(file, arguments);
    Figure figure = Figure.of(arguments.path("operation").asString());
    Column column = column(data, figure, DataTool.text(arguments, "column"));
    String by = DataTool.text(arguments, "group_by");
    List<Integer> rows = rows(data, arguments);
    ObjectNode answer =
        DataTool.begun(data)
            .put("rows_taken", rows.size())
            .put("operation", arguments.path("operation").asString());
    if (column != null) {
      answer.put("column", column.name());
    }
    if (by.isEmpty()) {
      put(answer, Groups.figure(rows, figure, column));
      return ToolOutcome.Answered.json(answer);
    }
    Column key = data.column(by);
    List<Group> groups = Groups.figures(Groups.rows(rows, key), figure, column);
    answer.put("group_by", key.name()).put("groups_in_all", groups.size());
    ArrayNode listed = answer.putArray("groups");
    groups.stream()
        .sorted(largestFirst())
        .limit(arguments.path("limit").asInt(DEFAULT_GROUPS))
        .forEach(group -> listed.add(listed(group, key)));
    return ToolOutcome.Answered.json(answer);
  }

  private static @Nullable Column column(Dataset data, Figure figure, String name) {
    if (name.isEmpty()) {
      if (figure == Figure.COUNT) {
        return null;
      }
      List<Column> numbers =
          data.columns().stream().filter(column -> column.type().isNumber()).toList();
      if (numbers.size() == 1) {
        return numbers.getFirst();
      }
      throw new Fault.Invalid(
          "'column' is missing: of what? The columns are "
              + String.join(", ", data.columns().stream().map(Column::name).limit(50).toList()));
    }
    return figure.needsNumbers() ? data.numbers(name) : data.column(name);
  }

  private static List<Integer> rows(Dataset data, JsonNode arguments) {
    String name = DataTool.text(arguments, "where_column");
    if (name.isEmpty()) {
      return IntStream.range(0, data.rows()).boxed().toList();
    }
    Column where = data.column(name);
    String wanted = DataTool.text(arguments, "where_value");
    String number = Values.number(wanted, false);
    return IntStream.range(0, data.rows())
        .filter(row -> matches(where, row, wanted, number))
        .boxed()
        .toList();
  }

  private static boolean matches(Column where, int row, String wanted, @Nullable String number) {
    BigDecimal value = where.number(row);
    return (value != null && number != null)
        ? value.compareTo(new BigDecimal(number)) == 0
        : where.values().get(row).equalsIgnoreCase(wanted);
  }

  static Comparator<Group> largestFirst() {
    return Comparator.comparing(
            Group::value, Comparator.nullsLast(Comparator.<BigDecimal>reverseOrder()))
        .thenComparing(Group::key);
  }

  private static ObjectNode listed(Group group, Column key) {
    ObjectNode one =
        Json.object().put(key.name(), group.key().isEmpty() ? "(missing)" : group.key());
    put(one, group.value());
    return one.put("rows", group.rows());
  }

  private static void put(ObjectNode into, @Nullable BigDecimal value) {
    if (value == null) {
      into.putNull("result").put("note", "no row has a number there");
    } else {
      into.put("result", DataTool.shown(value));
    }
  }
}
