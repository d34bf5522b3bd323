package dev.cadre.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class BreakerTest {
  private static final Duration PAUSE = Duration.ofSeconds(30);
  private static final String TABLE =
      """
      CLOSED TRIPPED OPEN
      OPEN PAUSE_OVER PROBING
      PROBING ANSWERED CLOSED
      PROBING FAILED OPEN
      PROBING UNDECIDED OPEN
      """;

  private final TestTime time = new TestTime();
  private final Breaker breaker = new Breaker(time, 2, PAUSE);

  @Test
  void what_the_table_lists_happens_and_nothing_else_does() {
    Set<String> found = new TreeSet<>();
    for (BreakerState state : BreakerState.values()) {
      for (BreakerState.Event event : BreakerState.Event.values()) {
        BreakerState next = state.next(event);
        if (next != null) {
          found.add(state + " " + event + " " + next);
        }
      }
    }
    assertThat(found).containsExactlyInAnyOrderElementsOf(TABLE.lines().toList());
  }

  private void trip() {
    breaker.failed();
    breaker.failed();
  }

  @Test
  void failures_in_a_row_leave_the_provider_alone_for_the_pause() {
    breaker.failed();
    breaker.answered();
    breaker.failed();
    assertThat(breaker.enter()).isTrue();
    breaker.failed();
    assertThat(breaker.enter()).isFalse();
    assertThat(breaker.left()).isEqualTo(PAUSE);
    time.forward(PAUSE.minusMillis(1));
    assertThat(breaker.enter()).isFalse();
  }

  @Test
  void after_the_pause_one_call_probes() {
    trip();
    time.forward(PAUSE);
    assertThat(breaker.enter()).isTrue();
    assertThat(breaker.enter()).isFalse();
    breaker.answered();
    assertThat(breaker.enter()).isTrue();
    assertThat(breaker.enter()).isTrue();
    breaker.failed();
    assertThat(breaker.state()).isEqualTo(BreakerState.CLOSED);
  }

  @Test
  void a_probe_that_fails_begins_the_pause_anew() {
    trip();
    time.forward(PAUSE);
    assertThat(breaker.enter()).isTrue();
    breaker.failed();
    assertThat(breaker.enter()).isFalse();
    assertThat(breaker.left()).isEqualTo(PAUSE);
  }

  @Test
  void a_probe_without_a_verdict_lets_the_next_call_probe() {
    trip();
    time.forward(PAUSE);
    assertThat(breaker.enter()).isTrue();
    breaker.undecided();
    assertThat(breaker.enter()).isTrue();
    assertThat(breaker.state()).isEqualTo(BreakerState.PROBING);
  }
}
