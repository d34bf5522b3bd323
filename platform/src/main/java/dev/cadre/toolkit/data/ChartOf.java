package dev.cadre.toolkit.data;

import dev.cadre.model.ToolSpec;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import dev.cadre.toolkit.charts.Chart;
import dev.cadre.toolkit.charts.Drawing;
import dev.cadre.toolkit.files.FileTool;
import dev.cadre.toolkit.files.SourceFile;
import tools.jackson.databind.JsonNode;

/** {@code data_chart}: a table as a picture. */
final class ChartOf implements FileTool.Work {
  static final ToolSpec SPEC =
      FileTool.spec(
          "data_chart",
          "Draws a chart of a table in a CSV file, an Excel workbook or JSON lines as an SVG picture:"
              + " bar, line, pie, scatter or histogram. Rows with the same x are added up first.",
          """
          {
            "properties": {
              "kind": {
                "type": "string",
                "enum": ["bar", "line", "pie", "scatter", "histogram"],
                "description": "The kind of chart"
              },
              "x": {
                "type": "string",
                "description": "The column of categories or dates; for scatter and histogram one of numbers"
              },
              "y": {
                "type": "string",
                "description": "The column of numbers to show, such as revenue. Default: how many rows there are"
              },
              "series": {
                "type": "string",
                "description": "A column whose values become lines or bars of their own colours"
              },
              "operation": {
                "type": "string",
                "enum": ["sum", "average", "minimum", "maximum", "median", "count"],
                "description": "What to make of rows with the same x. Default: sum"
              },
              "title": {
                "type": "string",
                "maxLength": 200,
                "description": "What stands above the chart. Default: said by the columns"
              },
              "sheet": {
                "type": "string",
                "description": "The sheet of a workbook. Default: the first one"
              }
            },
            "required": ["kind", "x"]
          }
          """);

  @Override
  public ToolOutcome on(SourceFile file, ToolInvocation call) throws InterruptedException {
    JsonNode arguments = call.arguments();
    Dataset data = DataTool.dataset(file, arguments);
    Chart chart = new ChartData(data, arguments).chart();
    Drawing.Drawn drawn = Drawing.of(chart);
    return ToolOutcome.Answered.json(
        DataTool.begun(data)
            .put("title", chart.labels().title())
            .put("description", drawn.description())
            .put("media_type", "image/svg+xml")
            .put("svg", drawn.svg()));
  }
}
