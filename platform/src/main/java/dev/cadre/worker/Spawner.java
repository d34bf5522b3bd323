package dev.cadre.worker;

import java.io.IOException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Starts every process from one thread that lives as long as the platform. Linux delivers the
 * signal of a parent's death when the thread that forked ends, not the process; from a virtual
 * thread's carrier a worker would be killed at some later, random moment.
 */
final class Spawner {
  private final LinkedBlockingQueue<FutureTask<Process>> waiting = new LinkedBlockingQueue<>();

  Spawner() {
    Thread.ofPlatform().daemon().name("worker-parent").start(this::serve);
  }

  Process start(ProcessBuilder builder) throws IOException {
    FutureTask<Process> task = new FutureTask<>(builder::start);
    waiting.add(task);
    return Waiting.uninterruptibly(task);
  }

  private void serve() {
    while (true) {
      try {
        waiting.take().run();
      } catch (InterruptedException e) {
        // Nobody may end this thread: all workers would die with it.
      }
    }
  }
}
