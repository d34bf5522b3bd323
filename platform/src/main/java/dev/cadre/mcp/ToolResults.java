package dev.cadre.mcp;

import dev.cadre.json.Json;
import dev.cadre.model.Bytes;
import dev.cadre.model.Content;
import dev.cadre.tool.ToolOutcome;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes what a tool answered as a {@code CallToolResult}. */
final class ToolResults {
  private ToolResults() {}

  static ObjectNode of(ToolOutcome outcome) {
    ObjectNode result = Json.object();
    ArrayNode blocks = result.putArray("content");
    switch (outcome) {
      case ToolOutcome.Answered(List<Content> content) -> {
        content.forEach(block -> add(blocks, block));
        // Structured content is one object; clients that know none read the same as text.
        if (content.size() == 1
            && content.getFirst() instanceof Content.Data(JsonNode json)
            && json.isObject()) {
          result.set("structuredContent", json);
        }
      }
      case ToolOutcome.Failed(String message) -> {
        text(blocks, message);
        result.put("isError", true);
      }
    }
    return result;
  }

  private static void add(ArrayNode blocks, Content content) {
    switch (content) {
      case Content.Text(String text) -> text(blocks, text);
      case Content.Data(JsonNode json) -> text(blocks, Json.text(json));
      case Content.Image(String mediaType, Bytes data) ->
          blocks
              .addObject()
              .put("type", "image")
              .put("data", data.toBase64())
              .put("mimeType", mediaType);
      case Content.Document(String name, String mediaType, Bytes data) ->
          blocks
              .addObject()
              .put("type", "resource")
              .putObject("resource")
              .put("uri", "document:" + URLEncoder.encode(name, StandardCharsets.UTF_8))
              .put("mimeType", mediaType)
              .put("blob", data.toBase64());
      // A tool has no such content: its runner left it out.
      case Content.ToolCall _, Content.ToolResult _, Content.Reasoning _ -> {}
    }
  }

  private static void text(ArrayNode blocks, String text) {
    blocks.addObject().put("type", "text").put("text", text);
  }
}
