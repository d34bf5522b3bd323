package dev.cadre.harness;

import dev.cadre.harness.Mailbox.Stopped;
import dev.cadre.time.Timer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Has something that blocks done on another thread, so that a turn can be stopped meanwhile. */
final class Aside {
  private Aside() {}

  /** Returns what {@code work} returns, throws what it throws; interrupts it when stopped. */
  static <T> T run(Mailbox<Signal> mailbox, Callable<T> work) throws InterruptedException, Stopped {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofVirtual()
        .name("turn-aside")
        .start(
            () -> {
              task.run();
              mailbox.post(new Signal.Done(task));
            });
    try {
      while (!task.isDone()) {
        mailbox.take();
      }
      return result(task);
    } finally {
      task.cancel(true);
    }
  }

  /**
   * As {@link #run}, for at most {@code limit}; empty when the work was not over then.
   *
   * @param meanwhile done by this thread once the work began
   */
  static <T> Optional<T> within(
      Mailbox<Signal> mailbox, Timer timer, Duration limit, Callable<T> work, Runnable meanwhile)
      throws InterruptedException, Stopped {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofVirtual()
        .name("turn-aside")
        .start(
            () -> {
              task.run();
              mailbox.post(new Signal.Done(task));
            });
    Timer.Cancellable alarm =
        timer.after(
            limit,
            () -> {
              task.cancel(true);
              mailbox.post(new Signal.Done(task));
            });
    try {
      meanwhile.run();
      while (!task.isDone()) {
        mailbox.take();
      }
      return task.isCancelled() ? Optional.empty() : Optional.of(result(task));
    } finally {
      alarm.cancel();
      task.cancel(true);
    }
  }

  private static <T> T result(FutureTask<T> task) throws InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException unchecked -> throw unchecked;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException("work done aside failed", e);
      }
    }
  }
}
