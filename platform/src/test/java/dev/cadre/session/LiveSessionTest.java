package dev.cadre.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class LiveSessionTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ManualClock clock = new ManualClock();
  private final FakeWorker worker = new FakeWorker("w1");
  private final LiveSession session =
      new LiveSession(record(), Samples.deployment(), clock, Samples.config());

  @Test
  void goes_through_its_states_by_the_table() throws InterruptedException {
    assertThat(state()).isEqualTo(SessionState.STARTING);
    assertThat(session.started(worker)).isTrue();
    assertThat(state()).isEqualTo(SessionState.READY);
    assertThat(session.begin(SECOND, "t")).isSameAs(worker);
    assertThat(state()).isEqualTo(SessionState.BUSY);
    session.begin(SECOND, "t");
    session.finish();
    assertThat(state()).as("one still runs").isEqualTo(SessionState.BUSY);
    session.finish();
    assertThat(state()).isEqualTo(SessionState.IDLE);
    session.begin(SECOND, "t");
    assertThat(session.stop(EndReason.STOPPED)).isSameAs(worker);
    assertThat(state()).isEqualTo(SessionState.STOPPING);
    assertThat(session.begin(SECOND, "t")).isNull();
    session.finish();
    assertThat(state()).isEqualTo(SessionState.STOPPING);
    session.gone(new Workers.Ending(EndReason.STOPPED, "was stopped", null));
    session.recorded();
    assertThat(state()).isEqualTo(SessionState.ENDED);
  }

  @Test
  void what_the_table_does_not_list_is_a_defect() {
    session.started(worker);
    session.gone(crash());
    assertThatThrownBy(() -> session.gone(crash())).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void an_end_is_not_shown_before_it_is_recorded() throws InterruptedException {
    session.started(worker);
    session.gone(crash());
    assertThat(state()).isEqualTo(SessionState.STOPPING);
    assertThat(session.begin(SECOND, "t")).as("nobody gets the dead worker").isNull();
    assertThat(session.awaitEnd(Duration.ofMillis(1))).isFalse();
    session.recorded();
    assertThat(session.awaitEnd(SECOND)).isTrue();
  }

  @Test
  void idles_out_after_its_last_use() throws InterruptedException {
    session.started(worker);
    session.begin(SECOND, "t");
    clock.forward(Samples.IDLE.multipliedBy(2));
    assertThat(due()).as("an invocation keeps it").isNull();
    session.finish();
    clock.forward(Samples.IDLE.minusSeconds(1));
    assertThat(due()).isNull();
    clock.forward(SECOND);
    assertThat(due()).isEqualTo(EndReason.IDLE_TIMEOUT);
  }

  @Test
  void its_maximum_life_ends_it_at_work() throws InterruptedException {
    session.started(worker);
    session.begin(SECOND, "t");
    session.pinged(true);
    clock.forward(Samples.LIFE.minusSeconds(1));
    assertThat(due()).isNull();
    clock.forward(SECOND);
    assertThat(due()).isEqualTo(EndReason.MAX_LIFETIME);
  }

  @Test
  void an_agent_at_work_of_its_own_is_kept_and_its_end_restarts_the_idle_clock()
      throws InterruptedException {
    session.started(worker);
    session.begin(SECOND, "t");
    session.pinged(true);
    session.finish();
    assertThat(state()).isEqualTo(SessionState.BUSY);
    clock.forward(Samples.IDLE.multipliedBy(3));
    assertThat(due()).isNull();
    session.pinged(false);
    assertThat(state()).isEqualTo(SessionState.IDLE);
    clock.forward(Samples.IDLE.minusSeconds(1));
    assertThat(due()).isNull();
    session.pinged(false);
    clock.forward(SECOND);
    assertThat(due()).as("being healthy is no use").isEqualTo(EndReason.IDLE_TIMEOUT);
  }

  @Test
  void an_invocation_that_came_first_is_not_cut_by_the_idle_timeout() throws InterruptedException {
    session.started(worker);
    clock.forward(Samples.IDLE);
    assertThat(due()).isEqualTo(EndReason.IDLE_TIMEOUT);
    session.begin(SECOND, "t");
    assertThat(session.stopIfDue(clock.instant())).isNull();
    assertThat(state()).isEqualTo(SessionState.BUSY);
  }

  @Test
  void stopped_while_starting_it_takes_no_work_and_refuses_its_worker()
      throws InterruptedException {
    assertThat(session.stop(EndReason.STOPPED)).isNull();
    assertThat(session.started(worker)).isFalse();
    assertThat(session.begin(SECOND, "t")).isNull();
    Workers.Ending end = session.gone(crash());
    assertThat(end.reason()).isEqualTo(EndReason.STOPPED);
  }

  @Test
  void a_suspended_session_takes_no_work_and_says_why() {
    session.started(worker);
    assertThat(session.suspend()).isTrue();
    assertThatThrownBy(() -> session.begin(SECOND, "t"))
        .isInstanceOf(Fault.Unavailable.class)
        .hasMessageContaining("stopping");
  }

  @Test
  void a_session_being_stopped_is_not_suspended() {
    session.started(worker);
    session.stop(EndReason.STOPPED);
    assertThat(session.suspend()).isFalse();
    assertThat(session.suspended()).isFalse();
  }

  @Test
  void more_invocations_than_allowed_wait_and_more_still_are_refused() throws Exception {
    session.started(worker);
    for (int i = 0; i < Samples.config().maxConcurrentPerSession(); i++) {
      session.begin(SECOND, "t");
    }
    assertThatThrownBy(() -> session.begin(Duration.ZERO, "t"))
        .as("its patience is over")
        .isInstanceOf(Fault.Throttled.class);
    var first = waiting();
    var second = waiting();
    TestWait.until(() -> first.waits() && second.waits());
    assertThatThrownBy(() -> session.begin(SECOND, "t"))
        .isInstanceOfSatisfying(
            Fault.Throttled.class, e -> assertThat(e.retryAfter()).isGreaterThanOrEqualTo(SECOND));
    session.finish();
    session.finish();
    assertThat(first.result().get(10, TimeUnit.SECONDS)).isSameAs(worker);
    assertThat(second.result().get(10, TimeUnit.SECONDS)).isSameAs(worker);
  }

  @Test
  void those_who_wait_for_a_place_learn_that_the_session_ended() throws Exception {
    session.started(worker);
    for (int i = 0; i < Samples.config().maxConcurrentPerSession(); i++) {
      session.begin(SECOND, "t");
    }
    var waiter = waiting();
    TestWait.until(waiter::waits);
    session.gone(crash());
    assertThat(waiter.result().get(10, TimeUnit.SECONDS)).isNull();
  }

  private record Waiter(Thread thread, CompletableFuture<Workers.Worker> result) {
    boolean waits() {
      return thread.getState() == Thread.State.TIMED_WAITING;
    }
  }

  private Waiter waiting() {
    CompletableFuture<Workers.Worker> result = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    result.complete(session.begin(Duration.ofMinutes(1), "t"));
                  } catch (InterruptedException | RuntimeException e) {
                    result.completeExceptionally(e);
                  }
                });
    return new Waiter(thread, result);
  }

  private SessionState state() {
    return session.now().state();
  }

  private EndReason due() {
    return session.due(clock.instant());
  }

  private static Workers.Ending crash() {
    return new Workers.Ending(EndReason.CRASHED, "exited with code 3", 3);
  }

  private SessionRecord record() {
    Instant now = clock.instant();
    return new SessionRecord(
        UUID.randomUUID(),
        Samples.AGENT,
        Samples.id(),
        1,
        Samples.DEFAULT,
        null,
        "anonymous",
        SessionState.STARTING,
        "w1",
        null,
        "",
        now,
        now,
        null,
        null,
        null,
        null,
        0,
        Samples.IDLE,
        Samples.LIFE);
  }
}
