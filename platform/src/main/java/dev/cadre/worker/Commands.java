package dev.cadre.worker;

import dev.cadre.fault.Fault;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs commands in a worker's sandbox. */
final class Commands {
  private static final Duration MIN = Duration.ofSeconds(1);
  private static final Duration MAX = Duration.ofHours(1);

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
    Pump pump = new Pump(process, output);
    boolean over;
    try {
      over = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      // Also what it left running in the foreground: its output would never end.
      kill(process);
      pump.finish();
    }
    pump.rethrow();
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
        confine(process);
        String text = Script.become(env, launch.spec().workFolder(), launch.spec().limits());
        script.write(text.getBytes(StandardCharsets.UTF_8));
      }
      return process;
    } catch (IOException e) {
      throw new Fault.Unavailable("the command could not be started: " + e.getMessage());
    }
  }

  /** Puts the command into its worker's group before it becomes what it is to run. */
  private void confine(Process process) throws IOException {
    CgroupV2.Group group = inside.group();
    if (group == null) {
      return;
    }
    process.getOutputStream().write(Script.READY.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    if (process.getInputStream().read() < 0) {
      throw new IOException("the sandbox could not be entered");
    }
    group.add(process.pid());
    for (ProcessHandle below : process.descendants().toList()) {
      group.add(below.pid());
    }
  }

  static void kill(Process process) {
    List<ProcessHandle> below = process.descendants().toList();
    // Not Process.destroyForcibly: that closes the output too, with what has not been read yet.
    process.toHandle().destroyForcibly();
    below.forEach(ProcessHandle::destroyForcibly);
  }
}
