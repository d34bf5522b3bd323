package dev.cadre.toolkit.data;

import dev.cadre.json.Json;
import dev.cadre.model.ToolSpec;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import dev.cadre.toolkit.files.FileTool;
import dev.cadre.toolkit.files.Interruption;
import dev.cadre.toolkit.files.SourceFile;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code data_describe}: what columns a table has, and what is in them. */
final class Describe implements FileTool.Work {
  private static final int MAX_COLUMNS = 100;
  private static final int TOP = 5;
  private static final int SAMPLE = 3;
  private static final int MAX_CELL = 120;
  static final ToolSpec SPEC =
      FileTool.spec(
          "data_describe",
          "Describes a table in a CSV file, an Excel workbook or JSON lines: how many rows it has, its"
              + " columns with their types, missing values, minimum, maximum, mean, median,"
              + " quartiles and most frequent values.",
          """
          {
            "properties": {
              "sheet": {
                "type": "string",
                "description": "The sheet of a workbook. Default: the first one"
              },
              "column": {
                "type": "string",
                "description": "One column to describe. Default: all of them"
              }
            }
          }
          """);

  @Override
  public ToolOutcome on(SourceFile file, ToolInvocation call) throws InterruptedException {
    JsonNode arguments = call.arguments();
    Dataset data = DataTool.dataset(file, arguments);
    String one = DataTool.text(arguments, "column");
    List<Column> columns = one.isEmpty() ? data.columns() : List.of(data.column(one));
    ObjectNode answer = DataTool.begun(data).put("columns_in_all", data.columns().size());
    ArrayNode described = answer.putArray("columns");
    for (Column column : columns.subList(0, Math.min(MAX_COLUMNS, columns.size()))) {
      Interruption.check();
      described.add(described(column));
    }
    if (one.isEmpty()) {
      sample(data, answer.putArray("first_rows"));
    }
    return ToolOutcome.Answered.json(answer);
  }

  private static ObjectNode described(Column column) {
    long present = column.present().count();
    ObjectNode answer =
        Json.object()
            .put("name", column.name())
            .put("type", column.type().text())
            .put("count", present)
            .put("missing", column.values().size() - present);
    if (present == 0) {
      return answer;
    }
    Map<String, Integer> counts = new LinkedHashMap<>();
    column.present().forEach(value -> counts.merge(value, 1, Integer::sum));
    answer.put("distinct", counts.size());
    if (column.type().isNumber()) {
      figures(column, answer);
    } else if (column.type() != ColumnType.TEXT && column.type() != ColumnType.BOOLEAN) {
      answer
          .put("minimum", column.present().min(Comparator.naturalOrder()).orElse(""))
          .put("maximum", column.present().max(Comparator.naturalOrder()).orElse(""));
    } else if (column.type() == ColumnType.TEXT) {
      strays(column, present, answer);
    }
    if (counts.size() < present) {
      top(counts, answer.putArray("top_values"));
    }
    return answer;
  }

  private static void figures(Column column, ObjectNode answer) {
    List<BigDecimal> sorted = column.numbers().stream().sorted().toList();
    answer
        .put("minimum", DataTool.shown(sorted.getFirst()))
        .put("maximum", DataTool.shown(sorted.getLast()))
        .put("sum", Statistics.sum(sorted))
        .put("mean", DataTool.shown(Statistics.mean(sorted)))
        .put("median", DataTool.shown(Statistics.quantile(sorted, new BigDecimal("0.5"))))
        .put("quartile_1", DataTool.shown(Statistics.quantile(sorted, new BigDecimal("0.25"))))
        .put("quartile_3", DataTool.shown(Statistics.quantile(sorted, new BigDecimal("0.75"))));
    if (sorted.size() > 1) {
      answer.put("standard_deviation", DataTool.shown(Statistics.deviation(sorted)));
    }
  }

  /** A column of numbers but for a few is one that somebody must mend: those are named. */
  private static void strays(Column column, long present, ObjectNode answer) {
    Set<String> such = new LinkedHashSet<>();
    long strange = 0;
    for (String value : (Iterable<String>) column.present()::iterator) {
      if (Values.number(value, false) == null) {
        strange++;
        such.add(shortened(value));
        if (strange * 10 > present) {
          return;
        }
      }
    }
    ArrayNode named = answer.put("not_numbers", strange).putArray("not_numbers_such_as");
    such.stream().limit(TOP).forEach(named::add);
  }

  private static void top(Map<String, Integer> counts, ArrayNode into) {
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .limit(TOP)
        .forEach(
            entry ->
                into.addObject()
                    .put("value", shortened(entry.getKey()))
                    .put("count", entry.getValue()));
  }

  private static void sample(Dataset data, ArrayNode into) {
    for (int row = 0; row < Math.min(SAMPLE, data.rows()); row++) {
      ObjectNode shown = into.addObject();
      for (Column column : data.columns().subList(0, Math.min(30, data.columns().size()))) {
        shown.put(column.name(), shortened(column.values().get(row)));
      }
    }
  }

  private static String shortened(String value) {
    return value.length() <= MAX_CELL ? value : value.substring(0, MAX_CELL) + "\u2026";
  }
}
