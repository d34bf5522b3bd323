package dev.cadre.agent;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * Starts the jar once and keeps what the JVM learned in an AOT cache, which halves every later
 * start. An agent that cannot be tried so still runs, only slower.
 *
 * @see <a href="https://openjdk.org/jeps/514">JEP 514: Ahead-of-Time Command-Line Ergonomics</a>
 */
final class JavaToolchain implements Toolchain {
  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration PING = Duration.ofSeconds(1);
  private static final String REQUEST =
      "GET /ping HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";

  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration ASSEMBLE = Duration.ofSeconds(60);

  /** One session has one agent on a share of two cores: the parallel collectors only cost. */
  private static final String COLLECTOR = "-XX:+UseSerialGC";

  private final Shell shell;
  private final BuildIsolation isolation;
  private final AgentConfig config;

  JavaToolchain(Shell shell, BuildIsolation isolation, AgentConfig config) {
    this.shell = shell;
    this.isolation = isolation;
    this.config = config;
  }

  @Override
  public Build build(Job job, BuildLog log) throws BuildFailure, IOException, InterruptedException {
    requireRunnable(job.entryPoint());
    String java = job.interpreter().executable().toString();
    Path cache = job.folder().resolve("agent.aot");
    log.stage("making the AOT cache");
    train(job, java, cache, log);
    List<String> command = new ArrayList<>(List.of(java, COLLECTOR));
    if (Files.exists(cache)) {
      command.add("-XX:AOTCache=" + cache);
    } else {
      log.warn("no AOT cache could be made; the agent starts slower (the build log says why)");
    }
    command.addAll(List.of("-jar", job.entryPoint().toString()));
    return new Build(
        job.folder().getFileName().toString(),
        job.code().toString(),
        command,
        Map.of(),
        List.of(job.folder().toString(), job.interpreter().home().toString()));
  }

  private static void requireRunnable(Path jar) throws BuildFailure {
    try (JarFile file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest();
      if (manifest == null || manifest.getMainAttributes().getValue("Main-Class") == null) {
        throw new BuildFailure(
            jar.getFileName() + " names no Main-Class in its manifest; build a runnable jar");
      }
    } catch (IOException e) {
      throw new BuildFailure(jar.getFileName() + " is no jar: " + e.getMessage(), e);
    }
  }

  private void train(Job job, String java, Path cache, BuildLog log)
      throws IOException, InterruptedException {
    int port = freePort();
    List<String> command =
        List.of(
            java, COLLECTOR, "-XX:AOTCacheOutput=" + cache, "-jar", job.entryPoint().toString());
    Map<String, String> environment = new HashMap<>();
    environment.put("PATH", config.searchPath());
    environment.put("PORT", String.valueOf(port));
    try (Shell.Running agent =
        shell.start(isolation.wrap(command, job.folder()), job.code(), environment, log)) {
      if (!answers(agent, port)) {
        log.line("the agent did not answer GET /ping on PORT " + port + " within 30 s");
        return;
      }
      // Not the Process: its destroy would also close the output, which is still to be read.
      isolation.program(agent.handle()).destroy();
      if (!agent.await(ASSEMBLE)) {
        log.line("the agent did not end within 60 s of SIGTERM");
      }
    }
  }

  private boolean answers(Shell.Running agent, int port) throws InterruptedException {
    for (long i = 0; i < START.dividedBy(PAUSE); i++) {
      if (!agent.alive()) {
        return false;
      }
      try {
        if (pinged(isolation.program(agent.handle()), port)) {
          return true;
        }
      } catch (IOException _) {
        // Not listening yet.
      }
      if (agent.await(PAUSE)) {
        return false;
      }
    }
    return false;
  }

  /** By hand, because no HTTP client takes a connection that leads into another network. */
  private boolean pinged(ProcessHandle program, int port) throws IOException {
    try (SocketChannel channel = isolation.connect(program, port)) {
      Socket socket = channel.socket();
      socket.setSoTimeout((int) PING.toMillis());
      socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
      byte[] status = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
      return new String(status, StandardCharsets.US_ASCII).matches("HTTP/1\\.[01] 200");
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
