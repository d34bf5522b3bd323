package dev.cadre.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.tool.Callees.Tried;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CalleesTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private Instant now = Instant.parse("2026-11-21T12:00:00Z");
  private final List<Duration> waits = new ArrayList<>();
  private final AtomicInteger tries = new AtomicInteger();
  private final Callees callees =
      new Callees(() -> now, this::pass, new Random(1), new PrometheusRegistry());

  private void pass(Duration length) {
    waits.add(length);
    now = now.plus(length);
  }

  private ToolOutcome call(Callees.Try one) throws InterruptedException {
    return callees.call("clerk", now.plus(LONG), one);
  }

  private Tried broken(boolean again) {
    tries.incrementAndGet();
    return new Tried.Broken("The agent 'clerk' gave no answer.", again);
  }

  private static Tried well() {
    return new Tried.Well(ToolOutcome.Answered.text("well"));
  }

  private void trip() throws InterruptedException {
    for (int i = 0; i < 5; i++) {
      call(() -> broken(false));
    }
  }

  @Test
  void what_may_do_better_is_tried_three_times_with_growing_waits() throws Exception {
    assertThat(call(() -> broken(true))).isInstanceOf(ToolOutcome.Failed.class);
    assertThat(tries).hasValue(3);
    assertThat(waits.getFirst()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
    assertThat(waits.getLast()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
  }

  @Test
  void a_second_try_that_does_better_is_the_answer() throws Exception {
    ToolOutcome outcome = call(() -> tries.get() == 0 ? broken(true) : well());
    assertThat(outcome).isEqualTo(ToolOutcome.Answered.text("well"));
  }

  @Test
  void what_would_fail_again_is_tried_once() throws Exception {
    call(() -> broken(false));
    assertThat(tries).hasValue(1);
  }

  @Test
  void nobody_is_tried_again_whose_caller_would_not_wait_for_it() throws Exception {
    callees.call("clerk", now.plusMillis(900), () -> broken(true));
    assertThat(tries).hasValue(1);
    assertThat(waits).isEmpty();
  }

  @Test
  void after_five_failures_in_a_row_it_is_left_alone_for_a_minute() throws Exception {
    trip();
    ToolOutcome refused = call(() -> broken(false));
    assertThat(tries).hasValue(5);
    assertThat(((ToolOutcome.Failed) refused).message()).contains("left alone for another 60 s");
    now = now.plusSeconds(59);
    assertThat(call(CalleesTest::well)).isInstanceOf(ToolOutcome.Failed.class);
  }

  @Test
  void two_answers_bring_it_back() throws Exception {
    trip();
    now = now.plusSeconds(60);
    assertThat(call(CalleesTest::well)).isInstanceOf(ToolOutcome.Answered.class);
    assertThat(call(CalleesTest::well)).isInstanceOf(ToolOutcome.Answered.class);
    call(() -> broken(false));
    assertThat(call(CalleesTest::well)).isInstanceOf(ToolOutcome.Answered.class);
  }

  @Test
  void one_answer_and_a_failure_do_not() throws Exception {
    trip();
    now = now.plusSeconds(60);
    call(CalleesTest::well);
    call(() -> broken(false));
    assertThat(call(CalleesTest::well)).isInstanceOf(ToolOutcome.Failed.class);
  }

  @Test
  void another_callee_is_called_meanwhile() throws Exception {
    trip();
    assertThat(callees.call("other", now.plus(LONG), CalleesTest::well))
        .isInstanceOf(ToolOutcome.Answered.class);
  }

  @Test
  void a_caller_that_left_says_nothing_about_the_callee() throws Exception {
    for (int i = 0; i < 6; i++) {
      assertThatThrownBy(
              () ->
                  call(
                      () -> {
                        throw new InterruptedException();
                      }))
          .isInstanceOf(InterruptedException.class);
    }
    assertThat(call(CalleesTest::well)).isInstanceOf(ToolOutcome.Answered.class);
  }

  @Test
  void one_that_is_always_late_is_left_alone_too() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(
              () ->
                  call(
                      () -> {
                        now = now.plus(LONG);
                        throw new InterruptedException();
                      }))
          .isInstanceOf(InterruptedException.class);
    }
    assertThat(call(CalleesTest::well)).isInstanceOf(ToolOutcome.Failed.class);
  }
}
