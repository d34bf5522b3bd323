package dev.cadre.tool;

import dev.cadre.model.Content;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** How a tool's call ended. */
public sealed interface ToolOutcome {

  /** Text, JSON, images and documents for the model. */
  record Answered(List<Content> content) implements ToolOutcome {
    public Answered {
      content = List.copyOf(content);
    }

    public static Answered text(String text) {
      return new Answered(List.of(new Content.Text(text)));
    }

    public static Answered json(JsonNode json) {
      return new Answered(List.of(new Content.Data(json)));
    }
  }

  /** It did not happen; {@code message} tells the model what was wrong and what to try instead. */
  record Failed(String message) implements ToolOutcome {}
}
