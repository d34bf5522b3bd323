package dev.cadre.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs the programs a build needs, each with a time limit. A program that is stopped takes all that
 * it started along.
 */
final class Shell {
  private static final Duration READER_GRACE = Duration.ofSeconds(2);
  private static final int CHUNK = 4_096;
  private static final int MAX_LINE = 4_000;

  private final @Nullable Path setsid;

  /** {@code setsid} gives a program a process group of its own; null where there is none. */
  Shell(@Nullable Path setsid) {
    this.setsid = setsid;
  }

  /** Runs to the end; fails with the log's last lines unless the exit code is zero. */
  void run(
      String what,
      List<String> command,
      Path folder,
      Map<String, String> environment,
      Duration limit,
      BuildLog log)
      throws BuildFailure, IOException, InterruptedException {
    log.line("$ " + String.join(" ", command));
    try (Running running = start(command, folder, environment, log)) {
      if (!running.await(limit)) {
        throw new BuildFailure(
            "%s did not end within %d s and was stopped:\n%s"
                .formatted(what, limit.toSeconds(), log.tail()));
      }
      int exit = running.process.exitValue();
      if (exit != 0) {
        throw new BuildFailure("%s failed (exit %d):\n%s".formatted(what, exit, log.tail()));
      }
    }
  }

  /** Starts a program whose output, both streams, goes to {@code log}. */
  Running start(List<String> command, Path folder, Map<String, String> environment, BuildLog log)
      throws IOException {
    List<String> grouped = command;
    if (setsid != null) {
      grouped = new java.util.ArrayList<>(command);
      grouped.addFirst(setsid.toString());
    }
    ProcessBuilder builder =
        new ProcessBuilder(grouped).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    Thread reader = Thread.ofVirtual().name("build-output").start(() -> copy(process, log));
    return new Running(process, reader);
  }

  private static void copy(Process process, BuildLog log) {
    try (Reader output = new InputStreamReader(process.getInputStream(), UTF_8)) {
      StringBuilder line = new StringBuilder();
      char[] chunk = new char[CHUNK];
      for (int n = output.read(chunk); n >= 0; n = output.read(chunk)) {
        for (int i = 0; i < n; i++) {
          if (chunk[i] == '\n') {
            log.line(line.toString());
            line.setLength(0);
          } else if (line.length() < MAX_LINE && chunk[i] != '\r') {
            line.append(chunk[i]);
          }
        }
      }
      if (!line.isEmpty()) {
        log.line(line.toString());
      }
    } catch (IOException | UncheckedIOException _) {
      // The program was stopped, or the log closed: nobody waits for more.
    }
  }

  /** A program under way; closing stops it. */
  final class Running implements AutoCloseable {
    private final Process process;
    private final Thread reader;

    private Running(Process process, Thread reader) {
      this.process = process;
      this.reader = reader;
    }

    boolean alive() {
      return process.isAlive();
    }

    ProcessHandle handle() {
      return process.toHandle();
    }

    /** True when it ended in time; its output is then in the log. */
    boolean await(Duration limit) throws InterruptedException {
      if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        return false;
      }
      // A child that it left behind may hold the output open.
      reader.join(READER_GRACE);
      return true;
    }

    @Override
    public void close() {
      List<ProcessHandle> children = process.descendants().toList();
      if (setsid != null) {
        killGroup(process.pid());
      }
      children.forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }

    private void killGroup(long group) {
      try {
        new ProcessBuilder("kill", "-KILL", "--", "-" + group)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor(1, TimeUnit.SECONDS);
      } catch (IOException _) {
        // The children known to Java are stopped all the same.
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
