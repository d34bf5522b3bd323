package dev.cadre.model;

import java.util.List;

/**
 * A model's whole reply.
 *
 * @param content text, reasoning and tool calls in the order the model made them
 * @param model the provider's id of the model that answered, which failover may have chosen
 */
public record Reply(List<Content> content, StopReason stop, Usage usage, String model) {
  public Reply {
    content = List.copyOf(content);
  }

  /** The text blocks, joined. */
  public String text() {
    return Content.text(content);
  }

  public List<Content.ToolCall> toolCalls() {
    return content.stream()
        .filter(Content.ToolCall.class::isInstance)
        .map(Content.ToolCall.class::cast)
        .toList();
  }
}
