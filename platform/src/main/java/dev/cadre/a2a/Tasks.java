package dev.cadre.a2a;

import dev.cadre.fault.Fault;
import dev.cadre.id.IdSource;
import dev.cadre.id.SessionId;
import dev.cadre.model.Caller;
import io.opentelemetry.context.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tasks as their clients see them: begun, continued, looked at and cancelled. A task of another
 * principal is not there. Thread-safe.
 */
final class Tasks {
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final TaskStore store;
  private final TaskLog log;
  private final TaskRuns runs;
  private final Feeds feeds;
  private final Hooks hooks;
  private final IdSource ids;
  private final InstantSource clock;
  private final A2aConfig config;

  Tasks(
      TaskStore store,
      TaskLog log,
      TaskRuns runs,
      Feeds feeds,
      Hooks hooks,
      IdSource ids,
      InstantSource clock,
      A2aConfig config) {
    this.store = store;
    this.log = log;
    this.runs = runs;
    this.feeds = feeds;
    this.hooks = hooks;
    this.ids = ids;
    this.clock = clock;
    this.config = config;
  }

  /**
   * Takes a message in, for a new task or one that waits, and has the agent begin.
   *
   * @param params a {@code SendMessageRequest}
   * @return the task as it is stored
   */
  TaskRecord send(Asked asked, ObjectNode params) {
    Incoming incoming = Incoming.of(params.path("message"), config.maxParts());
    JsonNode push = params.path("configuration").path("taskPushNotificationConfig");
    if (push instanceof ObjectNode hook) {
      // Refused before anything begins.
      hooks.check(hook);
    }
    String taskId = incoming.taskId();
    TaskRecord task =
        taskId == null ? fresh(asked, incoming) : waiting(asked, incoming, TaskId.parse(taskId));
    ObjectNode message = named(incoming.message(), task);
    Caller caller =
        new Caller(
            asked.principal().name(),
            null,
            null,
            asked.person(),
            asked.hops(),
            asked.principal().payer(),
            asked.trace());
    TaskAgent.Work work = work(caller, incoming, task, message);
    if (taskId == null) {
      store.insert(task, message, TaskView.status(task.state(), null, task.statusAt()));
    } else if (!log.resume(task, message)) {
      throw busy(task);
    }
    if (push instanceof ObjectNode hook) {
      hooks.put(task, asked.version(), hook);
    }
    runs.start(task, work);
    return task;
  }

  private TaskRecord fresh(Asked asked, Incoming incoming) {
    String agent = asked.agent().id().value();
    if (store.running(agent) >= config.maxRunning()) {
      throw new Fault.Throttled(
          "the agent works on " + config.maxRunning() + " tasks, as many as it may; try again",
          RETRY);
    }
    Instant now = clock.instant();
    String given = incoming.contextId();
    String context = given == null ? UUID.randomUUID().toString() : given;
    return new TaskRecord(
        new TaskId(ids.ordered(now)),
        agent,
        asked.owner(),
        context,
        session(asked.owner(), context),
        asked.person(),
        asked.hops(),
        TaskState.SUBMITTED,
        2,
        now);
  }

  /**
   * A context's session, the same each time; another principal's context of the same name is
   * another session.
   */
  static SessionId session(String owner, String context) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(owner.getBytes(StandardCharsets.UTF_8));
      sha.update((byte) 0);
      byte[] hash = sha.digest(context.getBytes(StandardCharsets.UTF_8));
      return new SessionId("a2a-" + HexFormat.of().formatHex(hash, 0, 20));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private TaskRecord waiting(Asked asked, Incoming incoming, TaskId id) {
    TaskRecord task = require(asked, id);
    String context = incoming.contextId();
    if (context != null && !context.equals(task.context())) {
      throw A2aException.invalid("message.contextId", "is not the task's; leave it out");
    }
    if (task.state().terminal()) {
      throw new A2aException(
          A2aError.UNSUPPORTED_OPERATION,
          "task "
              + id
              + " is over ("
              + task.state().wire()
              + "); send the message without taskId, in the same context");
    }
    if (!task.state().rests()) {
      throw busy(task);
    }
    if (store.count(id, TaskEvent.Kind.MESSAGE) >= config.maxHistory()) {
      throw new A2aException(
          A2aError.UNSUPPORTED_OPERATION,
          "task " + id + " has as many messages as it may; begin another in the same context");
    }
    return task;
  }

  private static A2aException busy(TaskRecord task) {
    return new A2aException(
        A2aError.UNSUPPORTED_OPERATION,
        "task " + task.id() + " is being worked on; wait until it asks for input");
  }

  /** The message, in its task. */
  private static ObjectNode named(ObjectNode message, TaskRecord task) {
    return ProtoJson.known(message)
        .put("taskId", task.id().toString())
        .put("contextId", task.context());
  }

  private static TaskAgent.Work work(
      Caller caller, Incoming incoming, TaskRecord task, ObjectNode message) {
    String key = "a2a/" + task.id() + "/" + message.path("messageId").asString("");
    return new TaskAgent.Work(
        task.agent(), task.session(), incoming.input(caller.tenant()), caller, message, key);
  }

  /**
   * @throws A2aException when the caller has no such task with this agent
   */
  TaskRecord require(Asked asked, TaskId id) {
    return store
        .find(id)
        .filter(task -> task.owner().equals(asked.owner()))
        .filter(task -> task.agent().equals(asked.agent().id().value()))
        .orElseThrow(() -> A2aException.noTask(id.toString()));
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
    return work(caller, Incoming.of(message, config.maxParts()), task, message);
  }

  /** Deletes what nobody will ask for any more. */
  void sweep() {
    store.expire(clock.instant().minus(config.retention()));
    store.trim(config.maxTasks());
  }
}
