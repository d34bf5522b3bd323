package dev.cadre.time;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The machine's time: one thread that watches it, virtual threads that do the work. */
public final class SystemTimer implements Timer, AutoCloseable {
  private static final Logger LOG = System.getLogger(SystemTimer.class.getName());

  private final ScheduledThreadPoolExecutor watch;
  private final ExecutorService workers;

  public SystemTimer() {
    watch =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("cadre-timer").daemon().factory());
    watch.setRemoveOnCancelPolicy(true);
    workers = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("timer-", 0).factory());
  }

  @Override
  public Cancellable after(Duration delay, Runnable work) {
    Future<?> scheduled =
        watch.schedule(
            () -> workers.execute(() -> run(work)), delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> scheduled.cancel(false);
  }

  @Override
  public Cancellable every(Duration period, Runnable work) {
    AtomicBoolean running = new AtomicBoolean();
    Runnable once =
        () -> {
          try {
            run(work);
          } finally {
            running.set(false);
          }
        };
    Runnable tick =
        () -> {
          if (running.compareAndSet(false, true)) {
            workers.execute(once);
          }
        };
    Future<?> scheduled =
        watch.scheduleAtFixedRate(tick, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
    return () -> scheduled.cancel(false);
  }

  private static void run(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      // A periodic task outlives one bad run; the next one may find the database back.
      LOG.log(Level.WARNING, "timed work failed", e);
    }
  }

  /** Stops taking new work, and interrupts what still runs. */
  @Override
  public void close() {
    watch.shutdownNow();
    workers.shutdownNow();
  }
}
