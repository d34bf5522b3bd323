package dev.cadre.toolkit.documents;

import dev.cadre.model.ToolSpec;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import dev.cadre.toolkit.files.FileTool;
import dev.cadre.toolkit.files.SourceFile;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code document_tables}: tables as rows of cells. */
final class TablesOf implements FileTool.Work {
  private static final int MAX_TABLES = 50;
  private static final int DEFAULT_ROWS = 100;
  private static final int MAX_CHARACTERS = 60_000;
  static final ToolSpec SPEC =
      FileTool.spec(
          "document_tables",
          "Extracts the tables of a document as rows of cells, with the page of each: from PDF,"
              + " Word, Excel, PowerPoint, CSV, HTML and Markdown.",
          """
          {
            "properties": {
              "first_page": {
                "type": "integer",
                "minimum": 1,
                "description": "The first page, slide, sheet or section to look at. Default: 1"
              },
              "last_page": {
                "type": "integer",
                "minimum": 1,
                "description": "The last page, slide, sheet or section to look at. Default: the last one"
              },
              "max_rows": {
                "type": "integer",
                "minimum": 1,
                "maximum": 1000,
                "description": "The most rows to give of each table. Default: 100"
              }
            }
          }
          """);

  @Override
  public ToolOutcome on(SourceFile file, ToolInvocation call) throws InterruptedException {
    JsonNode arguments = call.arguments();
    try (Document document = Documents.open(file)) {
      int first = Answers.part(arguments, "first_page", 1, document);
      int last = Math.min(arguments.path("last_page").asInt(document.parts()), document.parts());
      if (last < first) {
        throw Answers.backwards(first, last);
      }
      int maxRows = arguments.path("max_rows").asInt(DEFAULT_ROWS);
      ObjectNode answer = Answers.begun(file, document);
      ArrayNode found = answer.putArray("tables");
      int left = MAX_CHARACTERS;
      for (int number = first; number <= last; number++) {
        call.progress().at(number - first, 1.0 + last - first, document.unit() + " " + number);
        for (Block.Table table : document.tables(number)) {
          if (found.size() >= MAX_TABLES || left <= 0) {
            answer.putObject("next").put("first_page", number).put("last_page", last);
            return ToolOutcome.Answered.json(answer);
          }
          left -= add(found.addObject().put(document.unit(), number), table, maxRows, left);
        }
      }
      return ToolOutcome.Answered.json(answer);
    }
  }

  /** How many characters it took. */
  private static int add(ObjectNode into, Block.Table table, int maxRows, int left) {
    List<List<String>> rows = table.rows();
    into.put("rows_in_all", rows.size());
    ArrayNode shown = into.putArray("rows");
    int taken = 0;
    for (List<String> row : rows.subList(0, Math.min(maxRows, rows.size()))) {
      int length = row.stream().mapToInt(String::length).sum() + row.size();
      if (taken + length > left && !shown.isEmpty()) {
        break;
      }
      ArrayNode cells = shown.addArray();
      row.forEach(cell -> cells.add(Answers.cut(cell, 0, 2_000)));
      taken += length;
    }
    if (shown.size() < rows.size()) {
      into.put("cut", true);
    }
    return taken;
  }
}
