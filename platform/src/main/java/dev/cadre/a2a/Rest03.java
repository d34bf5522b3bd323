package dev.cadre.a2a;

import dev.cadre.json.Json;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The form of 0.3's HTTP+JSON binding, which is not that of its JSON-RPC: the ProtoJSON of its
 * {@code a2a.proto}. A message's parts are its {@code content}, files and data are wrapped, and
 * CANCELED has another L.
 *
 * @see <a
 *     href="https://github.com/a2aproject/A2A/blob/v0.3.0/specification/grpc/a2a.proto">a2a.proto
 *     of 0.3.0</a>
 */
final class Rest03 {
  private static final String CANCELLED = "TASK_STATE_CANCELLED";

  private Rest03() {}

  /** A {@code SendMessageRequest}; one in the form of JSON-RPC is taken, too. */
  static ObjectNode sendFrom(ObjectNode params) {
    ObjectNode made = params.deepCopy();
    if (made.path("configuration") instanceof ObjectNode configuration
        && configuration.remove("pushNotification") instanceof ObjectNode push) {
      configuration.set("pushNotificationConfig", push);
    }
    if (made.path("message") instanceof ObjectNode message
        && message.remove("content") instanceof ArrayNode content) {
      ArrayNode parts = message.putArray("parts");
      content.forEach(part -> parts.add(part instanceof ObjectNode one ? partFrom(one) : part));
    }
    return Form03.sendFrom(made);
  }

  private static ObjectNode partFrom(ObjectNode part) {
    ObjectNode made = part.deepCopy();
    if (made.path("data").path("data").isObject()) {
      made.set("data", made.path("data").path("data"));
    }
    if (made.path("file") instanceof ObjectNode file) {
      move(file, "fileWithUri", file, "uri");
      move(file, "fileWithBytes", file, "bytes");
    }
    return made;
  }

  /** A {@code SendMessageResponse} or {@code StreamResponse}. */
  static ObjectNode responseTo(ObjectNode response, boolean last) {
    ObjectNode made = response.deepCopy();
    if (made.path("task") instanceof ObjectNode task) {
      made.set("task", taskTo(task));
    }
    if (made.path("message") instanceof ObjectNode message) {
      made.set("message", messageTo(message));
    }
    if (made.path("statusUpdate") instanceof ObjectNode update) {
      statusTo(update);
      update.put("final", last);
    }
    if (made.path("artifactUpdate").path("artifact") instanceof ObjectNode artifact) {
      each(artifact, "parts", Rest03::partTo);
    }
    return made;
  }

  static ObjectNode taskTo(ObjectNode task) {
    ObjectNode made = task.deepCopy();
    statusTo(made);
    each(made, "history", Rest03::messageTo);
    each(
        made,
        "artifacts",
        artifact -> {
          each(artifact, "parts", Rest03::partTo);
          return artifact;
        });
    return made;
  }

  private static void statusTo(ObjectNode owner) {
    if (owner.path("status") instanceof ObjectNode status) {
      if (status.path("state").asString("").equals(TaskState.CANCELED.wire())) {
        status.put("state", CANCELLED);
      }
      if (status.path("message") instanceof ObjectNode message) {
        status.set("message", messageTo(message));
      }
    }
  }

  private static ObjectNode messageTo(ObjectNode message) {
    each(message, "parts", Rest03::partTo);
    move(message, "parts", message, "content");
    return message;
  }

  private static ObjectNode partTo(ObjectNode part) {
    if (part.has("text")) {
      return Json.object().put("text", part.path("text").asString());
    }
    ObjectNode made = Json.object();
    if (part.has("data")) {
      JsonNode data = part.path("data");
      made.putObject("data").set("data", data.isObject() ? data : Json.object().set("value", data));
      return made;
    }
    ObjectNode file = made.putObject("file");
    ObjectNode given = part.deepCopy();
    move(given, "url", file, "fileWithUri");
    move(given, "raw", file, "fileWithBytes");
    move(given, "mediaType", file, "mimeType");
    return made;
  }

  /** A {@code TaskPushNotificationConfig}, which is named by its path. */
  static ObjectNode pushTo(ObjectNode config) {
    ObjectNode made = Form03.pushTo(config);
    String task = config.path("taskId").asString("");
    made.remove("taskId");
    return made.put(
        "name", "tasks/" + task + "/pushNotificationConfigs/" + config.path("id").asString(""));
  }

  /** What an operation of 1.0 answers, in this form. */
  static JsonNode to(Method method, JsonNode result) {
    if (!(result instanceof ObjectNode object)) {
      return result;
    }
    return switch (method) {
      case SEND -> responseTo(object, true);
      case GET, CANCEL -> taskTo(object);
      case LIST -> {
        each(object, "tasks", Rest03::taskTo);
        yield object;
      }
      case PUSH_CREATE, PUSH_GET -> pushTo(object);
      case PUSH_LIST -> {
        each(object, "configs", Rest03::pushTo);
        yield object;
      }
      case PUSH_DELETE, CARD, STREAM, SUBSCRIBE -> object;
    };
  }

  private static void move(ObjectNode from, String name, ObjectNode to, String newName) {
    JsonNode value = from.remove(name);
    if (value != null) {
      to.set(newName, value);
    }
  }

  private static void each(ObjectNode owner, String member, Function<ObjectNode, ObjectNode> form) {
    if (owner.get(member) instanceof ArrayNode array) {
      ArrayNode made = Json.array();
      array.forEach(entry -> made.add(entry instanceof ObjectNode one ? form.apply(one) : entry));
      owner.set(member, made);
    }
  }
}
