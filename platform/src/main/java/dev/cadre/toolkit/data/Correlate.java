package dev.cadre.toolkit.data;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import dev.cadre.model.ToolSpec;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import dev.cadre.toolkit.files.FileTool;
import dev.cadre.toolkit.files.Interruption;
import dev.cadre.toolkit.files.SourceFile;
import java.util.List;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code data_correlate}: whether columns of numbers go together. */
final class Correlate implements FileTool.Work {
  private static final int MAX_COLUMNS = 12;
  private static final double DIGITS = 1e4;
  static final ToolSpec SPEC =
      FileTool.spec(
          "data_correlate",
          "Calculates the correlation between two columns of numbers, or between all of them, in a"
              + " CSV file, an Excel workbook or JSON lines: Pearson's and Spearman's coefficients,"
              + " and over how many rows.",
          """
          {
            "properties": {
              "x": {
                "type": "string",
                "description": "The first column, such as price. Default: every column of numbers"
              },
              "y": {
                "type": "string",
                "description": "The second column, such as quantity. Default: every column of numbers"
              },
              "sheet": {
                "type": "string",
                "description": "The sheet of a workbook. Default: the first one"
              }
            }
          }
          """);

  @Override
  public ToolOutcome on(SourceFile file, ToolInvocation call) throws InterruptedException {
    JsonNode arguments = call.arguments();
    Dataset data = DataTool.dataset(file, arguments);
    List<Column> first = columns(data, DataTool.text(arguments, "x"));
    List<Column> second = columns(data, DataTool.text(arguments, "y"));
    ObjectNode answer = DataTool.begun(data);
    ArrayNode pairs = answer.putArray("correlations");
    for (int i = 0; i < first.size(); i++) {
      for (int j = 0; j < second.size(); j++) {
        Column x = first.get(i);
        Column y = second.get(j);
        boolean mirrored = first.equals(second) && j <= i;
        if (!mirrored && !x.name().equals(y.name())) {
          Interruption.check();
          pairs.add(pair(x, y));
        }
      }
    }
    if (pairs.isEmpty()) {
      throw new Fault.Invalid("a correlation needs two different columns of numbers");
    }
    return ToolOutcome.Answered.json(answer);
  }

  private static List<Column> columns(Dataset data, String name) {
    if (!name.isEmpty()) {
      return List.of(data.numbers(name));
    }
    List<Column> numbers = data.columns().stream().filter(c -> c.type().isNumber()).toList();
    if (numbers.size() > MAX_COLUMNS) {
      throw new Fault.Invalid(
          "the table has "
              + numbers.size()
              + " columns of numbers; name x and y, or x alone for one with up to "
              + MAX_COLUMNS
              + " others");
    }
    return numbers;
  }

  private static ObjectNode pair(Column x, Column y) {
    Correlation both = Correlation.between(x, y);
    ObjectNode one = Json.object().put("x", x.name()).put("y", y.name()).put("n", both.n());
    if (both.undefined().isEmpty()) {
      put(one, "pearson", both.pearson());
      put(one, "spearman", both.spearman());
    } else {
      one.putNull("pearson").putNull("spearman").put("undefined", both.undefined());
    }
    return one;
  }

  private static void put(ObjectNode into, String name, OptionalDouble value) {
    if (value.isPresent()) {
      into.put(name, Math.round(value.getAsDouble() * DIGITS) / DIGITS);
    } else {
      into.putNull(name);
    }
  }
}
