package dev.cadre.a2a;

import dev.cadre.json.Json;
import java.time.InstantSource;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Writes what happens to tasks, and then tells those who watch. Thread-safe. */
final class TaskLog {
  private final TaskStore store;
  private final Feeds feeds;
  private final Consumer<TaskId> news;
  private final InstantSource clock;

  /**
   * @param news told of each change of state and each whole artifact
   */
  TaskLog(TaskStore store, Feeds feeds, Consumer<TaskId> news, InstantSource clock) {
    this.store = store;
    this.feeds = feeds;
    this.news = news;
    this.clock = clock;
  }

  /** False when the task is over meanwhile. */
  boolean artifact(TaskId task, ObjectNode artifact, boolean append, boolean last) {
    ObjectNode update = TaskView.wrapped("artifact", artifact);
    update.put("append", append).put("lastChunk", last);
    return told(task, store.append(task, TaskEvent.Kind.ARTIFACT, clock.instant(), update), last);
  }

  /** False when the task may not become that from where it is. */
  boolean become(TaskRecord task, TaskState next, @Nullable ObjectNode says) {
    ObjectNode status = status(task, next, says);
    return told(task.id(), store.become(task.id(), next, clock.instant(), status), true);
  }

  /** Lets a task that waits go on; false when it does not wait. */
  boolean resume(TaskRecord task, ObjectNode message) {
    ObjectNode status = status(task, TaskState.WORKING, null);
    return told(task.id(), store.resume(task.id(), clock.instant(), message, status), true);
  }

  private ObjectNode status(TaskRecord task, TaskState state, @Nullable ObjectNode says) {
    return TaskView.status(state, says == null ? null : message(task, says), clock.instant());
  }

  private boolean told(TaskId task, OptionalInt seq, boolean isNews) {
    if (seq.isEmpty()) {
      return false;
    }
    feeds.tell(task, seq.getAsInt());
    if (isNews) {
      news.accept(task);
    }
    return true;
  }

  private static ObjectNode message(TaskRecord task, ObjectNode says) {
    ObjectNode message =
        Json.object()
            .put("messageId", UUID.randomUUID().toString())
            .put("contextId", task.context())
            .put("taskId", task.id().toString())
            .put("role", "ROLE_AGENT");
    message.setAll(says);
    return message;
  }

  /** What an agent says in one text. */
  static ObjectNode says(String text) {
    ObjectNode says = Json.object();
    says.putArray("parts").addObject().put("text", text);
    return says;
  }
}
