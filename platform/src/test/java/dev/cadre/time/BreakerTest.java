package dev.cadre.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
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

  private Instant now = Instant.EPOCH;
  private final Breaker breaker = new Breaker(() -> now, 2, PAUSE);

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
    now = now.plus(PAUSE.minusMillis(1));
    assertThat(breaker.enter()).isFalse();
  }

  @Test
  void after_the_pause_one_call_probes() {
    trip();
    now = now.plus(PAUSE);
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
    now = now.plus(PAUSE);
    assertThat(breaker.enter()).isTrue();
    breaker.failed();
    assertThat(breaker.enter()).isFalse();
    assertThat(breaker.left()).isEqualTo(PAUSE);
  }

  @Test
  void a_probe_without_a_verdict_lets_the_next_call_probe() {
    trip();
    now = now.plus(PAUSE);
    assertThat(breaker.enter()).isTrue();
    breaker.undecided();
    assertThat(breaker.enter()).isTrue();
    assertThat(breaker.state()).isEqualTo(BreakerState.PROBING);
  }

  @Test
  void where_two_answers_are_wanted_one_does_not_close_it() {
    Breaker careful = new Breaker(() -> now, 1, PAUSE, 2);
    careful.failed();
    now = now.plus(PAUSE);
    assertThat(careful.enter()).isTrue();
    careful.answered();
    assertThat(careful.state()).isEqualTo(BreakerState.OPEN);
    assertThat(careful.enter()).isTrue();
    assertThat(careful.enter()).isFalse();
    careful.answered();
    assertThat(careful.state()).isEqualTo(BreakerState.CLOSED);
  }

  @Test
  void a_failure_between_the_two_begins_the_count_anew() {
    Breaker careful = new Breaker(() -> now, 1, PAUSE, 2);
    careful.failed();
    now = now.plus(PAUSE);
    careful.enter();
    careful.answered();
    careful.enter();
    careful.failed();
    assertThat(careful.enter()).isFalse();
    now = now.plus(PAUSE);
    careful.enter();
    careful.answered();
    assertThat(careful.state()).isEqualTo(BreakerState.OPEN);
  }
}
