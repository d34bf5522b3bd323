package dev.cadre.worker;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Passes a command's output on, one chunk at a time, until {@link #finish}. */
final class Pump {
  private static final int CHUNK = 16 * 1024;
  private static final Duration DRAIN = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofMillis(20);

  private final Process process;
  private final List<Thread> copies;
  private @Nullable RuntimeException refused;
  private boolean finished;
  private volatile boolean giving;

  Pump(Process process, CommandOutput output) {
    this.process = process;
    this.copies =
        List.of(
            copy(process.getInputStream(), output::stdout),
            copy(process.getErrorStream(), output::stderr));
  }

  /** On a platform thread: a read from a pipe would hold a virtual thread's carrier. */
  private Thread copy(InputStream in, Consumer<byte[]> to) {
    Runnable pump =
        () -> {
          byte[] buffer = new byte[CHUNK];
          try (in) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
              give(Arrays.copyOf(buffer, n), to);
            }
          } catch (IOException e) {
            // Killed: what it wrote has been passed on.
            return;
          }
        };
    return Thread.ofPlatform().daemon().name("worker-command").start(pump);
  }

  private synchronized void give(byte[] bytes, Consumer<byte[]> to) {
    if (finished || refused != null) {
      return;
    }
    giving = true;
    try {
      to.accept(bytes);
    } catch (RuntimeException e) {
      refused = e;
      Commands.kill(process);
    } finally {
      giving = false;
    }
  }

  /**
   * Waits for the rest, 1 s at most beside the time that its taker needs: a process that the
   * command detached may hold its output open for as long as the worker lives. Nothing is passed on
   * afterwards.
   */
  void finish() throws InterruptedException {
    try {
      for (Thread copy : copies) {
        Duration waited = Duration.ZERO;
        while (waited.compareTo(DRAIN) < 0 && !copy.join(LOOK)) {
          waited = giving ? waited : waited.plus(LOOK);
        }
      }
    } finally {
      synchronized (this) {
        finished = true;
      }
    }
  }

  /** Throws what the output's taker threw. */
  synchronized void rethrow() {
    if (refused != null) {
      throw refused;
    }
  }
}
