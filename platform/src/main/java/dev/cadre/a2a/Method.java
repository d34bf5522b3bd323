package dev.cadre.a2a;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The operations, by the names that JSON-RPC has for them. */
enum Method {
  SEND("SendMessage", "message/send"),
  STREAM("SendStreamingMessage", "message/stream"),
  GET("GetTask", "tasks/get"),
  LIST("ListTasks", null),
  CANCEL("CancelTask", "tasks/cancel"),
  SUBSCRIBE("SubscribeToTask", "tasks/resubscribe"),
  PUSH_CREATE("CreateTaskPushNotificationConfig", "tasks/pushNotificationConfig/set"),
  PUSH_GET("GetTaskPushNotificationConfig", "tasks/pushNotificationConfig/get"),
  PUSH_LIST("ListTaskPushNotificationConfigs", "tasks/pushNotificationConfig/list"),
  PUSH_DELETE("DeleteTaskPushNotificationConfig", "tasks/pushNotificationConfig/delete"),
  CARD("GetExtendedAgentCard", "agent/getAuthenticatedExtendedCard");

  private final String name10;
  private final @Nullable String name03;

  Method(String name10, @Nullable String name03) {
    this.name10 = name10;
    this.name03 = name03;
  }

  /** The name in {@code version}; null where that has no such operation. */
  @Nullable String name(Version version) {
    return switch (version) {
      case V1_0 -> name10;
      case V0_3 -> name03;
    };
  }

  static Optional<Method> of(String name, Version version) {
    for (Method method : values()) {
      if (name.equals(method.name(version))) {
        return Optional.of(method);
      }
    }
    return Optional.empty();
  }

  /** True for those whose answer is a stream. */
  boolean streams() {
    return this == STREAM || this == SUBSCRIBE;
  }
}
