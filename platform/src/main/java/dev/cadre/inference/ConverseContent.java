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

/** Converse's content blocks, in both directions. */
final class ConverseContent {
  private ConverseContent() {}

  /** The blocks of a message, without its cache points. */
  static List<Content> blocks(Members message) {
    List<Content> blocks = new ArrayList<>();
    for (Members block : message.objects("content")) {
      if (!block.has("cachePoint")) {
        blocks.add(block(block));
      }
    }
    return blocks;
  }

  private static Content block(Members block) {
    if (block.has("text")) {
      return new Content.Text(block.text("text"));
    }
    if (block.has("image")) {
      return image(block.object("image"));
    }
    if (block.has("document")) {
      return document(block.object("document"));
    }
    if (block.has("toolUse")) {
      Members use = block.object("toolUse");
      return new Content.ToolCall(
          use.text("toolUseId"), use.text("name"), use.object("input").node());
    }
    if (block.has("toolResult")) {
      return result(block.object("toolResult"));
    }
    if (block.has("reasoningContent") && block.object("reasoningContent").has("reasoningText")) {
      Members reasoning = block.object("reasoningContent").object("reasoningText");
      String signature = reasoning.text("signature", "");
      return new Content.Reasoning(reasoning.text("text"), signature.isEmpty() ? null : signature);
    }
    if (block.has("citationsContent")) {
      return new Content.Text(MediaTypes.texts(block.object("citationsContent"), "content"));
    }
    throw unknown(block);
  }

  private static RuntimeException unknown(Members block) {
    return Members.invalid(
        block.path(),
        "has no content that is served here ("
            + String.join(", ", block.node().propertyNames())
            + "); send text, image, document, toolUse, toolResult or reasoningText");
  }

  private static Content image(Members image) {
    return new Content.Image(MediaTypes.image(image), bytes(image.object("source")));
  }

  private static Content document(Members document) {
    return new Content.Document(
        document.text("name"), MediaTypes.document(document), bytes(document.object("source")));
  }

  private static Bytes bytes(Members source) {
    if (source.has("bytes")) {
      return MediaTypes.base64(source, "bytes");
    }
    if (source.has("text")) {
      return Bytes.copyOf(source.text("text").getBytes(StandardCharsets.UTF_8));
    }
    if (source.has("content")) {
      String text = MediaTypes.texts(source, "content");
      return Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
    }
    throw Members.invalid(
        source.path(), "must hold the bytes; nothing is fetched from S3 on a caller's behalf");
  }

  private static Content result(Members result) {
    List<Content> content = new ArrayList<>();
    for (Members block : result.objects("content")) {
      content.add(resultBlock(block));
    }
    return new Content.ToolResult(
        result.text("toolUseId"), content, result.text("status", "success").equals("error"));
  }

  private static Content resultBlock(Members block) {
    JsonNode json = block.value("json");
    if (json != null) {
      return new Content.Data(json);
    }
    if (block.has("text")) {
      return new Content.Text(block.text("text"));
    }
    if (block.has("image")) {
      return image(block.object("image"));
    }
    if (block.has("document")) {
      return document(block.object("document"));
    }
    throw unknown(block);
  }

  /** What a model replied. */
  static ArrayNode write(List<Content> content) {
    ArrayNode blocks = Json.array();
    content.forEach(block -> write(block, blocks.addObject()));
    return blocks;
  }

  private static void write(Content block, ObjectNode to) {
    switch (block) {
      case Content.Text text -> to.put("text", text.text());
      case Content.ToolCall call ->
          to.putObject("toolUse")
              .put("toolUseId", call.id())
              .put("name", call.name())
              .set("input", call.arguments());
      case Content.Reasoning reasoning -> {
        ObjectNode text = to.putObject("reasoningContent").putObject("reasoningText");
        text.put("text", reasoning.text());
        if (reasoning.signature() != null) {
          text.put("signature", reasoning.signature());
        }
      }
      case Content.Image _, Content.Document _, Content.ToolResult _, Content.Data _ ->
          throw new IllegalStateException("a model replies with text, reasoning and tool calls");
    }
  }
}
