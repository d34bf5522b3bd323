package dev.cadre.a2a;

import dev.cadre.model.Caller;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tasks as their clients see them: looked at and cancelled. A task of another principal is not
 * there. Thread-safe.
 */
final class Tasks {
  private final TaskStore store;
  private final TaskLog log;
  private final TaskRuns runs;
  private final Feeds feeds;
  private final InstantSource clock;
  private final A2aConfig config;

  Tasks(
      TaskStore store,
      TaskLog log,
      TaskRuns runs,
      Feeds feeds,
      InstantSource clock,
      A2aConfig config) {
    this.store = store;
    this.log = log;
    this.runs = runs;
    this.feeds = feeds;
    this.clock = clock;
    this.config = config;
  }

  /**
   * @throws A2aException when the caller has no such task with this agent
   */
  TaskRecord require(Asked asked, TaskId id) {
    return store.find(id).filter(asked::sees).orElseThrow(() -> A2aException.noTask(id.toString()));
  }

  TaskRecord require(Asked asked, ObjectNode params, String member) {
    String id = params.path(member).asString("");
    if (id.isEmpty()) {
      throw A2aException.invalid(member, "is missing");
    }
    return require(asked, TaskId.parse(id));
  }

  /** A {@code Task} as it stands. */
  ObjectNode view(TaskRecord task, @Nullable Integer history) {
    return TaskView.task(task, store.events(task.id(), 0, Integer.MAX_VALUE), history, true);
  }

  ObjectNode get(Asked asked, ObjectNode params) {
    Integer history = history(params);
    return view(require(asked, params, "id"), history);
  }

  /** Waits until the task is over or asks for something, and shows it then. */
  ObjectNode rested(TaskRecord task, @Nullable Integer history) throws InterruptedException {
    Instant end = clock.instant().plus(config.waitLimit());
    try (Feeds.Watch watch = feeds.watch(task.id())) {
      TaskRecord now = store.find(task.id()).orElse(task);
      while (!now.state().rests() && clock.instant().isBefore(end)) {
        watch.await(now.lastSeq(), Feeds.look(config.waitLimit()));
        now = store.find(task.id()).orElseThrow(() -> A2aException.noTask(task.id().toString()));
      }
      return view(now, history);
    }
  }

  /** Ends a task that is not over. */
  ObjectNode cancel(Asked asked, ObjectNode params) {
    TaskRecord task = require(asked, params, "id");
    if (!log.become(task, TaskState.CANCELED, null)) {
      TaskRecord now = require(asked, task.id());
      throw new A2aException(
          A2aError.TASK_NOT_CANCELABLE,
          "task " + task.id() + " is over: " + now.state().wire(),
          Map.of("taskId", task.id().toString()));
    }
    runs.cancel(task.id());
    return view(require(asked, task.id()), null);
  }

  /** {@code historyLength}; null for all. */
  static @Nullable Integer history(JsonNode params) {
    JsonNode length = params.path("historyLength");
    if (length.isMissingNode() || length.isNull()) {
      return null;
    }
    if (!length.isInt() || length.asInt() < 0) {
      throw A2aException.invalid("historyLength", "must be a whole number, 0 or more");
    }
    return length.asInt();
  }

  /**
   * Before the first request: goes on with what a former run of the platform worked on, where the
   * agent can; the rest is over.
   */
  void recover() {
    for (TaskRecord task : store.leftBehind()) {
      if (runs.resumes(task.agent())) {
        store.adopt(task.id());
        runs.start(task, again(task));
      } else {
        runs.abandon(task);
      }
    }
  }

  private TaskAgent.Work again(TaskRecord task) {
    ObjectNode message =
        store.withoutArtifacts(task.id()).stream()
            .filter(event -> event.kind() == TaskEvent.Kind.MESSAGE)
            .reduce((_, later) -> later)
            .map(TaskEvent::body)
            .orElseThrow(() -> new IllegalStateException("a task begins with a message"));
    Caller caller =
        new Caller(
            Asked.tenant(task.owner()), null, null, task.person(), task.hops(), Context.root());
    return Messages.work(caller, Incoming.of(message, config.maxParts()), task, message);
  }

  /** Deletes what nobody will ask for any more. */
  void sweep() {
    store.expire(clock.instant().minus(config.retention()));
    store.trim(config.maxTasks());
  }
}
