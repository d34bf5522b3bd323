package dev.cadre.a2a;

import dev.cadre.harness.TurnInput;
import dev.cadre.json.Json;
import dev.cadre.model.Bytes;
import dev.cadre.model.Content;
import dev.cadre.object.Attached;
import dev.cadre.object.MediaKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A client's message, checked.
 *
 * @param message in 1.0's form
 * @param contextId null when the client named none
 * @param taskId null for a new task
 */
record Incoming(
    ObjectNode message,
    @Nullable String contextId,
    @Nullable String taskId,
    List<Content> content) {
  /** What a message may hold; cards say so. */
  static final List<String> MEDIA_TYPES =
      List.of(
          "text/plain",
          "text/markdown",
          "text/csv",
          "text/html",
          "application/json",
          "application/pdf",
          "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
          "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
          "image/png",
          "image/jpeg",
          "image/gif",
          "image/webp");

  private static final Set<String> IMAGES =
      Set.of("image/png", "image/jpeg", "image/gif", "image/webp");
  private static final List<String> CONTENTS = List.of("text", "raw", "url", "data");
  private static final String UPLOADS = "s3://uploads/";
  private static final int MAX_ID = 256;

  Incoming {
    content = List.copyOf(content);
  }

  static Incoming of(JsonNode message, int maxParts) {
    if (!(message instanceof ObjectNode object)) {
      throw A2aException.invalid("message", "must be an object");
    }
    id(object, "messageId", true);
    String role = object.path("role").asString("");
    if (!role.equals("ROLE_USER")) {
      throw A2aException.invalid("message.role", "must be the user's; an agent sends no requests");
    }
    if (!(object.get("parts") instanceof ArrayNode parts) || parts.isEmpty()) {
      throw A2aException.invalid("message.parts", "must have at least one part");
    }
    if (parts.size() > maxParts) {
      throw A2aException.invalid(
          "message.parts", "has " + parts.size() + " entries; it may have " + maxParts);
    }
    List<Content> content = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      content.addAll(content("message.parts[" + i + "]", parts.get(i)));
    }
    return new Incoming(
        object, id(object, "contextId", false), id(object, "taskId", false), content);
  }

  private static @Nullable String id(ObjectNode message, String name, boolean required) {
    JsonNode value = message.path(name);
    if (value.isMissingNode() || value.isNull() || value.asString("?").isEmpty()) {
      if (required) {
        throw A2aException.invalid("message." + name, "is missing");
      }
      return null;
    }
    String text = value.isString() ? value.asString() : "";
    if (text.isEmpty() || text.length() > MAX_ID) {
      throw A2aException.invalid(
          "message." + name, "must be text of 1 to " + MAX_ID + " characters");
    }
    return text;
  }

  private static List<Content> content(String path, JsonNode part) {
    List<String> given = CONTENTS.stream().filter(part::has).toList();
    if (given.size() != 1) {
      throw A2aException.invalid(
          path, "must have exactly one of " + String.join(", ", CONTENTS) + ", has " + given);
    }
    String mediaType = bare(part.path("mediaType").asString(""));
    JsonNode value = part.path(given.getFirst());
    String name = part.path("filename").asString("document");
    return switch (given.getFirst()) {
      case "text" -> text(path, value);
      case "data" -> List.of(new Content.Text(Json.text(value)));
      case "url" -> List.of(new Content.Text(link(path, value, name, mediaType)));
      default -> List.of(file(path, value, name, mediaType));
    };
  }

  private static List<Content> text(String path, JsonNode value) {
    if (!value.isString()) {
      throw A2aException.invalid(path + ".text", "must be text");
    }
    return List.of(new Content.Text(value.asString()));
  }

  /** The agent gets the address: what may be fetched, its tools decide. */
  private static String link(String path, JsonNode url, String name, String mediaType) {
    if (!url.isString() || url.asString().isBlank()) {
      throw A2aException.invalid(path + ".url", "must be a URL");
    }
    supported(mediaType);
    if (url.asString().startsWith(UPLOADS)) {
      return attached(path, url.asString(), mediaType);
    }
    String type = mediaType.isEmpty() ? "" : " (" + mediaType + ")";
    return "[" + name + type + ": " + url.asString() + "]";
  }

  /** A file that was uploaded to this platform; whose it is, whoever reads it asks. */
  private static String attached(String path, String uri, String mediaType) {
    try {
      return "\n" + new Attached(MediaKind.of(mediaType), uri).line() + "\n";
    } catch (IllegalArgumentException noneOfThose) {
      throw A2aException.invalid(path + ".mediaType", "must be the upload's");
    }
  }

  private static Content file(String path, JsonNode raw, String name, String mediaType) {
    supported(mediaType);
    Bytes bytes;
    try {
      bytes = Bytes.base64(raw.asString(""));
    } catch (IllegalArgumentException notBase64) {
      throw A2aException.invalid(path + ".raw", "must be base64");
    }
    return IMAGES.contains(mediaType)
        ? new Content.Image(mediaType, bytes)
        : new Content.Document(name, mediaType.isEmpty() ? "text/plain" : mediaType, bytes);
  }

  private static void supported(String mediaType) {
    if (!mediaType.isEmpty()
        && !mediaType.startsWith("text/")
        && !MEDIA_TYPES.contains(mediaType)) {
      throw new A2aException(
          A2aError.CONTENT_TYPE_NOT_SUPPORTED,
          "a part is " + mediaType + "; this agent takes " + String.join(", ", MEDIA_TYPES),
          Map.of("mediaType", mediaType));
    }
  }

  private static String bare(String mediaType) {
    int semicolon = mediaType.indexOf(';');
    return (semicolon < 0 ? mediaType : mediaType.substring(0, semicolon))
        .strip()
        .toLowerCase(Locale.ROOT);
  }

  /**
   * What the agent gets. A data part with {@code decisions} or {@code results}, as the question
   * named them, answers a turn that waits.
   *
   * @param by who decides
   */
  TurnInput input(String by) {
    List<JsonNode> data = data().toList();
    List<JsonNode> decisions = data.stream().flatMap(d -> list(d, "decisions")).toList();
    if (!decisions.isEmpty()) {
      return new TurnInput.Decisions(decisions.stream().map(d -> decision(d, by)).toList());
    }
    List<JsonNode> results = data.stream().flatMap(d -> list(d, "results")).toList();
    return results.isEmpty()
        ? new TurnInput.Said(content)
        : new TurnInput.Results(results.stream().map(Incoming::result).toList());
  }

  private Stream<JsonNode> data() {
    return message.path("parts").valueStream().map(p -> p.path("data")).filter(JsonNode::isObject);
  }

  private static Stream<JsonNode> list(JsonNode data, String member) {
    return data.path(member).isArray() ? data.path(member).valueStream() : Stream.empty();
  }

  private static TurnInput.Decision decision(JsonNode decision, String by) {
    if (!decision.path("allowed").isBoolean() || decision.path("id").asString("").isEmpty()) {
      throw A2aException.invalid("decisions", "must have id and allowed in each entry");
    }
    JsonNode reason = decision.path("reason");
    return new TurnInput.Decision(
        decision.path("id").asString(),
        decision.path("allowed").asBoolean(),
        by,
        reason.isString() ? reason.asString() : null);
  }

  private static Content.ToolResult result(JsonNode result) {
    if (result.path("id").asString("").isEmpty() || !result.has("content")) {
      throw A2aException.invalid("results", "must have id and content in each entry");
    }
    JsonNode content = result.path("content");
    Content block =
        content.isString() ? new Content.Text(content.asString()) : new Content.Data(content);
    return new Content.ToolResult(
        result.path("id").asString(), List.of(block), result.path("error").asBoolean(false));
  }
}
