package dev.cadre.model;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One block of a message. */
public sealed interface Content {

  record Text(String text) implements Content {}

  /**
   * {@code mediaType} is {@code image/png}, {@code image/jpeg}, {@code image/gif} or {@code
   * image/webp}.
   */
  record Image(String mediaType, Bytes data) implements Content {}

  /**
   * A file for the model to read.
   *
   * @param name shown to the model; without its ending
   * @param mediaType such as {@code application/pdf}
   */
  record Document(String name, String mediaType, Bytes data) implements Content {}

  /**
   * The model wants a tool called.
   *
   * @param id names this call in its result; unique in a conversation
   * @param arguments as the model wrote them, not yet checked against the tool's schema
   */
  record ToolCall(String id, String name, ObjectNode arguments) implements Content {}

  /**
   * What a tool answered.
   *
   * @param content text, JSON, images and documents
   * @param error true when the call failed and {@code content} says why
   */
  record ToolResult(String callId, List<Content> content, boolean error) implements Content {
    public ToolResult {
      content = List.copyOf(content);
    }
  }

  /** Structured data, in the results of tools alone. */
  record Data(JsonNode json) implements Content {}

  /**
   * What the model said to itself, to be given back as it was.
   *
   * @param signature the provider's proof that the text is unchanged; null where it has none
   */
  record Reasoning(String text, @Nullable String signature) implements Content {}

  /** The text blocks of {@code content}, joined. */
  static String text(List<Content> content) {
    return content.stream()
        .filter(Text.class::isInstance)
        .map(block -> ((Text) block).text())
        .collect(Collectors.joining());
  }
}
