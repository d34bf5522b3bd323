package dev.cadre.worker;

import dev.cadre.fault.Fault;
import dev.cadre.worker.LogLine.Stream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A worker as processes of this machine.
 *
 * <p>In a sandbox they are three or more: bubblewrap outside (the platform's child, whose exit is
 * the worker's), bubblewrap as the first process inside (with it all others end), the program.
 */
final class LocalWorker implements Worker {
  private static final Duration READER_PATIENCE = Duration.ofMillis(500);
  private static final long READER_STACK = 64 * 1024;
  private static final long CONNECT_PAUSE_NANOS = 2_500_000;

  private final WorkerParts parts;
  private final Process process;
  private final Sandboxed inside;
  private final WorkerLog log;
  private final List<Thread> readers;
  private final Commands commands;
  private final AtomicReference<@Nullable Exit> ordered = new AtomicReference<>();
  private final WorkerEnd end = new WorkerEnd();
  private final Gauge gauge;

  /**
   * What is known once the sandbox stands. {@code inner} is its first process, {@code main} the
   * program; without a sandbox both are the program.
   */
  record Sandboxed(
      long inner, long main, WorkerNetwork network, Doors doors, CgroupV2.@Nullable Group group) {}

  private LocalWorker(WorkerParts parts, Process process, Sandboxed inside, WorkerLog log) {
    this.parts = parts;
    this.process = process;
    this.inside = inside;
    this.log = log;
    this.commands = new Commands(parts, inside);
    this.gauge = new Gauge(process.pid());
    this.readers =
        List.of(
            reader(process.getInputStream(), Stream.STDOUT),
            reader(process.getErrorStream(), Stream.STDERR));
  }

  /** The worker of a process whose program is about to run. */
  static LocalWorker of(WorkerParts parts, Process process, Sandboxed inside, WorkerLog log) {
    LocalWorker worker = new LocalWorker(parts, process, inside, log);
    var _ = process.onExit().thenRun(() -> Thread.ofVirtual().start(worker::ended));
    return worker;
  }

  private Map<String, String> environment() {
    return Environment.of(parts.launch(), parts.confinement().ownNetwork());
  }

  /** On a platform thread: a read from a pipe would hold a virtual thread's carrier. */
  private Thread reader(InputStream in, Stream stream) {
    Runnable read =
        () -> {
          try (in) {
            new LineSplitter(line -> log.add(stream, line)).drain(in);
          } catch (IOException e) {
            log.add(Stream.NOTICE, "its output could not be read: " + e.getMessage());
          }
        };
    return Thread.ofPlatform()
        .daemon()
        .name("worker-" + stream)
        .stackSize(READER_STACK)
        .start(read);
  }

  @Override
  public String id() {
    return parts.launch().spec().workerId();
  }

  @Override
  public long pid() {
    return process.pid();
  }

  Limits limits() {
    return parts.launch().spec().limits();
  }

  Path workFolder() {
    return parts.launch().spec().workFolder();
  }

  @Override
  public SocketChannel connect() throws IOException {
    return inside.network().connect(parts.launch().port());
  }

  @Override
  public SocketChannel open() throws IOException {
    return inside.network().open();
  }

  @Override
  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), parts.launch().port());
  }

  @Override
  public void awaitPort(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      try {
        connect().close();
        return;
      } catch (IOException e) {
        if (System.nanoTime() - deadline > 0) {
          throw notReady(
              "did not listen on port "
                  + parts.launch().port()
                  + " within "
                  + limit.toMillis()
                  + " ms");
        }
      }
      // Not a pause that delays the news of its end.
      if (end.await(Duration.ofNanos(CONNECT_PAUSE_NANOS))) {
        throw notReady(
            awaitExit().describe() + " before it listened on port " + parts.launch().port());
      }
    }
  }

  private Fault.AgentFailed notReady(String what) {
    List<String> last = lastLines();
    return new Fault.AgentFailed(
        "the agent "
            + what
            + (last.isEmpty()
                ? "; it logged nothing"
                : "; its last lines:\n" + String.join("\n", last)));
  }

  @Override
  public Optional<Exit> exit() {
    return Optional.ofNullable(end.exit());
  }

  @Override
  public Exit awaitExit() throws InterruptedException {
    return end.await();
  }

  @Override
  public void onExit(Consumer<Exit> listener) {
    end.tell(listener);
  }

  @Override
  public Usage usage() {
    return end.exit() == null ? gauge.now() : gauge.last();
  }

  Gauge gauge() {
    return gauge;
  }

  /** Whether the kernel holds its memory, so that nobody needs to watch it. */
  boolean held() {
    return inside.group() != null;
  }

  @Override
  public List<String> lastLines() {
    return log.lastLines();
  }

  @Override
  public CommandResult run(List<String> command, Duration timeout, CommandOutput output)
      throws InterruptedException {
    if (end.exit() != null) {
      throw new Fault.Conflict("the session's worker has ended; invoke the agent to start another");
    }
    return commands.run(command, environment(), timeout, output);
  }

  @Override
  public Exit stop(Duration grace) throws InterruptedException {
    Exit asked = new Exit.Stopped(false);
    if (end.exit() == null && ordered.compareAndSet(null, asked)) {
      ProcessHandle.of(inside.main()).ifPresent(ProcessHandle::destroy);
    }
    try {
      if (!end.await(grace)) {
        ordered.compareAndSet(asked, new Exit.Stopped(true));
        killAll();
      }
      return awaitExit();
    } catch (InterruptedException e) {
      killAll();
      throw e;
    }
  }

  /** Ends everything in the sandbox at once; {@code reason} is the worker's exit. */
  void kill(Exit reason) {
    ordered.compareAndSet(null, reason);
    killAll();
  }

  private void killAll() {
    if (!process.isAlive()) {
      return;
    }
    if (parts.confinement().sandboxed()) {
      ProcessHandle.of(inside.inner()).ifPresent(ProcessHandle::destroyForcibly);
    } else {
      Sweep.killTree(process.toHandle());
    }
  }

  private void ended() {
    if (!parts.confinement().sandboxed()) {
      Sweep.killSession(process.pid());
    }
    Sweep.awaitEnd(inside.inner());
    for (Thread reader : readers) {
      try {
        reader.join(READER_PATIENCE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    Exit exit = classify();
    inside.doors().close();
    inside.network().close();
    if (inside.group() != null) {
      inside.group().remove();
    }
    try {
      LauncherFiles.remove(parts.launch().run());
    } catch (IOException e) {
      log.add(Stream.NOTICE, "its record could not be removed: " + e.getMessage());
    }
    parts.released().run();
    log.close();
    end.came(exit);
  }

  private Exit classify() {
    Exit order = ordered.get();
    if (order != null) {
      return order;
    }
    CgroupV2.Group group = inside.group();
    if (group != null && group.outOfMemory()) {
      return new Exit.OutOfMemory(limits().memoryBytes());
    }
    int code = process.exitValue();
    // Java and bubblewrap report signal n as 128 + n.
    return code > 128 && code <= 128 + 64 ? new Exit.Signalled(code - 128) : new Exit.Exited(code);
  }
}
