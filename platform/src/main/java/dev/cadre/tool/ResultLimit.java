package dev.cadre.tool;

import dev.cadre.json.Json;
import dev.cadre.model.Bytes;
import dev.cadre.model.Content;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Cuts what a tool answered to what a model can read: 256 Ki characters of text and JSON together,
 * and 8 MB of images and documents. What was cut is said where it stood.
 */
final class ResultLimit {
  static final int MAX_CHARACTERS = 256 << 10;
  static final int MAX_BYTES = 8 << 20;
  static final int MAX_BLOCKS = 64;

  private final List<Content> kept = new ArrayList<>();
  private int characters = MAX_CHARACTERS;
  private int bytes = MAX_BYTES;

  private ResultLimit() {}

  static ToolOutcome applied(ToolOutcome outcome) {
    return switch (outcome) {
      case ToolOutcome.Answered(List<Content> content) -> {
        ResultLimit limit = new ResultLimit();
        content.stream().limit(MAX_BLOCKS).forEach(limit::take);
        if (content.size() > MAX_BLOCKS) {
          limit.note("%,d more parts were left out", content.size() - MAX_BLOCKS);
        }
        yield new ToolOutcome.Answered(limit.kept);
      }
      case ToolOutcome.Failed(String message) ->
          new ToolOutcome.Failed(
              message.length() <= MAX_CHARACTERS ? message : head(message, MAX_CHARACTERS));
    };
  }

  private void take(Content content) {
    switch (content) {
      case Content.Text(String text) -> takeText(text);
      case Content.Data(JsonNode json) -> takeData(json);
      case Content.Image(String mediaType, Bytes data) -> takeBytes(content, mediaType, data);
      case Content.Document(_, String mediaType, Bytes data) ->
          takeBytes(content, mediaType, data);
      // These are the model's own words; a tool has no business with them.
      case Content.ToolCall _, Content.ToolResult _, Content.Reasoning _ -> {}
    }
  }

  private void takeText(String text) {
    if (text.length() <= characters) {
      kept.add(new Content.Text(text));
      characters -= text.length();
      return;
    }
    kept.add(new Content.Text(head(text, characters)));
    note("cut here: the first %,d of %,d characters", characters, text.length());
    characters = 0;
  }

  private void takeData(JsonNode json) {
    String text = Json.text(json);
    if (text.length() <= characters) {
      kept.add(new Content.Data(json));
      characters -= text.length();
    } else {
      takeText(text);
    }
  }

  private void takeBytes(Content content, String mediaType, Bytes data) {
    if (data.length() <= bytes) {
      kept.add(content);
      bytes -= data.length();
    } else {
      note("a %s of %,d bytes was left out: too large", mediaType, data.length());
    }
  }

  private void note(String format, Object... args) {
    kept.add(
        new Content.Text(
            "[" + String.format(java.util.Locale.ROOT, format, args) + "; ask for less]"));
  }

  /** Never half a character. */
  private static String head(String text, int length) {
    boolean splits =
        length > 0 && length < text.length() && Character.isHighSurrogate(text.charAt(length - 1));
    return text.substring(0, splits ? length - 1 : length);
  }
}
