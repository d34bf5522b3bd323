package dev.cadre.a2a;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where a task stands, and what may follow.
 *
 * @see <a href="https://a2a-protocol.org/latest/specification/#413-taskstate">TaskState</a>
 */
enum TaskState {
  SUBMITTED,
  WORKING,
  INPUT_REQUIRED,
  AUTH_REQUIRED,
  COMPLETED,
  FAILED,
  CANCELED,
  REJECTED;

  private static final String PREFIX = "TASK_STATE_";

  private static final Map<TaskState, Set<TaskState>> NEXT =
      Map.of(
          SUBMITTED,
          EnumSet.of(WORKING, FAILED, CANCELED, REJECTED),
          WORKING,
          EnumSet.of(WORKING, INPUT_REQUIRED, AUTH_REQUIRED, COMPLETED, FAILED, CANCELED, REJECTED),
          INPUT_REQUIRED,
          EnumSet.of(WORKING, FAILED, CANCELED),
          AUTH_REQUIRED,
          EnumSet.of(WORKING, FAILED, CANCELED),
          COMPLETED,
          EnumSet.noneOf(TaskState.class),
          FAILED,
          EnumSet.noneOf(TaskState.class),
          CANCELED,
          EnumSet.noneOf(TaskState.class),
          REJECTED,
          EnumSet.noneOf(TaskState.class));

  boolean mayBecome(TaskState next) {
    return Optional.ofNullable(NEXT.get(this)).orElseThrow().contains(next);
  }

  /** The names of those that may become this one, for the condition of an update. */
  String[] formers() {
    return EnumSet.allOf(TaskState.class).stream()
        .filter(former -> former.mayBecome(this))
        .map(Enum::name)
        .toArray(String[]::new);
  }

  /** Nothing follows. */
  boolean terminal() {
    return switch (this) {
      case COMPLETED, FAILED, CANCELED, REJECTED -> true;
      case SUBMITTED, WORKING, INPUT_REQUIRED, AUTH_REQUIRED -> false;
    };
  }

  /** Nothing follows until the client does something, or nothing at all. */
  boolean rests() {
    return terminal() || this == INPUT_REQUIRED || this == AUTH_REQUIRED;
  }

  /** As 1.0 writes it. */
  String wire() {
    return PREFIX + name();
  }

  /** As 0.3 writes it. */
  String wire03() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** By either version's name. */
  static Optional<TaskState> of(String wire) {
    String name = wire.startsWith(PREFIX) ? wire.substring(PREFIX.length()) : wire;
    return EnumSet.allOf(TaskState.class).stream()
        .filter(state -> state.wire03().equals(wire) || state.name().equals(name))
        .findFirst();
  }
}
