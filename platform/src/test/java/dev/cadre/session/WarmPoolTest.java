package dev.cadre.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.agent.Deployment;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class WarmPoolTest {
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final ManualClock clock = new ManualClock();
  private final FakeWorkers workers = new FakeWorkers();
  private final Deployment echo = Samples.deployment();

  @Test
  void a_prepared_version_keeps_one_worker_and_gives_it_once() {
    WarmPool pool = pool(10);
    pool.prepare(echo);
    TestWait.until(() -> pool.ready() == 1);
    Workers.Worker first = pool.take(echo);
    assertThat(first).isNotNull();
    TestWait.until(() -> pool.ready() == 1);
    assertThat(pool.take(echo)).isNotNull().isNotSameAs(first);
  }

  @Test
  void keeps_as_many_as_were_taken_lately_up_to_the_limit_and_fewer_again_later() {
    WarmPool pool = pool(3);
    CountDownLatch held = workers.holdStarts();
    for (int i = 0; i < 5; i++) {
      assertThat(pool.take(echo)).isNull();
    }
    held.countDown();
    fill(pool, 3);
    clock.forward(Duration.ofSeconds(11));
    pool.refill();
    assertThat(pool.ready()).isEqualTo(1);
    TestWait.until(() -> workers.started.stream().filter(FakeWorker::alive).count() == 1);
    clock.forward(Duration.ofMinutes(10));
    pool.refill();
    assertThat(pool.ready()).isZero();
    TestWait.until(() -> workers.started.stream().noneMatch(FakeWorker::alive));
    TestWait.until(() -> workers.discarded.size() == workers.started.size());
  }

  @Test
  void a_dead_worker_is_never_given() {
    WarmPool pool = pool(10);
    pool.prepare(echo);
    TestWait.until(() -> pool.ready() == 1);
    workers.started.getFirst().die(1);
    assertThat(pool.ready()).isZero();
    assertThat(workers.discarded).containsExactly(workers.started.getFirst().id());
  }

  @Test
  void a_worker_that_died_before_it_was_shelved_is_never_given() {
    WarmPool pool = pool(10);
    workers.stillborn = true;
    pool.prepare(echo);
    TestWait.until(() -> !workers.discarded.isEmpty());
    assertThat(pool.ready()).isZero();
  }

  @Test
  void a_failing_start_is_not_repeated_until_somebody_asks_and_loses_no_ready_worker() {
    WarmPool pool = pool(10);
    pool.prepare(echo);
    TestWait.until(() -> pool.ready() == 1);
    workers.failure = FakeWorkers.broken();
    pool.take(echo);
    TestWait.until(() -> workers.discarded.size() == 1);
    for (int i = 0; i < 5; i++) {
      pool.refill();
    }
    assertThat(workers.starting).hasSize(2);
    workers.failure = null;
    pool.take(echo);
    TestWait.until(() -> pool.ready() > 0);
    pool.close();
    assertThat(workers.started.stream().skip(1)).noneMatch(FakeWorker::alive);
  }

  @Test
  void a_retired_version_ends_its_workers_and_those_still_starting() {
    WarmPool pool = pool(10);
    pool.prepare(echo);
    TestWait.until(() -> pool.ready() == 1);
    CountDownLatch held = workers.holdStarts();
    pool.take(echo);
    TestWait.until(() -> workers.starting.size() == 2);
    pool.retire(echo.id(), echo.version());
    held.countDown();
    TestWait.until(() -> workers.started.size() == 2 && !workers.started.getLast().alive());
    assertThat(pool.ready()).isZero();
  }

  @Test
  void closed_it_ends_what_waits_and_what_comes_late() {
    WarmPool pool = pool(10);
    pool.prepare(echo);
    TestWait.until(() -> pool.ready() == 1);
    CountDownLatch held = workers.holdStarts();
    pool.take(echo);
    TestWait.until(() -> workers.starting.size() == 2);
    pool.close();
    held.countDown();
    TestWait.until(() -> workers.started.size() == 2 && !workers.started.getLast().alive());
    assertThat(pool.take(echo)).isNull();
  }

  @Test
  void a_limit_of_none_turns_it_off() {
    WarmPool pool = pool(0);
    pool.prepare(echo);
    assertThat(pool.take(echo)).isNull();
    pool.refill();
    assertThat(workers.starting).isEmpty();
  }

  private WarmPool pool(int limit) {
    return new WarmPool(workers, clock, limit, GRACE);
  }

  /** A few start at a time, so that the timer is needed to fill it. */
  private static void fill(WarmPool pool, int wanted) {
    TestWait.until(
        () -> {
          pool.refill();
          return pool.ready() == wanted;
        });
  }
}
