package dev.cadre.a2a;

import dev.cadre.a2a.Messages.Sent;
import dev.cadre.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The operations that answer at once, in either version, for both bindings. */
final class Operations {
  private final Messages messages;
  private final Tasks tasks;
  private final TaskListing listing;
  private final Hooks hooks;
  private final AgentCards cards;

  Operations(Messages messages, Tasks tasks, TaskListing listing, Hooks hooks, AgentCards cards) {
    this.messages = messages;
    this.tasks = tasks;
    this.listing = listing;
    this.hooks = hooks;
    this.cards = cards;
  }

  /**
   * @param params in the form of the request's version
   * @param base the agent's address, as the client knows it
   * @return the result in the same form; null where it has none
   */
  @Nullable JsonNode answer(Asked asked, Method method, ObjectNode params, String base)
      throws InterruptedException {
    return switch (asked.version()) {
      case V1_0 -> answer10(asked, method, params, base);
      case V0_3 -> answer03(asked, method, params, base);
    };
  }

  /** As {@link #answer}, of parameters and a result in 1.0's form whatever the version. */
  JsonNode answer10(Asked asked, Method method, ObjectNode params, String base)
      throws InterruptedException {
    return switch (method) {
      case SEND -> send(asked, params);
      case GET -> tasks.get(asked, params);
      case LIST -> listing.list(asked, params);
      case CANCEL -> tasks.cancel(asked, params);
      case PUSH_CREATE ->
          hooks.put(tasks.require(asked, params, "taskId"), asked.version(), params);
      case PUSH_GET -> hooks.get(tasks.require(asked, params, "taskId"), id(params, "id"));
      case PUSH_LIST -> hooks.list(tasks.require(asked, params, "taskId"));
      case PUSH_DELETE -> {
        hooks.delete(tasks.require(asked, params, "taskId"), id(params, "id"));
        yield Json.object();
      }
      case CARD -> cards.extended(asked, base);
      case STREAM, SUBSCRIBE -> throw streamed();
    };
  }

  private @Nullable JsonNode answer03(Asked asked, Method method, ObjectNode params, String base)
      throws InterruptedException {
    return switch (method) {
      case SEND -> Form03.responseTo(send(asked, Form03.sendFrom(params)), true);
      case GET -> Form03.taskTo(tasks.get(asked, params));
      case CANCEL -> Form03.taskTo(tasks.cancel(asked, params));
      case PUSH_CREATE -> {
        TaskRecord task = tasks.require(asked, params, "taskId");
        if (!(params.path("pushNotificationConfig") instanceof ObjectNode hook)) {
          throw A2aException.invalid("pushNotificationConfig", "is missing");
        }
        yield Form03.pushTo(hooks.put(task, asked.version(), Form03.pushFrom(hook)));
      }
      case PUSH_GET -> Form03.pushTo(hook03(asked, params));
      case PUSH_LIST ->
          Form03.pushesTo(hooks.list(tasks.require(asked, params, "id")).path("configs"));
      case PUSH_DELETE -> {
        hooks.delete(tasks.require(asked, params, "id"), id(params, "pushNotificationConfigId"));
        yield null;
      }
      case CARD -> cards.extended(asked, base);
      case LIST, STREAM, SUBSCRIBE ->
          throw new IllegalStateException(method + " is not answered here in 0.3");
    };
  }

  /** Without an id 0.3 means the first. */
  private ObjectNode hook03(Asked asked, ObjectNode params) {
    TaskRecord task = tasks.require(asked, params, "id");
    String id = params.path("pushNotificationConfigId").asString("");
    JsonNode first = hooks.list(task).path("configs").path(0);
    return id.isEmpty() && first instanceof ObjectNode config ? config : hooks.get(task, id);
  }

  /** A {@code SendMessageResponse}. */
  private ObjectNode send(Asked asked, ObjectNode params) throws InterruptedException {
    JsonNode configuration = params.path("configuration");
    Integer history = Tasks.history(configuration);
    return switch (messages.send(asked, params)) {
      case Sent.Answered(ObjectNode message) -> TaskView.wrapped("message", message);
      case Sent.Begun(TaskRecord task) ->
          TaskView.wrapped(
              "task",
              configuration.path("returnImmediately").asBoolean(false)
                  ? tasks.view(tasks.require(asked, task.id()), history)
                  : tasks.rested(task, history));
    };
  }

  private static String id(ObjectNode params, String member) {
    String id = params.path(member).asString("");
    if (id.isEmpty()) {
      throw A2aException.invalid(member, "is missing");
    }
    return id;
  }

  private static IllegalStateException streamed() {
    return new IllegalStateException("streams are answered elsewhere");
  }
}
