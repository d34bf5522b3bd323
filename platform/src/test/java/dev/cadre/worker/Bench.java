package dev.cadre.worker;

import dev.cadre.time.SystemTimer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A launcher on a temporary state folder, and short ways to start programs with it. */
final class Bench implements AutoCloseable {
  static final Limits SMALL = new Limits(256L << 20, 2, 128, 256, 64L << 20, 32L << 20);

  final Path root;
  final SystemTimer timer = new SystemTimer();
  final LocalWorkers launcher;
  final List<LogLine> lines = new CopyOnWriteArrayList<>();
  private final AtomicInteger next = new AtomicInteger();

  Bench(Path root, InetSocketAddress platform, boolean sandbox) {
    this.root = root;
    this.launcher =
        new LocalWorkers(
            InstantSource.system(),
            timer,
            new WorkersConfig(
                root.resolve("state"),
                platform,
                WorkersConfig.USUAL_PATH,
                System.getProperty("os.arch", ""),
                sandbox));
  }

  static Bench sandboxed(Path root) {
    return new Bench(root, new InetSocketAddress("127.0.0.1", 0), true);
  }

  static Bench plain(Path root) {
    return new Bench(root, new InetSocketAddress("127.0.0.1", 0), false);
  }

  /** A specification with a code folder and a work folder of its own. */
  WorkerSpec spec(List<String> command) throws IOException {
    int number = next.incrementAndGet();
    return new WorkerSpec(
        "w" + number,
        Files.createDirectories(root.resolve("code-" + number)),
        List.of(),
        command,
        Map.of(),
        8080,
        root.resolve("work-" + number),
        SMALL,
        NetworkPolicy.PUBLIC,
        lines::add);
  }

  Worker shell(String script) throws IOException {
    return launcher.start(spec(List.of("sh", "-c", script)));
  }

  Worker python(String script) throws IOException {
    return launcher.start(spec(List.of("python3", "-c", script)));
  }

  static WorkerSpec with(WorkerSpec spec, Map<String, String> env) {
    return new WorkerSpec(
        spec.workerId(),
        spec.code(),
        spec.readable(),
        spec.command(),
        env,
        spec.port(),
        spec.workFolder(),
        spec.limits(),
        spec.network(),
        spec.lines());
  }

  static WorkerSpec with(WorkerSpec spec, Limits limits) {
    return new WorkerSpec(
        spec.workerId(),
        spec.code(),
        spec.readable(),
        spec.command(),
        spec.env(),
        spec.port(),
        spec.workFolder(),
        limits,
        spec.network(),
        spec.lines());
  }

  static WorkerSpec with(WorkerSpec spec, NetworkPolicy network) {
    return new WorkerSpec(
        spec.workerId(),
        spec.code(),
        spec.readable(),
        spec.command(),
        spec.env(),
        spec.port(),
        spec.workFolder(),
        spec.limits(),
        network,
        spec.lines());
  }

  /** Sends {@code text} to the agent's port and reads to the end. */
  static String ask(Worker worker, String text) throws IOException {
    try (SocketChannel channel = worker.connect()) {
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      channel.shutdownOutput();
      return new String(channel.socket().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    launcher.close();
    timer.close();
  }
}
