package dev.cadre.toolkit.documents;

import dev.cadre.model.ToolSpec;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import dev.cadre.toolkit.files.FileTool;
import dev.cadre.toolkit.files.SourceFile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code document_text}: what stands on some pages. */
final class TextOf implements FileTool.Work {
  private static final int DEFAULT_CHARACTERS = 20_000;
  static final ToolSpec SPEC =
      FileTool.spec(
          "document_text",
          "Reads the whole text of a document, to summarise or quote it: PDF, Word, Excel,"
              + " PowerPoint, CSV, HTML, Markdown or plain text. Gives each page, slide, sheet or"
              + " section with its number, to cite it by. A long text comes in pieces: 'next' says"
              + " how to ask for the next piece.",
          """
          {
            "properties": {
              "first_page": {
                "type": "integer",
                "minimum": 1,
                "description": "The first page, slide, sheet or section to read. Default: 1"
              },
              "last_page": {
                "type": "integer",
                "minimum": 1,
                "description": "The last page, slide, sheet or section to read. Default: the last one"
              },
              "skip_characters": {
                "type": "integer",
                "minimum": 0,
                "description": "How many characters of the first page to leave out, as 'next' says. Default: 0"
              },
              "max_characters": {
                "type": "integer",
                "minimum": 100,
                "maximum": 100000,
                "description": "The most characters to answer with. Default: 20000"
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
      ObjectNode answer = Answers.begun(file, document);
      ArrayNode parts = answer.putArray("parts");
      int left = arguments.path("max_characters").asInt(DEFAULT_CHARACTERS);
      int skip = arguments.path("skip_characters").asInt(0);
      boolean empty = true;
      for (int number = first; number <= last; number++) {
        call.progress().at(number - first, 1.0 + last - first, document.unit() + " " + number);
        Part part = document.part(number);
        String text = part.text();
        int from = Math.min(skip, text.length());
        String shown = Answers.cut(text, from, left);
        empty &= shown.isBlank();
        add(parts, document, part, shown);
        left -= shown.length();
        if (from + shown.length() < text.length()) {
          next(answer, number, last, from + shown.length());
          break;
        }
        skip = 0;
        if (left <= 0 && number < last) {
          next(answer, number + 1, last, 0);
          break;
        }
      }
      if (empty && document.unit().equals("page")) {
        answer.put("note", "These pages hold no text; they may be scanned pictures of text.");
      }
      return ToolOutcome.Answered.json(answer);
    }
  }

  private static void add(ArrayNode parts, Document document, Part part, String text) {
    ObjectNode one = parts.addObject().put(document.unit(), part.number());
    if (!part.label().isEmpty()) {
      one.put("heading", part.label());
    }
    one.put("text", text);
  }

  private static void next(ObjectNode answer, int first, int last, int skip) {
    answer
        .putObject("next")
        .put("first_page", first)
        .put("last_page", last)
        .put("skip_characters", skip);
  }
}
