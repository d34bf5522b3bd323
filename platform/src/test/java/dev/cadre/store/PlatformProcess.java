package dev.cadre.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** A platform in a JVM of its own, with a state folder and a server, to be killed. */
final class PlatformProcess implements AutoCloseable {
  private static final long LIMIT_SECONDS = 20;

  private final Process process;
  private final long postgres;

  private PlatformProcess(Process process, long postgres) {
    this.process = process;
    this.postgres = postgres;
  }

  static PlatformProcess start(Path state) throws IOException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                PlatformProcess.class.getName(),
                state.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String line =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
            .readLine();
    return new PlatformProcess(process, Long.parseLong(String.valueOf(line)));
  }

  public static void main(String[] args) throws InterruptedException {
    Path path = Path.of(args[0]);
    StateFolder state = StateFolder.open(path, InstantSource.system());
    state.announce("http://127.0.0.1:7070");
    // A virtual thread starts the server, as the platform's own would.
    Thread.startVirtualThread(
            () -> {
              EmbeddedPostgres server =
                  EmbeddedPostgres.start(InstantSource.system(), EmbeddedPostgresTest.config(path));
              try (Database database =
                  Database.open(server.url(), server.user(), server.password(), 2)) {
                database.update("create table if not exists kept (word text)");
                database.update("insert into kept values ('before the kill')");
              }
              new PrintStream(System.out, true, StandardCharsets.UTF_8).println(server.pid());
            })
        .join();
    Thread.currentThread().join();
  }

  long pid() {
    return process.pid();
  }

  ProcessHandle postgres() {
    return ProcessHandle.of(postgres).orElseThrow();
  }

  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
    ProcessHandle.of(postgres).ifPresent(PlatformProcess::end);
  }

  /** It writes to its folder until it has ended, which whoever deletes that must not meet. */
  private static void end(ProcessHandle server) {
    server.destroy();
    server.onExit().completeOnTimeout(server, LIMIT_SECONDS, TimeUnit.SECONDS).join();
    server.destroyForcibly();
  }
}
