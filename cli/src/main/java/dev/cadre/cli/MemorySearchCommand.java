package dev.cadre.cli;

import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds records. */
final class MemorySearchCommand implements Action {
  private static final int DEFAULT_TOP = 10;
  private static final int MOST = 100;
  private static final Operand QUESTION =
      new Operand("QUESTION", Count.ONE, "What is looked for, in words.");
  private static final Option NAMESPACE =
      Option.value("PATH", "Only in this namespace and below (else everywhere).", "--namespace");
  private static final Option TOP = Option.value("N", "At most N, 1 to 100 (else 10).", "--top");

  @Override
  public Syntax syntax() {
    return Syntax.of("search", "Find records by meaning and words, the best first.")
        .takes(MemoryCommand.MEMORY, QUESTION, NAMESPACE, TOP)
        .examples("cadre memory search people \"favourite drink\" --namespace /facts/anna/");
  }

  @Override
  public int run(Cadre cadre, Arguments given) {
    Integer top = given.number(TOP);
    if (top != null && (top < 1 || top > MOST)) {
      throw Failure.usage("--top " + top + " is not within 1 to " + MOST);
    }
    String namespace = given.text(NAMESPACE);
    ObjectNode body =
        Json.object()
            .put("namespacePath", namespace == null ? "/" : namespace)
            .put("maxResults", MOST);
    body.putObject("searchCriteria")
        .put("searchQuery", given.needed(QUESTION))
        .put("topK", top == null ? DEFAULT_TOP : top);
    Platform platform = cadre.platform();
    String path = new Memories(platform).inside(given.needed(MemoryCommand.MEMORY)) + "/retrieve";
    JsonNode answer = platform.post(path, body);
    if (cadre.json()) {
      cadre.printJson(answer);
      return Exit.OK.code();
    }
    JsonNode found = answer.path("memoryRecordSummaries");
    if (found.isEmpty()) {
      cadre.terminal().note("nothing is known of it");
      return Exit.OK.code();
    }
    var table = new Table("SCORE", "NAMESPACE", "RECORD", "TEXT");
    for (JsonNode record : found) {
      table.row(
          String.format(Locale.ROOT, "%.2f", record.path("score").asDouble(0)),
          record.path("namespaces").path(0).asString(""),
          Json.string(record, "memoryRecordId"),
          Json.string(record.path("content"), "text").replaceAll("\\s+", " "));
    }
    table.print(cadre.terminal());
    return Exit.OK.code();
  }
}
