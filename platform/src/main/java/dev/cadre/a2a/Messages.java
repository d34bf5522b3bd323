package dev.cadre.a2a;

import dev.cadre.fault.Fault;
import dev.cadre.id.IdSource;
import dev.cadre.id.SessionId;
import dev.cadre.json.Json;
import dev.cadre.model.Caller;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Messages of clients, and what comes of them: a task, or an answer without one. Thread-safe. */
final class Messages {
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final TaskAgent agent;
  private final Tasks tasks;
  private final TaskStore store;
  private final TaskLog log;
  private final TaskRuns runs;
  private final Hooks hooks;
  private final IdSource ids;
  private final InstantSource clock;
  private final A2aConfig config;

  /** What came of a message. */
  sealed interface Sent {

    /** A task as it is stored; it is worked on. */
    record Begun(TaskRecord task) implements Sent {}

    /** A {@code Message} of the agent's, which is all of its answer. */
    record Answered(ObjectNode message) implements Sent {}
  }

  Messages(
      TaskAgent agent,
      Tasks tasks,
      TaskStore store,
      TaskLog log,
      TaskRuns runs,
      Hooks hooks,
      IdSource ids,
      InstantSource clock,
      A2aConfig config) {
    this.agent = agent;
    this.tasks = tasks;
    this.store = store;
    this.log = log;
    this.runs = runs;
    this.hooks = hooks;
    this.ids = ids;
    this.clock = clock;
    this.config = config;
  }

  /**
   * Takes a message in, for a new task or one that waits, and has the agent begin.
   *
   * @param params a {@code SendMessageRequest}
   */
  Sent send(Asked asked, ObjectNode params) {
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
    ObjectNode says = taskId == null ? agent.message(work) : null;
    if (says != null) {
      return new Sent.Answered(answer(task, says));
    }
    if (taskId == null) {
      store.insert(task, message, TaskView.status(task.state(), null, task.statusAt()));
    } else if (!log.resume(task, message)) {
      throw busy(task);
    }
    if (push instanceof ObjectNode hook) {
      hooks.put(task, asked.version(), hook);
    }
    runs.start(task, work);
    return new Sent.Begun(task);
  }

  /** No task comes of it: nothing is kept, and nobody can ask for it again. */
  private static ObjectNode answer(TaskRecord unmade, ObjectNode says) {
    ObjectNode message =
        Json.object()
            .put("messageId", UUID.randomUUID().toString())
            .put("contextId", unmade.context())
            .put("role", "ROLE_AGENT");
    message.setAll(says);
    return message;
  }

  private TaskRecord fresh(Asked asked, Incoming incoming) {
    String agent = asked.agent().id().value();
    if (store.running(agent) >= config.maxRunning()) {
      throw new Fault.Throttled(
          "the agent works on " + config.maxRunning() + " tasks, as many as it may; try again",
          RETRY);
    }
    Instant now = clock.instant();
    String context = context(asked, incoming.contextId());
    SessionId bound = asked.bound();
    return new TaskRecord(
        new TaskId(ids.ordered(now)),
        agent,
        asked.owner(),
        context,
        bound == null ? session(asked.owner(), context) : bound,
        asked.person(),
        asked.hops(),
        TaskState.SUBMITTED,
        2,
        now);
  }

  /** An agent's pass is for one conversation, which has its session's name. */
  private static String context(Asked asked, @Nullable String given) {
    SessionId bound = asked.bound();
    if (bound == null) {
      return given == null ? UUID.randomUUID().toString() : given;
    }
    if (given != null && !given.equals(bound.value())) {
      throw new Fault.Denied("the agent's pass is for another conversation than this context");
    }
    return bound.value();
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
    TaskRecord task = tasks.require(asked, id);
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

  static TaskAgent.Work work(
      Caller caller, Incoming incoming, TaskRecord task, ObjectNode message) {
    String key = "a2a/" + task.id() + "/" + message.path("messageId").asString("");
    return new TaskAgent.Work(
        task.agent(), task.session(), incoming.input(caller.tenant()), caller, message, key);
  }
}
