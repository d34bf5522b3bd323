package dev.cadre.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One started server program and the thread that started it.
 *
 * <p>The kernel's parent-death signal is sent when the <em>thread</em> that started a process ends,
 * not its process. A virtual thread would start it from a pooled carrier that ends when idle; so a
 * platform thread starts it, copies its output to the log, and lives until it has exited.
 */
final class PostgresProcess {
  private static final Logger LOG = System.getLogger(PostgresProcess.class.getName());
  private static final Duration QUIT_LIMIT = Duration.ofSeconds(5);

  private final Process process;

  private PostgresProcess(Process process) {
    this.process = process;
  }

  static PostgresProcess start(List<String> command, BoundedLog log)
      throws IOException, InterruptedException {
    CompletableFuture<Process> started = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("cadre-postgres")
        .start(
            () -> {
              try {
                Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
                started.complete(process);
                copyOutput(process, log);
                process.waitFor();
              } catch (IOException | InterruptedException e) {
                started.completeExceptionally(e);
              }
            });
    try {
      return new PostgresProcess(started.get());
    } catch (ExecutionException e) {
      throw new IOException("cannot start " + command.getFirst() + ": " + e.getMessage(), e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** Waits at most {@code limit}; true when it has exited by then. */
  boolean exitedWithin(Duration limit) throws InterruptedException {
    return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** The exit status of one that has exited; 128 and the signal's number when a signal ended it. */
  int exitValue() {
    return process.exitValue();
  }

  void stop(Duration limit) {
    stop(process.toHandle(), limit);
  }

  /** Stops a server, ours or one left behind: fast first, then at once, then by force. */
  static void stop(ProcessHandle server, Duration limit) {
    if (signal(server, "INT", limit)) {
      return;
    }
    LOG.log(
        Level.WARNING,
        "PostgreSQL did not stop within {0} s and is made to quit",
        limit.toSeconds());
    if (!signal(server, "QUIT", QUIT_LIMIT)) {
      server.destroyForcibly();
      exitedWithin(server, QUIT_LIMIT);
    }
  }

  private static boolean signal(ProcessHandle server, String signal, Duration limit) {
    try {
      // ProcessHandle can only send TERM and KILL, and TERM waits for every client to leave.
      new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + server.pid())
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot signal PostgreSQL", e);
      return false;
    }
    return exitedWithin(server, limit);
  }

  private static boolean exitedWithin(ProcessHandle server, Duration limit) {
    try {
      server.onExit().get(limit.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return !server.isAlive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void copyOutput(Process process, BoundedLog log) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        log.line(line);
      }
    }
  }
}
