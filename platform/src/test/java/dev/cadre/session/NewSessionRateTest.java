package dev.cadre.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class NewSessionRateTest {
  private final ManualClock clock = new ManualClock();
  private final NewSessionRate rate = new NewSessionRate(clock, 10);

  @Test
  void a_second_of_them_may_come_at_once_and_the_next_waits() {
    assertThat(taken()).isEqualTo(10);
    assertThatThrownBy(rate::take)
        .isInstanceOfSatisfying(
            Fault.Throttled.class, e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(1)))
        .hasMessageContaining("10 new sessions per second");
  }

  @Test
  void grows_at_its_rate_and_never_over_one_second() {
    taken();
    clock.forward(Duration.ofMillis(300));
    assertThat(taken()).isEqualTo(3);
    clock.forward(Duration.ofHours(1));
    assertThat(taken()).isEqualTo(10);
  }

  @Test
  void a_clock_set_back_grants_nothing() {
    taken();
    clock.forward(Duration.ofHours(-1));
    assertThat(taken()).isZero();
  }

  private int taken() {
    int taken = 0;
    while (true) {
      try {
        rate.take();
        taken++;
      } catch (Fault.Throttled full) {
        return taken;
      }
    }
  }
}
