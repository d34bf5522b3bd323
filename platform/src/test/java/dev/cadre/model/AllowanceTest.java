package dev.cadre.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AllowanceTest {
  private final TestTime time = new TestTime();

  private Allowance allowance(int concurrent, int tokensPerMinute, Duration maxWait) {
    ProviderConfig config =
        new ProviderConfig(
            "here",
            ProviderKind.OPENAI,
            null,
            "",
            new ProviderConfig.Credentials.Ambient(),
            true,
            1_000,
            concurrent,
            tokensPerMinute);
    return new Allowance(config, time, time, maxWait);
  }

  @Test
  void no_more_calls_than_allowed_are_under_way() throws InterruptedException {
    Allowance allowance = allowance(1, 60_000, Duration.ZERO);
    try (Allowance.Place _ = allowance.take(1)) {
      assertThat(allowance.underWay()).isEqualTo(1);
      assertThatThrownBy(() -> allowance.take(1))
          .isInstanceOf(ModelException.Throttled.class)
          .hasMessageContaining("models.providers.here.concurrent");
    }
    allowance.take(1).close();
    assertThat(allowance.underWay()).isZero();
  }

  @Test
  void tokens_come_back_with_the_minute() throws InterruptedException {
    Allowance allowance = allowance(8, 60_000, Duration.ofSeconds(30));
    allowance.take(60_000).close();
    allowance.take(5_000).close();
    assertThat(time.pauses).containsExactly(Duration.ofSeconds(5));
  }

  @Test
  void a_call_that_would_wait_too_long_is_told_how_long() throws InterruptedException {
    Allowance allowance = allowance(8, 60_000, Duration.ofSeconds(30));
    allowance.take(60_000).close();
    ModelException.Throttled e =
        catchThrowableOfType(ModelException.Throttled.class, () -> allowance.take(40_000));
    assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(40));
    assertThat(e).hasMessageContaining("models.providers.here.tokensPerMinute");
    assertThat(allowance.underWay()).isZero();
  }

  @Test
  void what_was_not_used_is_given_back() throws InterruptedException {
    Allowance allowance = allowance(8, 60_000, Duration.ZERO);
    try (Allowance.Place place = allowance.take(60_000)) {
      place.used(20_000);
    }
    allowance.take(40_000).close();
    assertThat(time.pauses).isEmpty();
  }

  @Test
  void a_call_larger_than_the_minute_goes_when_the_minute_is_full() throws InterruptedException {
    Allowance allowance = allowance(8, 60_000, Duration.ofMinutes(2));
    allowance.take(90_000).close();
    allowance.take(1_000).close();
    assertThat(time.pauses).containsExactly(Duration.ofSeconds(31));
  }
}
