package dev.cadre.session;

import java.util.Collection;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** The same work for many things, each on a virtual thread. */
final class Together {
  private Together() {}

  /** Returns when all of it is done. */
  static <T> void run(Collection<T> things, Consumer<T> work) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      things.forEach(thing -> threads.execute(() -> work.accept(thing)));
    }
  }
}
