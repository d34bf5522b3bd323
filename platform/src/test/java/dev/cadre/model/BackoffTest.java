package dev.cadre.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final Backoff backoff = new Backoff(10, new Random(7));

  @Test
  void waits_grow_are_jittered_and_stay_bounded() {
    for (int failures = 1; failures < 10; failures++) {
      int n = failures;
      List<Duration> waits =
          IntStream.range(0, 200).mapToObj(_ -> backoff.after(n, Samples.UNAVAILABLE)).toList();
      long bound = Math.min(20_000, 500L << (n - 1));
      assertThat(waits).allSatisfy(wait -> assertThat(wait.toMillis()).isBetween(0L, bound));
      assertThat(waits.stream().mapToLong(Duration::toMillis).max().orElseThrow())
          .isGreaterThan(bound / 2);
      assertThat(waits.stream().distinct().count()).isGreaterThan(50);
    }
  }

  @Test
  void a_provider_that_says_when_is_believed_unless_it_is_long() {
    assertThat(backoff.after(1, new ModelException.Throttled("slow", Duration.ofSeconds(7))))
        .isEqualTo(Duration.ofSeconds(7));
    assertThat(backoff.after(1, new ModelException.Throttled("slow", Duration.ofHours(1))))
        .isNull();
  }

  @Test
  void nothing_is_waited_for_that_will_not_change_or_was_tried_enough() {
    assertThat(backoff.after(1, new ModelException.Invalid("wrong"))).isNull();
    assertThat(backoff.after(1, new ModelException.Cut("cut", null))).isNull();
    assertThat(new Backoff(3, new Random(7)).after(3, Samples.UNAVAILABLE)).isNull();
  }
}
