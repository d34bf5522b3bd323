package dev.cadre.harness;

import dev.cadre.json.Json;
import dev.cadre.model.Bytes;
import dev.cadre.model.Content;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Content as the journal keeps it, and back. */
final class ContentJson {
  private ContentJson() {}

  static ArrayNode write(List<? extends Content> content) {
    ArrayNode array = Json.array();
    content.forEach(block -> array.add(write(block)));
    return array;
  }

  private static ObjectNode write(Content content) {
    ObjectNode json = Json.object();
    switch (content) {
      case Content.Text(String text) -> json.put("type", "text").put("text", text);
      case Content.Image(String mediaType, Bytes data) ->
          json.put("type", "image").put("mediaType", mediaType).put("data", data.toBase64());
      case Content.Document(String name, String mediaType, Bytes data) ->
          json.put("type", "document")
              .put("name", name)
              .put("mediaType", mediaType)
              .put("data", data.toBase64());
      case Content.ToolCall(String id, String name, ObjectNode arguments) ->
          json.put("type", "toolCall").put("id", id).put("name", name).set("arguments", arguments);
      case Content.ToolResult(String callId, List<Content> inner, boolean error) ->
          json.put("type", "toolResult")
              .put("callId", callId)
              .put("error", error)
              .set("content", write(inner));
      case Content.Data(JsonNode data) -> json.put("type", "data").set("json", data);
      case Content.Reasoning(String text, String signature) ->
          json.put("type", "reasoning").put("text", text).put("signature", signature);
    }
    return json;
  }

  static List<Content> read(JsonNode array) {
    return array.valueStream().map(ContentJson::block).toList();
  }

  /** As {@link #read}, of calls alone. */
  static List<Content.ToolCall> calls(JsonNode array) {
    return array.valueStream().map(ContentJson::call).toList();
  }

  /** As {@link #read}, of results alone. */
  static List<Content.ToolResult> results(JsonNode array) {
    return array.valueStream().map(ContentJson::result).toList();
  }

  private static Content block(JsonNode json) {
    String type = json.path("type").asString();
    return switch (type) {
      case "text" -> new Content.Text(text(json, "text"));
      case "image" -> new Content.Image(text(json, "mediaType"), Bytes.base64(text(json, "data")));
      case "document" ->
          new Content.Document(
              text(json, "name"), text(json, "mediaType"), Bytes.base64(text(json, "data")));
      case "toolCall" -> call(json);
      case "toolResult" -> result(json);
      case "data" -> new Content.Data(json.path("json"));
      case "reasoning" -> new Content.Reasoning(text(json, "text"), nullable(json, "signature"));
      default -> throw new IllegalStateException("the journal holds content of type " + type);
    };
  }

  private static Content.ToolCall call(JsonNode json) {
    return new Content.ToolCall(
        text(json, "id"), text(json, "name"), (ObjectNode) json.path("arguments"));
  }

  private static Content.ToolResult result(JsonNode json) {
    return new Content.ToolResult(
        text(json, "callId"), read(json.path("content")), json.path("error").asBoolean());
  }

  private static String text(JsonNode json, String key) {
    return json.path(key).asString();
  }

  private static @Nullable String nullable(JsonNode json, String key) {
    return json.path(key).isString() ? json.path(key).asString() : null;
  }
}
