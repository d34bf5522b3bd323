package dev.cadre.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.session.SessionState.Event;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class SessionStateTest {
  private static final String TABLE =
      """
      STARTING STARTED READY
      STARTING STOP STOPPING
      STARTING WORKER_GONE ENDED
      STARTING PLATFORM_RESTARTED IDLE
      READY WORK_BEGAN BUSY
      READY STOP STOPPING
      READY WORKER_GONE ENDED
      READY PLATFORM_RESTARTED IDLE
      BUSY WORK_BEGAN BUSY
      BUSY WORK_ENDED IDLE
      BUSY STOP STOPPING
      BUSY WORKER_GONE ENDED
      BUSY PLATFORM_RESTARTED IDLE
      IDLE WORK_BEGAN BUSY
      IDLE STOP STOPPING
      IDLE WORKER_GONE ENDED
      IDLE PLATFORM_RESTARTED IDLE
      IDLE RESUME STARTING
      STOPPING WORKER_GONE ENDED
      STOPPING PLATFORM_RESTARTED ENDED
      """;

  @Test
  void what_the_table_lists_happens_and_nothing_else_does() {
    Set<String> found = new TreeSet<>();
    for (SessionState state : SessionState.values()) {
      for (Event event : Event.values()) {
        SessionState next = state.next(event);
        if (next != null) {
          found.add(state + " " + event + " " + next);
        }
      }
    }
    assertThat(found).containsExactlyInAnyOrderElementsOf(TABLE.lines().toList());
  }
}
