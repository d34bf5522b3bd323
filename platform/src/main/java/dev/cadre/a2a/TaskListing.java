package dev.cadre.a2a;

import dev.cadre.fault.Fault;
import dev.cadre.http.PageToken;
import dev.cadre.id.SessionId;
import dev.cadre.json.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** ListTasks: a principal's own tasks with an agent, those last first whose state changed last. */
final class TaskListing {
  private static final int USUAL = 50;
  private static final int MOST = 100;

  private final TaskStore store;
  private final TaskPages pages;

  TaskListing(TaskStore store, TaskPages pages) {
    this.store = store;
    this.pages = pages;
  }

  ObjectNode list(Asked asked, ObjectNode params) {
    int size = size(params);
    Integer history = Tasks.history(params);
    boolean artifacts = params.path("includeArtifacts").asBoolean(false);
    TaskPages.Query query = query(asked, params, size + 1);
    List<TaskRecord> found = pages.list(query);
    List<TaskRecord> page = found.subList(0, Math.min(size, found.size()));
    ObjectNode answer = Json.object();
    ArrayNode tasks = answer.putArray("tasks");
    for (TaskRecord task : page) {
      List<TaskEvent> events =
          artifacts
              ? store.events(task.id(), 0, Integer.MAX_VALUE)
              : store.withoutArtifacts(task.id());
      tasks.add(TaskView.task(task, events, history, artifacts));
    }
    boolean more = found.size() > size;
    return answer
        .put("nextPageToken", more ? token(asked, page.getLast()) : "")
        .put("pageSize", page.size())
        .put("totalSize", pages.total(query));
  }

  private static int size(ObjectNode params) {
    JsonNode size = params.path("pageSize");
    if (size.isMissingNode() || size.isNull()) {
      return USUAL;
    }
    if (!size.isInt() || size.asInt() < 1 || size.asInt() > MOST) {
      throw A2aException.invalid("pageSize", "must be a whole number from 1 to " + MOST);
    }
    return size.asInt();
  }

  private static TaskPages.Query query(Asked asked, ObjectNode params, int size) {
    SessionId bound = asked.bound();
    String context = bound == null ? params.path("contextId").asString("") : bound.value();
    return new TaskPages.Query(
        asked.agent().id().value(),
        asked.owner(),
        context.isEmpty() ? null : context,
        state(params.path("status")),
        since(params.path("statusTimestampAfter")),
        place(asked, params.path("pageToken").asString("")),
        size);
  }

  private static @Nullable TaskState state(JsonNode status) {
    String name = status.asString("");
    if (name.isEmpty() || name.equals("TASK_STATE_UNSPECIFIED")) {
      return null;
    }
    return TaskState.of(name)
        .orElseThrow(() -> A2aException.invalid("status", "is no state of a task: " + name));
  }

  private static @Nullable Instant since(JsonNode time) {
    String text = time.asString("");
    try {
      return text.isEmpty() ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      throw A2aException.invalid(
          "statusTimestampAfter", "must be a time such as 2026-03-31T18:30:00.000Z");
    }
  }

  private static String listing(Asked asked) {
    return "a2a " + asked.agent().id().value() + " " + asked.owner();
  }

  private static String token(Asked asked, TaskRecord last) {
    return PageToken.encode(listing(asked), last.statusAt() + " " + last.id());
  }

  private static TaskPages.@Nullable Place place(Asked asked, String token) {
    if (token.isEmpty()) {
      return null;
    }
    try {
      String[] key = PageToken.decode(listing(asked), token).split(" ", 2);
      return new TaskPages.Place(Instant.parse(key[0]), TaskId.parse(key[1]));
    } catch (Fault.Invalid e) {
      throw A2aException.invalid(
          "pageToken", "is not one that this listing returned; start again without it");
    }
  }
}
