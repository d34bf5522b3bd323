package dev.cadre.inference;

import dev.cadre.json.Json;
import dev.cadre.model.Bytes;
import dev.cadre.model.Content;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The content blocks of Anthropic's Messages, in both directions. */
final class AnthropicContent {
  private AnthropicContent() {}

  /** The blocks of a message, or the one block that its plain text is. */
  static List<Content> blocks(Members message) {
    JsonNode content = message.need("content");
    if (content.isString()) {
      return List.of(new Content.Text(content.asString()));
    }
    List<Content> blocks = new ArrayList<>();
    for (Members block : message.objects("content")) {
      // What a provider thought and sealed, only that provider can read.
      if (!block.text("type").equals("redacted_thinking")) {
        blocks.add(block(block));
      }
    }
    return blocks;
  }

  /** A text that may be written as a string or as text blocks; empty when it is absent. */
  static String text(Members holder, String name) {
    JsonNode value = holder.value(name);
    if (value == null) {
      return "";
    }
    return value.isString() ? value.asString() : MediaTypes.texts(holder, name);
  }

  private static Content block(Members block) {
    String type = block.text("type");
    return switch (type) {
      case "text" -> new Content.Text(block.text("text"));
      case "image" -> {
        Members source = base64(block.object("source"));
        yield MediaTypes.image(
            source, source.text("media_type"), MediaTypes.base64(source, "data"));
      }
      case "document" -> document(block);
      case "tool_use" ->
          new Content.ToolCall(block.text("id"), block.text("name"), block.object("input").node());
      case "tool_result" ->
          new Content.ToolResult(
              block.text("tool_use_id"),
              block.has("content") ? blocks(block) : List.of(),
              block.flag("is_error"));
      case "thinking" -> new Content.Reasoning(block.text("thinking"), block.text("signature"));
      default ->
          throw block.refuse(
              "type",
              "'"
                  + type
                  + "' is not served here; send text, image, document, tool_use, tool_result"
                  + " or thinking");
    };
  }

  private static Content document(Members block) {
    String title = block.text("title", "document");
    Members source = block.object("source");
    if (source.text("type").equals("text")) {
      byte[] text = source.text("data").getBytes(StandardCharsets.UTF_8);
      return new Content.Document(title, "text/plain", Bytes.copyOf(text));
    }
    Members data = base64(source);
    return new Content.Document(title, data.text("media_type"), MediaTypes.base64(data, "data"));
  }

  private static Members base64(Members source) {
    if (!source.text("type").equals("base64")) {
      throw source.refuse("type", "must be base64; nothing is fetched on a caller's behalf");
    }
    return source;
  }

  /** What a model replied. */
  static ArrayNode write(List<Content> content) {
    ArrayNode blocks = Json.array();
    content.forEach(block -> write(block, blocks.addObject()));
    return blocks;
  }

  private static void write(Content block, ObjectNode to) {
    switch (block) {
      case Content.Text text -> to.put("type", "text").put("text", text.text());
      case Content.ToolCall call ->
          to.put("type", "tool_use")
              .put("id", call.id())
              .put("name", call.name())
              .set("input", call.arguments());
      case Content.Reasoning reasoning ->
          to.put("type", "thinking")
              .put("thinking", reasoning.text())
              .put("signature", reasoning.signature() == null ? "" : reasoning.signature());
      case Content.Image _, Content.Document _, Content.ToolResult _, Content.Data _ ->
          throw new IllegalStateException("a model replies with text, reasoning and tool calls");
    }
  }
}
