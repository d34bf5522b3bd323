package dev.cadre.session;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a session is in its life. {@link #next} is the whole table; what it does not list does not
 * happen.
 *
 * <pre>
 * STARTING  worker is being made          READY  started, never invoked      BUSY  an invocation or the agent's own work runs
 * IDLE      waits for the next invocation STOPPING  worker is being ended    ENDED  over, with a reason
 * </pre>
 *
 * A session without a worker (the platform was restarted) is IDLE; its next invocation takes it to
 * STARTING.
 */
enum SessionState {
  STARTING,
  READY,
  BUSY,
  IDLE,
  STOPPING,
  ENDED;

  /** What happens to a session. */
  enum Event {
    /** The worker answers on its port. */
    STARTED,
    /** An invocation began, or the agent reports HealthyBusy. */
    WORK_BEGAN,
    /** The last invocation ended and the agent reports no work of its own. */
    WORK_ENDED,
    /** A caller, a limit or the platform asked for its end. */
    STOP,
    /** The worker is gone. */
    WORKER_GONE,
    /** The platform was restarted and finds the session without its worker. */
    PLATFORM_RESTARTED,
    /** An invocation came for a session without a worker. */
    RESUME
  }

  private static final Map<SessionState, Map<Event, SessionState>> TABLE =
      new EnumMap<>(
          Map.of(
              STARTING,
              Map.of(
                  Event.STARTED, READY,
                  Event.STOP, STOPPING,
                  Event.WORKER_GONE, ENDED,
                  Event.PLATFORM_RESTARTED, IDLE),
              READY,
              Map.of(
                  Event.WORK_BEGAN, BUSY,
                  Event.STOP, STOPPING,
                  Event.WORKER_GONE, ENDED,
                  Event.PLATFORM_RESTARTED, IDLE),
              BUSY,
              Map.of(
                  Event.WORK_BEGAN, BUSY,
                  Event.WORK_ENDED, IDLE,
                  Event.STOP, STOPPING,
                  Event.WORKER_GONE, ENDED,
                  Event.PLATFORM_RESTARTED, IDLE),
              IDLE,
              Map.of(
                  Event.WORK_BEGAN, BUSY,
                  Event.STOP, STOPPING,
                  Event.WORKER_GONE, ENDED,
                  Event.PLATFORM_RESTARTED, IDLE,
                  Event.RESUME, STARTING),
              STOPPING,
              Map.of(
                  Event.WORKER_GONE, ENDED,
                  Event.PLATFORM_RESTARTED, ENDED),
              ENDED,
              Map.of()));

  /** The state after {@code event}, or null when the event cannot happen in this state. */
  @Nullable SessionState next(Event event) {
    return TABLE.getOrDefault(this, Map.of()).get(event);
  }
}
