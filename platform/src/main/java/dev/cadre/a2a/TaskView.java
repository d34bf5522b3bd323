package dev.cadre.a2a;

import dev.cadre.json.Json;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is shown of tasks: a {@code Task}, the sum of its events, and each event by itself. */
final class TaskView {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private TaskView() {}

  static String time(Instant at) {
    return MILLIS.format(at);
  }

  /** A {@code TaskStatus}. */
  static ObjectNode status(TaskState state, @Nullable ObjectNode message, Instant at) {
    ObjectNode status = Json.object().put("state", state.wire());
    if (message != null) {
      status.set("message", message);
    }
    return status.put("timestamp", time(at));
  }

  /**
   * @param events all of the task's, in order
   * @param history how many messages at most, the latest; null for all
   * @param artifacts whether to show them
   */
  static ObjectNode task(
      TaskRecord task, List<TaskEvent> events, @Nullable Integer history, boolean artifacts) {
    List<ObjectNode> messages = new ArrayList<>();
    Map<String, ObjectNode> made = new LinkedHashMap<>();
    ObjectNode status = Json.object();
    for (TaskEvent event : events) {
      switch (event.kind()) {
        case MESSAGE -> messages.add(event.body());
        case STATUS -> {
          // What an earlier status said is part of the conversation.
          if (status.get("message") instanceof ObjectNode said) {
            messages.add(said);
          }
          status = event.body();
        }
        case ARTIFACT -> merge(made, event.body());
      }
    }
    ObjectNode json =
        Json.object().put("id", task.id().toString()).put("contextId", task.context());
    json.set("status", status);
    if (artifacts) {
      ArrayNode list = json.putArray("artifacts");
      made.values().forEach(list::add);
    }
    int from = history == null ? 0 : Math.max(0, messages.size() - history);
    if (from < messages.size()) {
      ArrayNode list = json.putArray("history");
      messages.subList(from, messages.size()).forEach(list::add);
    }
    return json;
  }

  private static void merge(Map<String, ObjectNode> made, ObjectNode update) {
    ObjectNode artifact = (ObjectNode) update.path("artifact");
    String id = artifact.path("artifactId").asString("");
    ObjectNode known = made.get(id);
    if (known == null || !update.path("append").asBoolean(false)) {
      made.put(id, artifact.deepCopy());
      return;
    }
    ArrayNode parts = (ArrayNode) known.path("parts");
    artifact.path("parts").forEach(part -> append(parts, part));
  }

  /** Pieces of one text are one text again. */
  private static void append(ArrayNode parts, JsonNode part) {
    JsonNode last = parts.path(parts.size() - 1);
    if (plain(last) && plain(part)) {
      ((ObjectNode) last).put("text", last.path("text").asString() + part.path("text").asString());
    } else {
      parts.add(part);
    }
  }

  private static boolean plain(JsonNode part) {
    return part.size() == 1 && part.path("text").isString();
  }

  /** A {@code StreamResponse} of one event; null for a message of the client's own. */
  static @Nullable ObjectNode update(TaskRecord task, TaskEvent event) {
    ObjectNode update =
        Json.object().put("taskId", task.id().toString()).put("contextId", task.context());
    return switch (event.kind()) {
      case MESSAGE -> null;
      case STATUS -> {
        update.set("status", event.body());
        yield wrapped("statusUpdate", update);
      }
      case ARTIFACT -> {
        update.setAll(event.body());
        yield wrapped("artifactUpdate", update);
      }
    };
  }

  static ObjectNode wrapped(String member, ObjectNode value) {
    ObjectNode json = Json.object();
    json.set(member, value);
    return json;
  }

  /** The state that a status tells. */
  static TaskState state(ObjectNode status) {
    return TaskState.of(status.path("state").asString("")).orElse(TaskState.WORKING);
  }
}
