package dev.cadre.a2a;

import dev.cadre.fault.Fault;
import dev.cadre.http.HttpCall;
import dev.cadre.json.Json;
import dev.cadre.time.Pause;
import dev.cadre.time.Timer;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends the updates of tasks to their clients' web hooks, each in order and at least once. What
 * fails is tried again a few times; then the updates up to it are given up. Which was sent last is
 * in the database, so that a stopped platform goes on where it was. Thread-safe.
 *
 * @see <a href="https://a2a-protocol.org/latest/specification/#433-push-notification-payload">Push
 *     notification payload</a>
 */
final class HookSender implements AutoCloseable {
  private static final Logger LOG = System.getLogger(HookSender.class.getName());
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofSeconds(30);
  private static final int MAX_ANSWER = 64 * 1024;
  private static final int BATCH = 1_000;
  private static final int BEHIND = 100;

  private final HookStore hooks;
  private final TaskStore tasks;
  private final HttpClient http;
  private final Pause pause;
  private final A2aConfig config;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** Tasks that are being sent, and whether there was news meanwhile. */
  private final Map<TaskId, Boolean> sending = new HashMap<>();

  /**
   * @param http judges the addresses; whoever gave it closes it
   */
  HookSender(
      HookStore hooks, TaskStore tasks, HttpClient http, Pause pause, A2aConfig config) {
    this.hooks = hooks;
    this.tasks = tasks;
    this.http = http;
    this.pause = pause;
    this.config = config;
  }

  /** Takes up what a former run, or another node that is gone, did not send. */
  void start(Timer every) {
    hooks.behind(BEHIND).forEach(this::look);
    every.every(LOOK, () -> hooks.behind(BEHIND).forEach(this::look));
  }

  /** There may be something to send of {@code task}. Returns at once. */
  void look(TaskId task) {
    synchronized (sending) {
      if (threads.isShutdown() || sending.put(task, true) != null) {
        return;
      }
    }
    threads.execute(() -> send(task));
  }

  private void send(TaskId task) {
    try {
      while (again(task)) {
        for (HookStore.Hook hook : hooks.of(task)) {
          catchUp(hook);
        }
      }
    } catch (InterruptedException e) {
      forget(task);
    } catch (RuntimeException e) {
      forget(task);
      // An interruption closes the connection to the database, too.
      if (!threads.isShutdown()) {
        LOG.log(Level.WARNING, "updates of task " + task + " were not sent", e);
      }
    }
  }

  private boolean again(TaskId task) {
    synchronized (sending) {
      boolean news = Boolean.TRUE.equals(sending.remove(task));
      if (news) {
        sending.put(task, false);
      }
      return news;
    }
  }

  private void forget(TaskId task) {
    synchronized (sending) {
      sending.remove(task);
    }
  }

  private void catchUp(HookStore.Hook hook) throws InterruptedException {
    OptionalInt sent = hooks.sent(hook);
    TaskRecord task = tasks.find(hook.task()).orElse(null);
    if (sent.isEmpty() || task == null) {
      return;
    }
    for (TaskEvent event : tasks.events(hook.task(), sent.getAsInt(), BATCH)) {
      ObjectNode payload = payload(hook, task, event);
      if (payload != null) {
        deliver(hook, payload);
      }
      hooks.sent(hook, event.seq());
    }
  }

  /** 1.0 sends what changed, an artifact once it is whole; 0.3 the task. */
  private @Nullable ObjectNode payload(HookStore.Hook hook, TaskRecord task, TaskEvent event) {
    boolean whole = event.body().path("lastChunk").asBoolean(false);
    return switch (event.kind()) {
      case MESSAGE -> null;
      case STATUS ->
          switch (hook.version()) {
            case V1_0 -> TaskView.update(task, event);
            case V0_3 -> Form03.taskTo(TaskView.task(task, upTo(event, task.id()), null, true));
          };
      case ARTIFACT ->
          hook.version() == Version.V1_0 && whole
              ? TaskView.update(task, joined(task, event))
              : null;
    };
  }

  private TaskEvent joined(TaskRecord task, TaskEvent last) {
    String id = last.body().path("artifact").path("artifactId").asString("");
    JsonNode artifacts =
        TaskView.task(task, upTo(last, task.id()), 0, true).path("artifacts");
    ObjectNode body = last.body().deepCopy().put("append", false);
    artifacts
        .valueStream()
        .filter(artifact -> artifact.path("artifactId").asString("").equals(id))
        .forEach(artifact -> body.set("artifact", artifact));
    return new TaskEvent(last.seq(), last.kind(), last.at(), body);
  }

  private List<TaskEvent> upTo(TaskEvent last, TaskId task) {
    return tasks.events(task, 0, last.seq()).stream()
        .filter(event -> event.seq() <= last.seq())
        .toList();
  }

  private void deliver(HookStore.Hook hook, ObjectNode payload) throws InterruptedException {
    HttpRequest request = request(hook, payload);
    Duration wait = FIRST_WAIT;
    for (int attempt = 1; attempt <= config.hookTries(); attempt++) {
      String problem = attempt(request);
      if (problem == null) {
        return;
      }
      if (attempt == config.hookTries()) {
        LOG.log(Level.WARNING, hook + " was not reached: " + problem);
        return;
      }
      pause.of(wait);
      wait = wait.multipliedBy(3);
    }
  }

  /** Null when the hook took it. */
  private @Nullable String attempt(HttpRequest request)
      throws InterruptedException {
    try {
      HttpResponse<byte[]> answer = HttpCall.whole(http, request, MAX_ANSWER, config.hookLimit());
      int status = answer.statusCode();
      return status >= 200 && status < 300 ? null : "it answered " + status;
    } catch (IOException | Fault e) {
      return String.valueOf(e.getMessage());
    }
  }

  private HttpRequest request(HookStore.Hook hook, ObjectNode payload) {
    boolean old = hook.version() == Version.V0_3;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(hook.url())
            .timeout(config.hookLimit())
            .header("Content-Type", old ? "application/json" : "application/a2a+json")
            .header(Version.HEADER, hook.version().number())
            .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(payload)));
    String token = hook.secret().path("token").asString("");
    if (!token.isEmpty()) {
      request.header("X-A2A-Notification-Token", token);
    }
    JsonNode authentication = hook.secret().path("authentication");
    String credentials = authentication.path("credentials").asString("");
    if (!credentials.isEmpty()) {
      String scheme = authentication.path("scheme").asString("Bearer");
      request.header("Authorization", scheme + " " + credentials);
    }
    return request.build();
  }

  @Override
  public void close() {
    synchronized (sending) {
      threads.shutdownNow();
    }
  }
}
