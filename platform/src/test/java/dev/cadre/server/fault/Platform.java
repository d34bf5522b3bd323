package dev.cadre.server.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A platform in a JVM of its own, started as a person starts it. */
final class Platform implements AutoCloseable {
  private static final long STOPS_WITHIN_SECONDS = 60;

  private final Process process;
  private final URI url;

  private Platform(Process process, URI url) {
    this.process = process;
    this.url = url;
  }

  /** Starts one and waits until it is up. */
  static Platform up(Path state, String... options) throws IOException {
    Process process = start(state, options);
    BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      int at = line.indexOf("is up at ");
      if (at >= 0) {
        drain(out);
        return new Platform(process, URI.create(line.substring(at + 9).split(" ", 2)[0]));
      }
    }
    throw new AssertionError("the platform did not start: " + errors(state));
  }

  /** Starts one whose start may fail. */
  static Process start(Path state, String... options) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.cadre.server.Main",
                "--port",
                "0",
                "--no-warm",
                "--state",
                state.toString()));
    command.addAll(List.of(options));
    return new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.to(log(state).toFile()))
        .start();
  }

  /** What the last one started on {@code state} wrote to its log. */
  static String errors(Path state) throws IOException {
    return Files.readString(log(state));
  }

  private static Path log(Path state) {
    return state.resolveSibling(state.getFileName() + ".log");
  }

  /** Nobody reads what it says later, and a full pipe would hold it. */
  private static void drain(BufferedReader out) {
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                while (out.readLine() != null) {}
              } catch (IOException itEnded) {
                // As it should.
              }
            });
  }

  URI url() {
    return url;
  }

  long pid() {
    return process.pid();
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** SIGTERM, without waiting. */
  void terminate() {
    process.destroy();
  }

  void awaitEnd() throws InterruptedException {
    assertThat(process.waitFor(STOPS_WITHIN_SECONDS, TimeUnit.SECONDS)).as("it stops").isTrue();
  }

  @Override
  public void close() {
    if (!process.isAlive()) {
      return;
    }
    process.destroy();
    try {
      awaitEnd();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      kill();
    }
  }
}
