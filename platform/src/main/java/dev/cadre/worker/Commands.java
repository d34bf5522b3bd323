package dev.cadre.worker;

import dev.cadre.fault.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs commands in a worker's sandbox. */
final class Commands {
  private static final int CHUNK = 16 * 1024;
  private static final Duration MIN = Duration.ofSeconds(1);
  private static final Duration MAX = Duration.ofHours(1);
  private static final Duration DRAIN = Duration.ofSeconds(1);

  private final WorkerParts parts;
  private final LocalWorker.Sandboxed inside;

  Commands(WorkerParts parts, LocalWorker.Sandboxed inside) {
    this.parts = parts;
    this.inside = inside;
  }

  CommandResult run(
      List<String> command, Map<String, String> env, Duration timeout, CommandOutput output)
      throws InterruptedException {
    if (timeout.compareTo(MIN) < 0 || timeout.compareTo(MAX) > 0) {
      throw new Fault.Invalid("timeout of " + timeout.toSeconds() + " s is not in 1..3600");
    }
    Process process = start(command, env);
    AtomicReference<@Nullable RuntimeException> refused = new AtomicReference<>();
    List<Thread> copies =
        List.of(
            copy(process, process.getInputStream(), output::stdout, output, refused),
            copy(process, process.getErrorStream(), output::stderr, output, refused));
    boolean over;
    try {
      over = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      // Also what it left running in the foreground: its output would never end.
      kill(process);
    }
    for (Thread copy : copies) {
      copy.join(DRAIN);
    }
    RuntimeException failure = refused.get();
    if (failure != null) {
      throw failure;
    }
    return over ? new CommandResult.Completed(process.exitValue()) : new CommandResult.TimedOut();
  }

  private Process start(List<String> command, Map<String, String> env) {
    Launch launch = parts.launch();
    ProcessBuilder builder =
        new ProcessBuilder(parts.confinement().enter(launch, inside.inner(), command));
    builder.environment().clear();
    builder.directory(Path.of("/").toFile());
    try {
      Process process = parts.spawner().start(builder);
      try (OutputStream script = process.getOutputStream()) {
        String text = Script.become(env, launch.spec().workFolder(), launch.spec().limits());
        script.write(text.getBytes(StandardCharsets.UTF_8));
      }
      return process;
    } catch (IOException e) {
      throw new Fault.Unavailable("the command could not be started: " + e.getMessage());
    }
  }

  private static Thread copy(
      Process process,
      InputStream in,
      Consumer<byte[]> to,
      Object oneAtATime,
      AtomicReference<@Nullable RuntimeException> refused) {
    Runnable pump =
        () -> {
          byte[] buffer = new byte[CHUNK];
          try (in) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
              synchronized (oneAtATime) {
                to.accept(Arrays.copyOf(buffer, n));
              }
            }
          } catch (IOException e) {
            // Killed: what it wrote has been passed on.
            return;
          } catch (RuntimeException e) {
            refused.compareAndSet(null, e);
            kill(process);
          }
        };
    return Thread.ofPlatform().daemon().name("worker-command").start(pump);
  }

  private static void kill(Process process) {
    List<ProcessHandle> below = process.descendants().toList();
    process.destroyForcibly();
    below.forEach(ProcessHandle::destroyForcibly);
  }
}
