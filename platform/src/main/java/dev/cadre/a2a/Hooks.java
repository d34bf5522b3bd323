package dev.cadre.a2a;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import dev.cadre.time.Timer;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Push notification configurations: where a task's updates are sent. Thread-safe. */
final class Hooks {
  private static final int MAX_ID = 128;
  private static final int MAX_URL = 2_048;
  private static final int MAX_SECRET = 8_192;

  private final HookStore store;
  private final HookSender sender;
  private final InstantSource clock;
  private final A2aConfig config;

  Hooks(HookStore store, HookSender sender, InstantSource clock, A2aConfig config) {
    this.store = store;
    this.sender = sender;
    this.clock = clock;
    this.config = config;
  }

  /** Throws {@link A2aException} when nothing can be sent there. */
  void check(ObjectNode hook) {
    String url = hook.path("url").asString("");
    if (url.isEmpty() || url.length() > MAX_URL || !isHttp(url)) {
      throw A2aException.invalid("url", "must be an http or https URL");
    }
    if (hook.path("id").asString("").length() > MAX_ID) {
      throw A2aException.invalid("id", "has more than " + MAX_ID + " characters");
    }
    String secret =
        hook.path("token").asString("")
            + hook.path("authentication").path("scheme").asString("")
            + hook.path("authentication").path("credentials").asString("");
    // A line's end would let a client add headers of its own.
    if (secret.length() > MAX_SECRET || secret.chars().anyMatch(c -> c < ' ' || c > '~')) {
      throw A2aException.invalid(
          "authentication", "and token must be printable ASCII of at most " + MAX_SECRET);
    }
  }

  private static boolean isHttp(String url) {
    try {
      URI uri = URI.create(url);
      return uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Sends the task's updates from now on; one of the same id is replaced. */
  ObjectNode put(TaskRecord task, Version version, ObjectNode hook) {
    check(hook);
    String given = hook.path("id").asString("");
    String id = given.isEmpty() ? UUID.randomUUID().toString() : given;
    ObjectNode secret = Json.object();
    for (String member : List.of("token", "authentication")) {
      JsonNode value = hook.path(member);
      if (!value.isMissingNode() && !value.isNull()) {
        secret.set(member, value);
      }
    }
    HookStore.Hook made =
        new HookStore.Hook(task.id(), id, version, URI.create(hook.path("url").asString()), secret);
    if (!store.put(made, task.lastSeq(), config.maxHooks(), clock.instant())) {
      throw new Fault.QuotaExceeded(
          "the task has " + config.maxHooks() + " push notification configurations; delete one");
    }
    // What happened meanwhile has told nobody.
    sender.look(task.id());
    return json(made);
  }

  ObjectNode get(TaskRecord task, String id) {
    return store
        .find(task.id(), id)
        .map(Hooks::json)
        .orElseThrow(
            () ->
                new A2aException(
                    A2aError.TASK_NOT_FOUND,
                    "the task has no push notification configuration of that id"));
  }

  ObjectNode list(TaskRecord task) {
    ObjectNode answer = Json.object();
    ArrayNode configs = answer.putArray("configs");
    store.of(task.id()).forEach(hook -> configs.add(json(hook)));
    return answer;
  }

  void delete(TaskRecord task, String id) {
    store.delete(task.id(), id);
  }

  private static ObjectNode json(HookStore.Hook hook) {
    ObjectNode json =
        Json.object()
            .put("id", hook.id())
            .put("taskId", hook.task().toString())
            .put("url", hook.url().toString());
    json.setAll(hook.secret());
    return json;
  }

  /** Takes up what a former run of the platform did not send. */
  void start(Timer timer) {
    sender.start(timer);
  }
}
