package dev.cadre.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RetryAfterTest {
  private static final String NOW = "Sat, 21 Nov 2026 12:00:00 GMT";

  @Test
  void seconds_are_waited_as_they_are() {
    assertThat(WireClient.retryAfter(Map.of("retry-after", List.of("7"))))
        .isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void a_date_counts_from_the_answers_own() {
    assertThat(
            WireClient.retryAfter(
                Map.of(
                    "retry-after", List.of("Sat, 21 Nov 2026 12:00:30 GMT"), "date", List.of(NOW))))
        .isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void a_date_that_is_over_is_no_wait() {
    assertThat(
            WireClient.retryAfter(
                Map.of(
                    "retry-after", List.of("Sat, 21 Nov 2026 11:00:00 GMT"), "date", List.of(NOW))))
        .isEqualTo(Duration.ZERO);
  }

  @Test
  void without_the_answers_date_or_with_nonsense_nobody_knows() {
    assertThat(WireClient.retryAfter(Map.of("retry-after", List.of(NOW)))).isNull();
    assertThat(WireClient.retryAfter(Map.of("retry-after", List.of("soon"), "date", List.of(NOW))))
        .isNull();
  }
}
