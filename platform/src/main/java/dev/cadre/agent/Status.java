package dev.cadre.agent;

import dev.cadre.fault.Fault;
import java.util.Map;
import java.util.Optional;

/** How far an agent, one of its versions or one of its endpoints is, as the API spells it. */
public enum Status {
  CREATING,
  CREATE_FAILED,
  UPDATING,
  UPDATE_FAILED,
  READY,
  DELETING,
  DELETE_FAILED;

  /**
   * What moves a status on. That a deletion succeeded has no status: nothing is left to have it.
   */
  enum Event {
    UPDATE,
    DELETE,
    DONE,
    FAIL
  }

  private static final Map<Status, Map<Event, Status>> NEXT =
      Map.of(
          CREATING, Map.of(Event.DONE, READY, Event.FAIL, CREATE_FAILED),
          CREATE_FAILED, Map.of(Event.UPDATE, UPDATING, Event.DELETE, DELETING),
          UPDATING, Map.of(Event.DONE, READY, Event.FAIL, UPDATE_FAILED),
          UPDATE_FAILED, Map.of(Event.UPDATE, UPDATING, Event.DELETE, DELETING),
          READY, Map.of(Event.UPDATE, UPDATING, Event.DELETE, DELETING),
          DELETING, Map.of(Event.FAIL, DELETE_FAILED),
          DELETE_FAILED, Map.of(Event.DELETE, DELETING));

  /** The status after {@code event}; empty where the table has none. */
  Optional<Status> after(Event event) {
    return Optional.ofNullable(NEXT.getOrDefault(this, Map.of()).get(event));
  }

  /** As {@link #after}; throws {@link Fault.Conflict} that names {@code subject} where none is. */
  Status require(Event event, String subject) {
    return after(event).orElseThrow(() -> new Fault.Conflict(refusal(event, subject)));
  }

  /** True while a change is under way. */
  boolean changing() {
    return switch (this) {
      case CREATING, UPDATING, DELETING -> true;
      case CREATE_FAILED, UPDATE_FAILED, READY, DELETE_FAILED -> false;
    };
  }

  private String refusal(Event event, String subject) {
    String wanted =
        switch (event) {
          case UPDATE -> "updated";
          case DELETE -> "deleted";
          case DONE -> "made ready";
          case FAIL -> "failed";
        };
    String remedy = changing() ? "; wait until the change under way has ended" : "";
    return subject + " is " + this + " and cannot be " + wanted + remedy;
  }
}
