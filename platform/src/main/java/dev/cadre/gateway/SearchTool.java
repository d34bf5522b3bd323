package dev.cadre.gateway;

import dev.cadre.embedding.Embedder;
import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The tool with which a client finds those it needs among very many. */
final class SearchTool {
  static final String NAME = "x_amz_bedrock_agentcore_search";
  static final ObjectNode DESCRIPTOR = descriptor();

  /** How the model is told that a text is a question; from its own description. */
  static final String QUERY_PREFIX = "Represent this sentence for searching relevant passages: ";

  private static final int FOUND = 10;
  private static final int MAX_QUERY = 10_000;

  private final Embedder embedder;
  private final InstantSource clock;
  private final GatewayMetrics metrics;

  SearchTool(Embedder embedder, InstantSource clock, GatewayMetrics metrics) {
    this.embedder = embedder;
    this.clock = clock;
    this.metrics = metrics;
  }

  private static ObjectNode descriptor() {
    ObjectNode tool =
        Json.object()
            .put("name", NAME)
            .put(
                "description",
                "Finds the tools that fit what is to be done, the best first. Use it before others"
                    + " when there are many tools, and then call the one that fits.");
    ObjectNode schema = tool.putObject("inputSchema").put("type", "object");
    schema
        .putObject("properties")
        .putObject("query")
        .put("type", "string")
        .put("description", "What is to be done, in plain words");
    schema.putArray("required").add("query");
    return tool;
  }

  /** A {@code CallToolResult} with the descriptors found, as structure and as text. */
  ObjectNode call(ToolIndex index, ObjectNode arguments) {
    String query = arguments.path("query").asString("");
    if (query.isBlank() || query.length() > MAX_QUERY) {
      throw new Fault.Invalid(
          "arguments.query must be a text of 1 to " + MAX_QUERY + " characters");
    }
    Instant began = clock.instant();
    ObjectNode found = Json.object();
    ArrayNode tools = found.putArray("tools");
    index.best(query, embedder.embed(QUERY_PREFIX + query), FOUND).forEach(tools::add);
    metrics.searched(Duration.between(began, clock.instant()));
    ObjectNode result = Json.object();
    result.putArray("content").addObject().put("type", "text").put("text", Json.text(found));
    result.set("structuredContent", found);
    return result.put("isError", false);
  }
}
