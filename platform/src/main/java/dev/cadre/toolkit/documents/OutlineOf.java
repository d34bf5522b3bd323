package dev.cadre.toolkit.documents;

import dev.cadre.model.ToolSpec;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import dev.cadre.toolkit.files.FileTool;
import dev.cadre.toolkit.files.SourceFile;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code document_outline}: its headings and where they stand. */
final class OutlineOf implements FileTool.Work {
  private static final int MOST = 500;
  private static final int MAX_TITLE = 300;
  static final ToolSpec SPEC =
      FileTool.spec(
          "document_outline",
          "Lists the headings or table of contents of a document with the page of each, and counts its"
              + " pages, slides, sheets or sections.",
          "{\"properties\": {}}");

  @Override
  public ToolOutcome on(SourceFile file, ToolInvocation call) throws InterruptedException {
    try (Document document = Documents.open(file)) {
      ObjectNode answer = Answers.begun(file, document);
      List<Document.Entry> entries = document.outline(MOST + 1);
      ArrayNode headings = answer.putArray("headings");
      for (Document.Entry entry : entries.subList(0, Math.min(MOST, entries.size()))) {
        headings
            .addObject()
            .put("level", entry.level())
            .put("text", Answers.cut(entry.text(), 0, MAX_TITLE))
            .put(document.unit(), entry.part());
      }
      return ToolOutcome.Answered.json(answer.put("more", entries.size() > MOST));
    }
  }
}
