package dev.cadre.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PacedProgressTest {
  private final List<String> heard = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final PacedProgress progress =
      new PacedProgress((done, total, message) -> heard.add(done + " " + message), () -> now);

  private void later(int millis) {
    now = now.plus(Duration.ofMillis(millis));
  }

  @Test
  void a_call_that_ends_at_once_says_nothing() {
    progress.at(1, 2.0, "one");
    later(199);
    progress.at(2, 2.0, "two");
    assertThat(heard).isEmpty();
  }

  @Test
  void a_long_call_is_heard_of_five_times_a_second() {
    for (int step = 1; step <= 100; step++) {
      later(10);
      progress.at(step, 100.0, "page " + step);
    }
    assertThat(heard)
        .containsExactly(
            "20.0 page 20", "40.0 page 40", "60.0 page 60", "80.0 page 80", "100.0 page 100");
  }

  @Test
  void what_does_not_rise_or_comes_too_late_is_not_passed_on() {
    later(200);
    progress.at(3, null, "three");
    later(200);
    progress.at(3, null, "again");
    later(200);
    progress.at(Double.NaN, null, "nothing");
    progress.end();
    progress.at(4, null, "over");
    assertThat(heard).containsExactly("3.0 three");
  }
}
