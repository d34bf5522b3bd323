package dev.cadre.toolkit.documents;

import dev.cadre.model.ToolSpec;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import dev.cadre.toolkit.documents.Passages.Passage;
import dev.cadre.toolkit.documents.Relevance.Hit;
import dev.cadre.toolkit.files.FileTool;
import dev.cadre.toolkit.files.SourceFile;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code document_search}: where a document speaks of something. */
final class SearchIn implements FileTool.Work {
  private static final int DEFAULT_HITS = 5;
  private static final int MAX_EXCERPT = 800;
  static final ToolSpec SPEC =
      FileTool.spec(
          "document_search",
          "Answers a question about what a document says: finds the passages that speak of a topic,"
              + " by words and by meaning, each with its page or section to cite.",
          """
          {
            "properties": {
              "query": {
                "type": "string",
                "minLength": 1,
                "maxLength": 1000,
                "description": "What to look for: words, a topic or a question"
              },
              "limit": {
                "type": "integer",
                "minimum": 1,
                "maximum": 20,
                "description": "The most passages to answer with. Default: 5"
              }
            },
            "required": ["query"]
          }
          """);

  private final Relevance relevance;

  SearchIn(Relevance relevance) {
    this.relevance = relevance;
  }

  @Override
  public ToolOutcome on(SourceFile file, ToolInvocation call) throws InterruptedException {
    JsonNode arguments = call.arguments();
    String query = arguments.path("query").asString();
    try (Document document = Documents.open(file)) {
      ObjectNode answer = Answers.begun(file, document).put("query", query);
      ArrayNode hits = answer.putArray("hits");
      int limit = arguments.path("limit").asInt(DEFAULT_HITS);
      List<Passage> passages = Passages.of(document, call.progress());
      for (Hit hit : relevance.rank(query, passages, limit)) {
        ObjectNode one = hits.addObject().put(document.unit(), hit.passage().part());
        if (!hit.passage().label().isEmpty()) {
          one.put("heading", hit.passage().label());
        }
        one.put("excerpt", Answers.cut(hit.passage().text(), 0, MAX_EXCERPT))
            .put("score", Math.round(hit.score() * 100) / 100.0)
            .put("match", hit.words() ? "words" : "meaning");
      }
      return ToolOutcome.Answered.json(answer);
    }
  }
}
