package dev.cadre.surface;

import dev.cadre.fault.Fault;
import dev.cadre.harness.Beside;
import dev.cadre.harness.TurnInput;
import dev.cadre.json.Json;
import dev.cadre.model.Content;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * The messages of InvokeHarness. The platform keeps the conversation: the last one is new, and
 * those before it count where the session is.
 */
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
    return results.isEmpty()
        ? new TurnInput.Said(said, before(messages))
        : new TurnInput.Results(results);
  }

  /** What stands before the last message. */
  static Beside before(JsonNode messages) {
    ArrayNode earlier = Json.array();
    for (int i = 0; i < messages.size() - 1; i++) {
      earlier.add(messages.get(i));
    }
    return new Beside(Beside.messages(earlier, "messages"), "", 0);
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
