package dev.cadre.inference;

import dev.cadre.json.Json;
import dev.cadre.model.Content;
import dev.cadre.model.Reply;
import dev.cadre.model.StopReason;
import dev.cadre.model.Usage;
import java.time.Instant;
import java.util.UUID;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What every part of one chat completion says of it.
 *
 * @param model as the request names it
 */
record ChatOutput(String id, Instant created, String model) {
  static ChatOutput of(String model, Instant now) {
    String id = "chatcmpl-" + UUID.randomUUID().toString().replace("-", "");
    return new ChatOutput(id, now, model);
  }

  /** The whole completion. What the model said to itself is left out, as OpenAI does. */
  ObjectNode whole(Reply reply) {
    ObjectNode message = Json.object().put("role", "assistant");
    String text = reply.text();
    ArrayNode calls = calls(reply);
    if (text.isEmpty() && !calls.isEmpty()) {
      message.putNull("content");
    } else {
      message.put("content", text);
    }
    message.putNull("refusal");
    if (!calls.isEmpty()) {
      message.set("tool_calls", calls);
    }
    ObjectNode whole = head("chat.completion");
    ObjectNode choice = whole.putArray("choices").addObject().put("index", 0);
    choice.set("message", message);
    choice.putNull("logprobs").put("finish_reason", finish(reply.stop()));
    whole.set("usage", usage(reply.usage()));
    return whole;
  }

  private static ArrayNode calls(Reply reply) {
    ArrayNode calls = Json.array();
    for (Content.ToolCall call : reply.toolCalls()) {
      calls
          .addObject()
          .put("id", call.id())
          .put("type", "function")
          .putObject("function")
          .put("name", call.name())
          .put("arguments", Json.text(call.arguments()));
    }
    return calls;
  }

  /** A part of the stream, still without its choices. */
  ObjectNode chunk() {
    return head("chat.completion.chunk");
  }

  private ObjectNode head(String object) {
    return Json.object()
        .put("id", id)
        .put("object", object)
        .put("created", created.getEpochSecond())
        .put("model", model);
  }

  static String finish(StopReason stop) {
    return switch (stop) {
      case END_TURN, STOP_SEQUENCE -> "stop";
      case TOOL_USE -> "tool_calls";
      case MAX_TOKENS -> "length";
      case CONTENT_FILTERED -> "content_filter";
    };
  }

  static ObjectNode usage(Usage usage) {
    ObjectNode node =
        Json.object()
            .put("prompt_tokens", usage.input())
            .put("completion_tokens", usage.output())
            .put("total_tokens", usage.total());
    node.putObject("prompt_tokens_details").put("cached_tokens", usage.cacheRead());
    return node;
  }
}
