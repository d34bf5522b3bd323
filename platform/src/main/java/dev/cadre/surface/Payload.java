package dev.cadre.surface;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cadre.fault.Fault;
import dev.cadre.harness.Beside;
import dev.cadre.harness.TurnInput;
import dev.cadre.json.Json;
import dev.cadre.model.Bytes;
import dev.cadre.model.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What InvokeAgentRuntime brings to a declared agent: plain text, or JSON with exactly one of
 * {@code prompt}, {@code input}, {@code messages}, {@code decisions}, {@code results}. The platform
 * keeps the conversation, so of {@code messages} only the last is new; those before it count in a
 * session that is new.
 */
final class Payload {
  private static final List<String> KEYS =
      List.of("prompt", "input", "messages", "decisions", "results");
  private static final Set<String> IMAGES =
      Set.of("image/png", "image/jpeg", "image/gif", "image/webp");
  private static final int MAX_ATTACHMENTS = 20;

  private Payload() {}

  /** The JSON in {@code body}; text that is none stands for {@code {"prompt": text}}. */
  static ObjectNode parse(byte[] body, String contentType) {
    String text = new String(body, UTF_8);
    String start = text.stripLeading();
    boolean json = contentType.contains("json") || start.startsWith("{") || start.startsWith("[");
    if (contentType.startsWith("text/") || !json) {
      return Json.object().put("prompt", text);
    }
    return switch (Json.parse(body)) {
      case ObjectNode object -> object;
      case JsonNode node when node.isString() -> Json.object().put("prompt", node.asString());
      default -> throw new Fault.Invalid("the payload must be a JSON object or text");
    };
  }

  /**
   * @param by who calls, for decisions
   */
  static TurnInput input(ObjectNode payload, String by) {
    List<String> given = KEYS.stream().filter(payload::hasNonNull).toList();
    if (given.size() != 1) {
      throw new Fault.Invalid(
          given.isEmpty()
              ? "the payload has none of "
                  + String.join(", ", KEYS)
                  + "; send {\"prompt\": \"...\"}"
              : "the payload has " + String.join(" and ", given) + "; keep one");
    }
    JsonNode value = payload.path(given.getFirst());
    return switch (given.getFirst()) {
      case "decisions" -> new TurnInput.Decisions(each(value, "decisions", d -> decision(d, by)));
      case "results" -> new TurnInput.Results(each(value, "results", Payload::result));
      case "messages" -> said(content(last(value)), HarnessMessages.before(value), payload);
      default -> said(words(given.getFirst(), value), Beside.NOTHING, payload);
    };
  }

  /** The URIs of uploads that stand beside what is said, each once. */
  static List<String> uploads(ObjectNode payload) {
    return payload
        .path("attachments")
        .valueStream()
        .filter(file -> file.path("uri").isString())
        .map(file -> file.path("uri").asString())
        .distinct()
        .toList();
  }

  private static TurnInput said(List<Content> words, Beside beside, ObjectNode payload) {
    List<Content> content = new ArrayList<>(words);
    JsonNode attachments = payload.path("attachments");
    if (attachments.size() > MAX_ATTACHMENTS) {
      throw new Fault.Invalid(
          "attachments has " + attachments.size() + " entries; at most " + MAX_ATTACHMENTS);
    }
    for (JsonNode file : attachments) {
      if (!file.path("uri").isString()) {
        content.add(file("attachments", file));
      }
    }
    if (content.isEmpty() && uploads(payload).isEmpty()) {
      throw new Fault.Invalid("the payload says nothing; send {\"prompt\": \"...\"}");
    }
    return new TurnInput.Said(content, beside);
  }

  /** A text, or the object with a prompt that agents of the AWS samples take. */
  private static List<Content> words(String key, JsonNode value) {
    JsonNode text = value.isObject() ? value.path("prompt") : value;
    if (!text.isString()) {
      throw new Fault.Invalid(key + " must be text");
    }
    return text(text.asString());
  }

  private static List<Content> text(String text) {
    return text.isBlank() ? List.of() : List.of(new Content.Text(text));
  }

  private static JsonNode last(JsonNode messages) {
    JsonNode last = messages.path(messages.size() - 1);
    if (!last.path("role").asString("").equals("user")) {
      throw new Fault.Invalid("the last of messages must have the role user");
    }
    return last.path("content");
  }

  private static List<Content> content(JsonNode content) {
    if (content.isString()) {
      return text(content.asString());
    }
    return each(content, "messages.content", Payload::block);
  }

  private static Content block(JsonNode block) {
    if (block.path("text").isString()) {
      return new Content.Text(block.path("text").asString());
    }
    return file("messages.content", block);
  }

  private static Content file(String path, JsonNode file) {
    String mediaType = file.path("mediaType").asString("");
    JsonNode data = file.path("data");
    if (mediaType.isEmpty() || !data.isString()) {
      throw new Fault.Invalid(
          path
              + " must have text, the uri of an upload, or mediaType and data in base64, in each"
              + " entry");
    }
    Bytes bytes = bytes(path, data.asString());
    if (!mediaType.startsWith("image/")) {
      return new Content.Document(file.path("name").asString("document"), mediaType, bytes);
    }
    if (!IMAGES.contains(mediaType)) {
      throw new Fault.Invalid(
          path + ".mediaType is " + mediaType + "; images are png, jpeg, gif or webp");
    }
    return new Content.Image(mediaType, bytes);
  }

  private static Bytes bytes(String path, String base64) {
    try {
      return Bytes.base64(base64);
    } catch (IllegalArgumentException notBase64) {
      throw new Fault.Invalid(path + ".data is not base64");
    }
  }

  private static TurnInput.Decision decision(JsonNode decision, String by) {
    JsonNode allowed = decision.path("allowed");
    if (!allowed.isBoolean()) {
      throw new Fault.Invalid("decisions must have id and allowed (true or false) in each entry");
    }
    return new TurnInput.Decision(
        id("decisions", decision), allowed.asBoolean(), by, textOrNull(decision.path("reason")));
  }

  private static Content.ToolResult result(JsonNode result) {
    JsonNode content = result.path("content");
    List<Content> blocks =
        content.isString()
            ? List.of(new Content.Text(content.asString()))
            : List.of(new Content.Data(content));
    if (content.isMissingNode()) {
      throw new Fault.Invalid("results must have id and content in each entry");
    }
    return new Content.ToolResult(
        id("results", result), blocks, result.path("error").asBoolean(false));
  }

  private static String id(String path, JsonNode entry) {
    String id = entry.path("id").asString("");
    if (id.isEmpty()) {
      throw new Fault.Invalid(path + " must have the id of a pending call in each entry");
    }
    return id;
  }

  private static @Nullable String textOrNull(JsonNode node) {
    return node.isString() ? node.asString() : null;
  }

  private static <T> List<T> each(
      JsonNode array, String path, java.util.function.Function<JsonNode, T> read) {
    if (!array.isArray() || array.isEmpty()) {
      throw new Fault.Invalid(path + " must be a list with at least one entry");
    }
    return array.valueStream().map(read).toList();
  }
}
