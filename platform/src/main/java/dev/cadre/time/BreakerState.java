package dev.cadre.time;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How what may fail is treated. {@link #next} is the whole table; what it does not list changes
 * nothing.
 *
 * <pre>
 * CLOSED  calls go through    OPEN  it is left alone    PROBING  one call finds out whether it is back
 * </pre>
 */
public enum BreakerState {
  CLOSED,
  OPEN,
  PROBING;

  /** What happens to it. */
  enum Event {
    /** Too many calls failed, one after the other. */
    TRIPPED,
    /** The pause is over, and a call wants to go through. */
    PAUSE_OVER,
    /** The probing call was answered. */
    ANSWERED,
    /** The probing call failed. */
    FAILED,
    /**
     * The probing call settled nothing: it was cancelled or throttled, or more must be answered.
     */
    UNDECIDED
  }

  private static final Map<BreakerState, Map<Event, BreakerState>> TABLE =
      new EnumMap<>(
          Map.of(
              CLOSED,
              Map.of(Event.TRIPPED, OPEN),
              OPEN,
              Map.of(Event.PAUSE_OVER, PROBING),
              PROBING,
              Map.of(Event.ANSWERED, CLOSED, Event.FAILED, OPEN, Event.UNDECIDED, OPEN)));

  /** The state after {@code event}, or null when the event changes nothing in this state. */
  @Nullable BreakerState next(Event event) {
    return TABLE.getOrDefault(this, Map.of()).get(event);
  }
}
