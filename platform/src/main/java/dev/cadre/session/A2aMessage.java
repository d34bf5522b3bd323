package dev.cadre.session;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import dev.cadre.model.Bytes;
import dev.cadre.model.Content;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A text to an agent process that speaks A2A over JSON-RPC, and its answer's text.
 *
 * @see <a href="https://a2a-protocol.org/v0.3.0/specification/#71-messagesend">message/send</a>
 */
final class A2aMessage {
  private A2aMessage() {}

  /**
   * @param content texts are one part, files a part each
   * @param key the same when the call is repeated after a crash, and so is the message's id; null
   *     for a call that nobody repeats
   */
  static byte[] request(List<Content> content, @Nullable String key) {
    ObjectNode message =
        Json.object()
            .put("kind", "message")
            .put("role", "user")
            .put("messageId", messageId(key).toString());
    ArrayNode parts = message.putArray("parts");
    parts.addObject().put("kind", "text").put("text", Content.text(content));
    for (Content each : content) {
      switch (each) {
        case Content.Image(String type, Bytes data) -> file(parts, "image", type, data);
        case Content.Document(String name, String type, Bytes data) ->
            file(parts, name, type, data);
        case Content.Text _,
            Content.Data _,
            Content.ToolCall _,
            Content.ToolResult _,
            Content.Reasoning _ -> {}
      }
    }
    ObjectNode request =
        Json.object()
            .put("jsonrpc", "2.0")
            .put("id", UUID.randomUUID().toString())
            .put("method", "message/send");
    request.putObject("params").set("message", message);
    return Json.bytes(request);
  }

  private static UUID messageId(@Nullable String key) {
    return key == null
        ? UUID.randomUUID()
        : UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8));
  }

  private static void file(ArrayNode parts, String name, String type, Bytes data) {
    parts
        .addObject()
        .put("kind", "file")
        .putObject("file")
        .put("name", name)
        .put("mimeType", type)
        .put("bytes", data.toBase64());
  }

  /**
   * @throws Fault.AgentFailed when it answered with an error, or with a task that failed
   */
  static String answer(byte[] body) {
    JsonNode answer;
    try {
      answer = Json.parse(body);
    } catch (Fault.Invalid e) {
      throw new Fault.AgentFailed("the agent's answer is no JSON-RPC", e);
    }
    if (answer.hasNonNull("error")) {
      throw new Fault.AgentFailed(
          "the agent answered with an error: " + answer.path("error").path("message").asString(""));
    }
    JsonNode result = answer.path("result");
    JsonNode status = result.path("status");
    String state = status.path("state").asString("completed");
    if (state.equals("failed") || state.equals("rejected") || state.equals("canceled")) {
      throw new Fault.AgentFailed(
          "the agent's task is " + state + ": " + text(status.path("message").path("parts")));
    }
    StringBuilder all = new StringBuilder(text(result.path("parts")));
    result.path("artifacts").forEach(artifact -> all.append(text(artifact.path("parts"))));
    return all.isEmpty() ? text(status.path("message").path("parts")) : all.toString();
  }

  private static String text(JsonNode parts) {
    StringBuilder text = new StringBuilder();
    parts.forEach(part -> text.append(part.path("text").asString("")));
    return text.toString();
  }
}
