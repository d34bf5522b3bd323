package dev.cadre.a2a;

import dev.cadre.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Between 1.0's form, which everything inside has, and 0.3's: its objects say what they are by
 * {@code kind}, its enums are lower-case words, and its files stand in a member of their own.
 *
 * @see <a href="https://a2a-protocol.org/v0.3.0/specification/">A2A 0.3.0</a>
 */
final class Form03 {
  private Form03() {}

  /** A message as a 0.3 client or agent wrote it. */
  static ObjectNode messageFrom(ObjectNode message) {
    ObjectNode made = message.deepCopy();
    made.remove("kind");
    String role = message.path("role").asString("");
    if (!role.isEmpty() && !role.startsWith("ROLE_")) {
      made.put("role", "ROLE_" + role.toUpperCase(Locale.ROOT));
    }
    each(made, "parts", Form03::partFrom);
    return made;
  }

  static ObjectNode messageTo(ObjectNode message) {
    ObjectNode made = Json.object().put("kind", "message");
    made.setAll(message);
    made.put(
        "role", message.path("role").asString("").replace("ROLE_", "").toLowerCase(Locale.ROOT));
    each(made, "parts", Form03::partTo);
    return made;
  }

  private static ObjectNode partFrom(ObjectNode part) {
    ObjectNode made = part.deepCopy();
    made.remove("kind");
    if (made.remove("file") instanceof ObjectNode file) {
      copy(file, "bytes", made, "raw");
      copy(file, "uri", made, "url");
      copy(file, "name", made, "filename");
      copy(file, "mimeType", made, "mediaType");
    }
    return made;
  }

  private static ObjectNode partTo(ObjectNode part) {
    ObjectNode made = Json.object();
    if (part.has("text")) {
      made.put("kind", "text");
      made.set("text", part.path("text"));
    } else if (part.has("data")) {
      made.put("kind", "data");
      JsonNode data = part.path("data");
      // 0.3 has objects alone.
      made.set("data", data.isObject() ? data : Json.object().set("value", data));
    } else {
      made.put("kind", "file");
      ObjectNode file = made.putObject("file");
      copy(part, "raw", file, "bytes");
      copy(part, "url", file, "uri");
      copy(part, "filename", file, "name");
      copy(part, "mediaType", file, "mimeType");
    }
    copy(part, "metadata", made, "metadata");
    return made;
  }

  static ObjectNode artifactFrom(ObjectNode artifact) {
    ObjectNode made = artifact.deepCopy();
    each(made, "parts", Form03::partFrom);
    return made;
  }

  private static ObjectNode artifactTo(ObjectNode artifact) {
    ObjectNode made = artifact.deepCopy();
    each(made, "parts", Form03::partTo);
    return made;
  }

  static ObjectNode taskFrom(ObjectNode task) {
    ObjectNode made = task.deepCopy();
    made.remove("kind");
    if (task.path("status") instanceof ObjectNode status) {
      made.set("status", statusFrom(status));
    }
    each(made, "artifacts", Form03::artifactFrom);
    each(made, "history", Form03::messageFrom);
    return made;
  }

  static ObjectNode taskTo(ObjectNode task) {
    ObjectNode made = Json.object().put("kind", "task");
    made.setAll(task.deepCopy());
    if (task.path("status") instanceof ObjectNode status) {
      made.set("status", statusTo(status));
    }
    each(made, "artifacts", Form03::artifactTo);
    each(made, "history", Form03::messageTo);
    return made;
  }

  private static ObjectNode statusFrom(ObjectNode status) {
    ObjectNode made = status.deepCopy();
    TaskState.of(status.path("state").asString(""))
        .ifPresent(state -> made.put("state", state.wire()));
    if (status.path("message") instanceof ObjectNode message) {
      made.set("message", messageFrom(message));
    }
    return made;
  }

  private static ObjectNode statusTo(ObjectNode status) {
    ObjectNode made = status.deepCopy();
    TaskState.of(status.path("state").asString(""))
        .ifPresent(state -> made.put("state", state.wire03()));
    if (status.path("message") instanceof ObjectNode message) {
      made.set("message", messageTo(message));
    }
    return made;
  }

  /** What a 0.3 agent answers or streams, as 1.0's {@code StreamResponse}. */
  static ObjectNode responseFrom(ObjectNode result) {
    ObjectNode made = Json.object();
    switch (result.path("kind").asString("")) {
      case "message" -> made.set("message", messageFrom(result));
      case "status-update" -> {
        ObjectNode update = result.deepCopy();
        update.remove(List.of("kind", "final"));
        if (result.path("status") instanceof ObjectNode status) {
          update.set("status", statusFrom(status));
        }
        made.set("statusUpdate", update);
      }
      case "artifact-update" -> {
        ObjectNode update = result.deepCopy();
        update.remove("kind");
        if (result.path("artifact") instanceof ObjectNode artifact) {
          update.set("artifact", artifactFrom(artifact));
        }
        made.set("artifactUpdate", update);
      }
      default -> made.set("task", taskFrom(result));
    }
    return made;
  }

  /**
   * A {@code StreamResponse} or {@code SendMessageResponse} for a 0.3 client.
   *
   * @param last whether the stream ends with it
   */
  static ObjectNode responseTo(ObjectNode response, boolean last) {
    if (response.path("task") instanceof ObjectNode task) {
      return taskTo(task);
    }
    if (response.path("message") instanceof ObjectNode message) {
      return messageTo(message);
    }
    if (response.path("statusUpdate") instanceof ObjectNode update) {
      ObjectNode made = Json.object().put("kind", "status-update");
      made.setAll(update.deepCopy());
      if (update.path("status") instanceof ObjectNode status) {
        made.set("status", statusTo(status));
      }
      return made.put("final", last);
    }
    ObjectNode made = Json.object().put("kind", "artifact-update");
    if (response.path("artifactUpdate") instanceof ObjectNode update) {
      made.setAll(update.deepCopy());
      if (update.path("artifact") instanceof ObjectNode artifact) {
        made.set("artifact", artifactTo(artifact));
      }
    }
    return made;
  }

  /** The parameters of {@code message/send} and {@code message/stream}. */
  static ObjectNode sendFrom(ObjectNode params) {
    ObjectNode made = params.deepCopy();
    if (params.path("message") instanceof ObjectNode message) {
      made.set("message", messageFrom(message));
    }
    if (made.path("configuration") instanceof ObjectNode configuration) {
      JsonNode blocking = configuration.path("blocking");
      if (blocking.isBoolean()) {
        configuration.put("returnImmediately", !blocking.asBoolean());
      }
      if (configuration.remove("pushNotificationConfig") instanceof ObjectNode push) {
        configuration.set("taskPushNotificationConfig", pushFrom(push));
      }
    }
    return made;
  }

  static ObjectNode sendTo(ObjectNode params) {
    ObjectNode made = params.deepCopy();
    if (params.path("message") instanceof ObjectNode message) {
      made.set("message", messageTo(message));
    }
    if (made.path("configuration") instanceof ObjectNode configuration
        && configuration.remove("returnImmediately") instanceof JsonNode now) {
      configuration.put("blocking", !now.asBoolean());
    }
    return made;
  }

  /** 0.3's {@code PushNotificationConfig}, which names several schemes. */
  static ObjectNode pushFrom(ObjectNode config) {
    ObjectNode made = config.deepCopy();
    if (made.path("authentication") instanceof ObjectNode authentication) {
      JsonNode schemes = authentication.remove("schemes");
      if (schemes != null) {
        authentication.put("scheme", schemes.path(0).asString("Bearer"));
      }
    }
    return made;
  }

  /** 0.3's {@code TaskPushNotificationConfig}, in which the configuration is a member. */
  static ObjectNode pushTo(ObjectNode config) {
    ObjectNode inner = config.deepCopy();
    JsonNode task = inner.remove("taskId");
    if (inner.path("authentication") instanceof ObjectNode authentication
        && authentication.remove("scheme") instanceof JsonNode scheme) {
      authentication.putArray("schemes").add(scheme);
    }
    ObjectNode made = Json.object();
    made.set("taskId", task);
    made.set("pushNotificationConfig", inner);
    return made;
  }

  static ArrayNode pushesTo(JsonNode configs) {
    ArrayNode made = Json.array();
    configs.forEach(config -> made.add(pushTo((ObjectNode) config)));
    return made;
  }

  /** A listing of tasks; only 0.3's HTTP binding has one. */
  static ObjectNode listTo(ObjectNode listing) {
    ObjectNode made = listing.deepCopy();
    each(made, "tasks", Form03::taskTo);
    return made;
  }

  private static void copy(ObjectNode from, String name, ObjectNode to, String newName) {
    JsonNode value = from.get(name);
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
