package dev.cadre.model;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a model is asked.
 *
 * @param model an alias the operator gave ({@code default}), a profile's id or a provider's
 * @param system instructions; empty for none
 * @param messages oldest first, at least one, user and assistant in turn, the last the user's
 * @param outputSchema the JSON Schema the reply's text must satisfy; null for free text
 */
public record ModelRequest(
    String model,
    String system,
    List<Message> messages,
    List<ToolSpec> tools,
    ToolChoice toolChoice,
    Sampling sampling,
    @Nullable JsonNode outputSchema) {
  public ModelRequest {
    messages = List.copyOf(messages);
    tools = List.copyOf(tools);
  }

  public ModelRequest(String model, String system, List<Message> messages, List<ToolSpec> tools) {
    this(model, system, messages, tools, ToolChoice.AUTO, Sampling.DEFAULT, null);
  }

  /** The same question to another model. */
  public ModelRequest to(String other) {
    return new ModelRequest(other, system, messages, tools, toolChoice, sampling, outputSchema);
  }
}
