package dev.cadre.gateway;

import dev.cadre.fault.Fault;
import dev.cadre.time.Timer;
import java.time.Duration;

/** Work on the calling thread that is interrupted when it takes too long. */
final class Deadline {
  private final Timer timer;

  Deadline(Timer timer) {
    this.timer = timer;
  }

  /** What may take long. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws InterruptedException;
  }

  /** The work did not end in time. */
  static final class Passed extends Exception {
    private static final long serialVersionUID = 1L;

    Passed() {
      super("the deadline passed", null, false, false);
    }
  }

  /** Throws {@link Passed} when the work took longer than {@code limit} and heeded its end. */
  <T> T within(Duration limit, Work<T> work) throws InterruptedException, Passed {
    Alarm alarm = new Alarm(Thread.currentThread());
    Timer.Cancellable cancellable = timer.after(limit, alarm::ring);
    T result;
    try {
      result = work.run();
    } catch (InterruptedException | Fault e) {
      cancellable.cancel();
      if (alarm.end()) {
        throw new Passed();
      }
      if (Thread.interrupted()) {
        // A client of HTTP hides an interruption in its own exception.
        throw new InterruptedException();
      }
      throw e;
    } catch (RuntimeException e) {
      cancellable.cancel();
      alarm.end();
      throw e;
    }
    cancellable.cancel();
    alarm.end();
    return result;
  }

  /** Interrupts its thread at most once, and never after the work has ended. */
  private static final class Alarm {
    private final Thread thread;
    private boolean over;
    private boolean rang;

    Alarm(Thread thread) {
      this.thread = thread;
    }

    synchronized void ring() {
      if (!over) {
        rang = true;
        thread.interrupt();
      }
    }

    /** True when the alarm rang; the thread is then no longer interrupted. */
    synchronized boolean end() {
      over = true;
      if (rang) {
        Thread.interrupted();
      }
      return rang;
    }
  }
}
