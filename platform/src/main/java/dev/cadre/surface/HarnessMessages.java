package dev.cadre.surface;

import dev.cadre.fault.Fault;
import dev.cadre.harness.TurnInput;
import dev.cadre.model.Content;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The messages of InvokeHarness. The platform keeps the conversation: the last one is new. */
final class HarnessMessages {
  private HarnessMessages() {}

  static TurnInput input(JsonNode messages) {
    JsonNode last = messages.path(messages.size() - 1);
    if (!last.path("role").asString("").equals("user")) {
      throw new Fault.Invalid("the last of messages must have the role user");
    }
    List<Content> said = new ArrayList<>();
    List<Content.ToolResult> results = new ArrayList<>();
    for (JsonNode block : last.path("content")) {
      if (block.has("toolResult")) {
        results.add(result(block.path("toolResult")));
      } else if (block.has("text")) {
        said.add(new Content.Text(block.path("text").asString()));
      } else {
        throw new Fault.Invalid("a user's message has text and toolResult blocks alone");
      }
    }
    if (results.isEmpty() && said.isEmpty()) {
      throw new Fault.Invalid("the last of messages has no content");
    }
    if (!results.isEmpty() && !said.isEmpty()) {
      throw new Fault.Invalid(
          "the last of messages has both text and toolResult blocks; send the results first");
    }
    return results.isEmpty() ? new TurnInput.Said(said) : new TurnInput.Results(results);
  }

  private static Content.ToolResult result(JsonNode result) {
    List<Content> content = new ArrayList<>();
    for (JsonNode block : result.path("content")) {
      content.add(
          block.has("json")
              ? new Content.Data(block.path("json"))
              : new Content.Text(block.path("text").asString("")));
    }
    return new Content.ToolResult(
        result.path("toolUseId").asString(),
        content,
        result.path("status").asString("success").equals("error"));
  }
}
