package dev.cadre.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** That a worker ended and how, once, for all who wait for it. Thread-safe. */
final class WorkerEnd {
  private final CountDownLatch gone = new CountDownLatch(1);
  private final List<Consumer<Exit>> listeners = new ArrayList<>();
  private volatile @Nullable Exit exit;

  /** Null while it runs. */
  @Nullable Exit exit() {
    return exit;
  }

  Exit await() throws InterruptedException {
    gone.await();
    Exit came = exit;
    if (came == null) {
      throw new IllegalStateException("the end is told after it is known");
    }
    return came;
  }

  /** False when it still runs after {@code patience}. */
  boolean await(Duration patience) throws InterruptedException {
    return gone.await(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Has {@code listener} told when it ends, or at once when it has; on a thread of its own. */
  void tell(Consumer<Exit> listener) {
    Exit came;
    synchronized (listeners) {
      came = exit;
      if (came == null) {
        listeners.add(listener);
      }
    }
    if (came != null) {
      Thread.ofVirtual().start(() -> listener.accept(came));
    }
  }

  void came(Exit how) {
    List<Consumer<Exit>> told;
    synchronized (listeners) {
      exit = how;
      told = List.copyOf(listeners);
    }
    gone.countDown();
    told.forEach(listener -> Thread.ofVirtual().start(() -> listener.accept(how)));
  }
}
