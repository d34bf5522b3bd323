package dev.cadre.time;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Lets time pass. */
@FunctionalInterface
public interface Pause {
  void of(Duration length) throws InterruptedException;

  static Pause by(Timer timer) {
    return length -> {
      CountDownLatch over = new CountDownLatch(1);
      Timer.Cancellable alarm = timer.after(length, over::countDown);
      try {
        over.await();
      } finally {
        alarm.cancel();
      }
    };
  }
}
