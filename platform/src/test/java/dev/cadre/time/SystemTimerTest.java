package dev.cadre.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SystemTimerTest {
  private static final Duration SOON = Duration.ofMillis(1);

  private final SystemTimer timer = new SystemTimer();

  @AfterEach
  void end() {
    timer.close();
  }

  private static boolean waited(CountDownLatch latch) throws InterruptedException {
    return latch.await(10, TimeUnit.SECONDS);
  }

  @Test
  void work_runs_after_its_delay_on_a_virtual_thread() throws InterruptedException {
    CountDownLatch ran = new CountDownLatch(1);
    timer.after(
        SOON,
        () -> {
          if (Thread.currentThread().isVirtual()) {
            ran.countDown();
          }
        });
    assertThat(waited(ran)).isTrue();
  }

  @Test
  void cancelled_work_does_not_run() throws InterruptedException {
    AtomicInteger runs = new AtomicInteger();
    CountDownLatch later = new CountDownLatch(1);
    timer.after(Duration.ofMillis(20), runs::incrementAndGet).cancel();
    timer.after(Duration.ofMillis(40), later::countDown);
    assertThat(waited(later)).isTrue();
    assertThat(runs).hasValue(0);
  }

  @Test
  void periodic_work_survives_one_bad_run() throws InterruptedException {
    CountDownLatch runs = new CountDownLatch(3);
    timer.every(
        SOON,
        () -> {
          runs.countDown();
          throw new IllegalStateException("one bad run of a test");
        });
    assertThat(waited(runs)).isTrue();
  }

  @Test
  void a_run_still_going_is_not_run_twice() throws InterruptedException {
    AtomicInteger begun = new AtomicInteger();
    Semaphore go = new Semaphore(0);
    CountDownLatch first = new CountDownLatch(1);
    timer.every(
        SOON,
        () -> {
          begun.incrementAndGet();
          first.countDown();
          go.acquireUninterruptibly();
        });
    assertThat(waited(first)).isTrue();
    CountDownLatch manyPeriods = new CountDownLatch(20);
    timer.every(SOON, manyPeriods::countDown);
    assertThat(waited(manyPeriods)).isTrue();
    assertThat(begun).hasValue(1);
    go.release(1_000_000);
  }

  @Test
  void closing_interrupts_what_runs() throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    timer.after(
        SOON,
        () -> {
          running.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
          }
        });
    assertThat(waited(running)).isTrue();
    timer.close();
    assertThat(waited(interrupted)).isTrue();
  }
}
