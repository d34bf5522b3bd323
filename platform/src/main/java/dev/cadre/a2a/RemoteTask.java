package dev.cadre.a2a;

import dev.cadre.json.Json;
import dev.cadre.model.Bytes;
import dev.cadre.model.Content;
import dev.cadre.tool.ToolOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is known of a task elsewhere, gathered from its updates. Not thread-safe. */
final class RemoteTask {
  private static final Set<String> IMAGES =
      Set.of("image/png", "image/jpeg", "image/gif", "image/webp");

  private final Map<String, List<JsonNode>> artifacts = new LinkedHashMap<>();
  private List<JsonNode> said = List.of();
  private TaskState state = TaskState.SUBMITTED;
  private @Nullable String id;
  private @Nullable String context;

  /** Takes in a {@code StreamResponse} or {@code SendMessageResponse}. */
  void add(ObjectNode response) {
    if (response.path("message") instanceof ObjectNode message) {
      said = message.path("parts").valueStream().toList();
      context = text(message.path("contextId"), context);
      state = TaskState.COMPLETED;
    } else if (response.path("task") instanceof ObjectNode task) {
      whole(task);
    } else if (response.path("statusUpdate") instanceof ObjectNode update) {
      id = text(update.path("taskId"), id);
      context = text(update.path("contextId"), context);
      status(update.path("status"));
    } else if (response.path("artifactUpdate") instanceof ObjectNode update) {
      piece(update);
    }
  }

  /** Takes in a {@code Task}, which tells all that came before. */
  void whole(ObjectNode task) {
    id = text(task.path("id"), id);
    context = text(task.path("contextId"), context);
    status(task.path("status"));
    for (JsonNode artifact : task.path("artifacts")) {
      artifacts.put(
          artifact.path("artifactId").asString(""), artifact.path("parts").valueStream().toList());
    }
  }

  private void status(JsonNode status) {
    state = TaskState.of(status.path("state").asString("")).orElse(state);
    JsonNode parts = status.path("message").path("parts");
    if (parts.isArray()) {
      said = parts.valueStream().toList();
    }
  }

  private void piece(ObjectNode update) {
    JsonNode artifact = update.path("artifact");
    String name = artifact.path("artifactId").asString("");
    List<JsonNode> parts = new ArrayList<>();
    if (update.path("append").asBoolean(false)) {
      parts.addAll(artifacts.getOrDefault(name, List.of()));
    }
    artifact.path("parts").forEach(parts::add);
    artifacts.put(name, parts);
  }

  private static @Nullable String text(JsonNode node, @Nullable String known) {
    return node.isString() && !node.asString().isEmpty() ? node.asString() : known;
  }

  TaskState state() {
    return state;
  }

  @Nullable String id() {
    return id;
  }

  @Nullable String context() {
    return context;
  }

  /** What the calling agent's model reads. */
  ToolOutcome outcome(String agent) {
    return switch (state) {
      case COMPLETED -> answered();
      case INPUT_REQUIRED ->
          ToolOutcome.Answered.text(
              agent
                  + " asks: "
                  + words()
                  + "\n(Call it again with the answer; it goes on where it was.)");
      case AUTH_REQUIRED ->
          new ToolOutcome.Failed(
              agent + " needs its caller to sign in first: " + words() + " Answer without it.");
      case FAILED -> new ToolOutcome.Failed(agent + " failed: " + words());
      case REJECTED -> new ToolOutcome.Failed(agent + " refused: " + words());
      case CANCELED -> new ToolOutcome.Failed(agent + " stopped: its task was cancelled.");
      case SUBMITTED, WORKING ->
          new ToolOutcome.Failed(agent + " still works on it, and the time for it is over.");
    };
  }

  private ToolOutcome answered() {
    List<Content> content = new ArrayList<>();
    artifacts.values().forEach(parts -> content.addAll(contents(parts)));
    if (content.isEmpty()) {
      content.addAll(contents(said));
    }
    return content.isEmpty()
        ? ToolOutcome.Answered.text("(It is done, and said nothing.)")
        : new ToolOutcome.Answered(content);
  }

  private String words() {
    String words = Content.text(contents(said)).strip();
    return words.isEmpty() ? "it gave no reason." : words;
  }

  /** Texts that follow each other are pieces of one. */
  private static List<Content> contents(List<JsonNode> parts) {
    List<Content> all = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (JsonNode part : parts) {
      if (part.path("text").isString()) {
        text.append(part.path("text").asString());
        continue;
      }
      flush(text, all);
      all.add(content(part));
    }
    flush(text, all);
    return all;
  }

  private static void flush(StringBuilder text, List<Content> all) {
    if (!text.isEmpty()) {
      all.add(new Content.Text(text.toString()));
      text.setLength(0);
    }
  }

  private static Content content(JsonNode part) {
    String type = part.path("mediaType").asString("application/octet-stream");
    String name = part.path("filename").asString("file");
    if (part.has("data")) {
      return new Content.Data(part.path("data"));
    }
    if (part.path("url").isString()) {
      return new Content.Text("[" + name + " (" + type + "): " + part.path("url").asString() + "]");
    }
    try {
      Bytes bytes = Bytes.base64(part.path("raw").asString(""));
      return IMAGES.contains(type)
          ? new Content.Image(type, bytes)
          : new Content.Document(name, type, bytes);
    } catch (IllegalArgumentException notBase64) {
      return new Content.Data(Json.object().put("unreadable", name));
    }
  }
}
