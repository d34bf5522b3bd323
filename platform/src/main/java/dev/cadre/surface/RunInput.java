package dev.cadre.surface;

import dev.cadre.fault.Fault;
import dev.cadre.harness.AgentDefinition.Source;
import dev.cadre.harness.Beside;
import dev.cadre.harness.TurnInput;
import dev.cadre.json.Json;
import dev.cadre.model.Bytes;
import dev.cadre.model.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * AG-UI's RunAgentInput. Its clients send the whole conversation each time; what follows the last
 * message of the assistant is new.
 *
 * @param clientTools which the frontend runs itself
 */
record RunInput(String thread, String run, TurnInput input, List<Source.Client> clientTools) {
  private static final String TOOL_NAME = "[a-zA-Z0-9_-]{1,64}";

  static boolean is(ObjectNode payload) {
    return payload.path("threadId").isString()
        && payload.path("runId").isString()
        && payload.path("messages").isArray();
  }

  /**
   * @param by who calls, for decisions
   */
  static RunInput read(ObjectNode payload, String by) {
    if (!is(payload)) {
      throw new Fault.Invalid(
          "an AG-UI agent takes a RunAgentInput with threadId, runId and messages");
    }
    return new RunInput(
        payload.path("threadId").asString(),
        payload.path("runId").asString(),
        input(payload, by),
        tools(payload.path("tools")));
  }

  private static TurnInput input(ObjectNode payload, String by) {
    JsonNode resume = payload.path("resume");
    if (resume.isArray() && !resume.isEmpty()) {
      return new TurnInput.Decisions(
          resume.valueStream().map(entry -> decision(entry, by)).toList());
    }
    List<JsonNode> fresh = fresh(payload.path("messages"));
    List<Content.ToolResult> results =
        fresh.stream().filter(message -> role(message, "tool")).map(RunInput::result).toList();
    if (!results.isEmpty()) {
      return new TurnInput.Results(results);
    }
    List<Content> said = new ArrayList<>();
    context(payload.path("context")).ifPresent(said::add);
    fresh.stream()
        .filter(message -> role(message, "user"))
        .forEach(message -> said.addAll(content(message.path("content"))));
    if (said.isEmpty()) {
      throw new Fault.Invalid("messages end in nothing that a user says or a tool answers");
    }
    return new TurnInput.Said(said, before(payload.path("messages"), fresh.size()));
  }

  /** What a person and the assistant said before what is new. */
  private static Beside before(JsonNode messages, int fresh) {
    ArrayNode earlier = Json.array();
    for (int i = 0; i < messages.size() - fresh; i++) {
      JsonNode message = messages.get(i);
      if (role(message, "user") || role(message, "assistant")) {
        earlier.add(message);
      }
    }
    return new Beside(Beside.messages(earlier, "messages"), "", 0);
  }

  private static List<JsonNode> fresh(JsonNode messages) {
    List<JsonNode> fresh = new ArrayList<>();
    for (JsonNode message : messages) {
      if (role(message, "assistant")) {
        fresh.clear();
      } else {
        fresh.add(message);
      }
    }
    return fresh;
  }

  private static boolean role(JsonNode message, String role) {
    return message.path("role").asString("").equals(role);
  }

  /** An interrupt's id is its call's; a cancelled one is refused. */
  private static TurnInput.Decision decision(JsonNode entry, String by) {
    JsonNode payload = entry.path("payload");
    JsonNode approved = payload.isBoolean() ? payload : payload.path("approved");
    boolean resolved = entry.path("status").asString("").equals("resolved");
    JsonNode reason = payload.path("reason");
    return new TurnInput.Decision(
        entry.path("interruptId").asString(""),
        resolved && approved.asBoolean(false),
        by,
        reason.isString() ? reason.asString() : null);
  }

  private static Content.ToolResult result(JsonNode message) {
    JsonNode error = message.path("error");
    List<Content> content =
        error.isString()
            ? List.of(new Content.Text(error.asString()))
            : content(message.path("content"));
    return new Content.ToolResult(
        message.path("toolCallId").asString(""), content, error.isString());
  }

  private static List<Content> content(JsonNode content) {
    if (content.isString()) {
      String text = content.asString();
      return text.isEmpty() ? List.of() : List.of(new Content.Text(text));
    }
    return content.valueStream().map(RunInput::part).toList();
  }

  private static Content part(JsonNode part) {
    String type = part.path("type").asString("");
    if (type.equals("text")) {
      return new Content.Text(part.path("text").asString(""));
    }
    JsonNode source = part.path("source");
    String mediaType = source.path("mimeType").asString("");
    if (!source.path("type").asString("").equals("data") || mediaType.isEmpty()) {
      throw new Fault.Invalid(
          "a message's part of type '" + type + "' must have its data and mimeType in its source");
    }
    return switch (type) {
      case "image" -> new Content.Image(mediaType, bytes(source));
      case "document" ->
          new Content.Document(
              part.path("filename").asString("document"), mediaType, bytes(source));
      default ->
          throw new Fault.Invalid(
              "a message has a part of type '" + type + "'; agents take text, image and document");
    };
  }

  private static Bytes bytes(JsonNode source) {
    try {
      return Bytes.base64(source.path("value").asString(""));
    } catch (IllegalArgumentException notBase64) {
      throw new Fault.Invalid("the source of a message's part is not base64");
    }
  }

  private static Optional<Content> context(JsonNode context) {
    if (context.isEmpty()) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder("Context:");
    context.forEach(
        entry ->
            text.append("\n")
                .append(entry.path("description").asString(""))
                .append(": ")
                .append(entry.path("value").asString("")));
    return Optional.of(new Content.Text(text.toString()));
  }

  private static List<Source.Client> tools(JsonNode tools) {
    List<Source.Client> clients = new ArrayList<>();
    for (JsonNode tool : tools) {
      String name = tool.path("name").asString("");
      if (!name.matches(TOOL_NAME)) {
        throw new Fault.Invalid("tools has '" + name + "'; a name must match " + TOOL_NAME);
      }
      ObjectNode schema =
          tool.path("parameters") instanceof ObjectNode given && !given.isEmpty()
              ? given
              : Json.object().put("type", "object");
      clients.add(new Source.Client(name, tool.path("description").asString(""), schema));
    }
    return clients;
  }
}
