package dev.cadre.worker;

import dev.cadre.fault.Fault;
import dev.cadre.time.Timer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Workers as processes of this machine, confined as {@link #isolation} says. */
public final class LocalWorkers implements WorkerLauncher, AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(20);

  private final InstantSource clock;
  private final Timer timer;
  private final WorkersConfig config;
  private final Spawner spawner = new Spawner();
  private final UserIds users = new UserIds();
  private final LauncherFiles files;
  private final @Nullable Path filter;
  private final Probe.Found found;
  private final @Nullable CgroupV2 cgroups;
  private final Watchdog watchdog;

  /** Tries what the machine can do, which takes about 50 ms. */
  public LocalWorkers(InstantSource clock, Timer timer, WorkersConfig config) {
    this.clock = clock;
    this.timer = timer;
    this.config = config;
    this.files = new LauncherFiles(config.workers());
    this.cgroups = ownCgroup();
    this.filter = filter(config);
    this.found =
        new Probe(Tools.find(config.path()), spawner, cgroups != null, filter)
            .find(config.sandbox());
    this.watchdog = new Watchdog(timer);
  }

  private static @Nullable Path filter(WorkersConfig config) {
    try {
      return SystemCallFilter.install(config.state(), config.architecture());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable CgroupV2 ownCgroup() {
    try {
      String self = Files.readString(Path.of("/proc/self/cgroup"));
      return CgroupV2.find(Path.of("/sys/fs/cgroup"), self, ProcessHandle.current().pid())
          .orElse(null);
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  public Isolation isolation() {
    return found.isolation();
  }

  @Override
  public Worker start(WorkerSpec spec) {
    boolean ownUser = found.isolation().user() == Isolation.User.OWN;
    int uid = ownUser ? users.take() : -1;
    Runnable release = ownUser ? () -> users.giveBack(uid) : () -> {};
    try {
      return launch(spec, uid, release);
    } catch (IOException e) {
      release.run();
      throw new Fault.Unavailable("the agent's process could not be started: " + e.getMessage());
    } catch (RuntimeException e) {
      release.run();
      throw e;
    }
  }

  private LocalWorker launch(WorkerSpec spec, int uid, Runnable release) throws IOException {
    Confinement confinement = found.confinement();
    Launch launch = prepare(spec, uid);
    ProcessBuilder builder = new ProcessBuilder(confinement.start(launch));
    builder.environment().clear();
    builder.directory(Path.of("/").toFile());
    WorkerParts parts =
        new WorkerParts(launch, confinement, spawner, files, cgroups, timer, clock, release);
    Process process = spawner.start(builder);
    Timer.Cancellable limit = timer.after(START_LIMIT, process::destroyForcibly);
    try {
      WorkerNetworkMaker networks = new WorkerNetworkMaker(found.calls(), timer, config.platform());
      LocalWorker worker = WorkerStart.begin(parts, process, networks);
      watchdog.watch(worker);
      return worker;
    } catch (IOException | RuntimeException e) {
      process.destroyForcibly();
      LauncherFiles.remove(launch.run());
      throw e;
    } finally {
      limit.cancel();
    }
  }

  /**
   * A blocking connection to 127.0.0.1 and {@code port} of the network that a process is in, which
   * is the platform's own unless {@link #isolation} says that networks can be had.
   */
  public SocketChannel connect(long pid, int port) throws IOException {
    SystemCalls calls = found.calls();
    try (WorkerNetwork network =
        calls == null ? new WorkerNetwork.Shared() : new WorkerNetwork.Namespace(calls, pid)) {
      return network.connect(port);
    }
  }

  private Launch prepare(WorkerSpec spec, int uid) throws IOException {
    Confinement confinement = found.confinement();
    Path program = program(spec);
    LauncherFiles.own(spec.workFolder(), uid);
    Path run = files.prepare(spec.workerId(), uid);
    Set<Path> readable = new LinkedHashSet<>(spec.readable());
    readable.addAll(Programs.needs(program));
    int port = spec.port();
    if (!confinement.ownNetwork()) {
      port = FreePort.find();
      PortShim.install(run);
      readable.add(run);
    }
    List<String> command = new ArrayList<>(spec.command());
    command.set(0, program.toString());
    return new Launch(
        spec,
        confinement.ownNetwork() ? Environment.withJavaProxy(command) : command,
        readable,
        port,
        uid,
        run);
  }

  private Path program(WorkerSpec spec) {
    String named = spec.command().getFirst();
    if (named.indexOf('/') >= 0) {
      Path program = spec.code().resolve(named).normalize();
      if (!Files.isExecutable(program)) {
        throw new Fault.AgentFailed(
            "the agent's program '" + named + "' is not there or may not be executed");
      }
      return program;
    }
    List<Path> path = new ArrayList<>();
    for (String folder : spec.env().getOrDefault("PATH", "").split(":", -1)) {
      if (folder.startsWith("/")) {
        path.add(Path.of(folder));
      }
    }
    path.addAll(config.path());
    return Tools.lookUp(named, path)
        .orElseThrow(
            () ->
                new Fault.AgentFailed(
                    "the agent's program '" + named + "' is not installed on this machine"));
  }

  @Override
  public int sweep() throws IOException {
    return new Sweep(files, filter).run();
  }

  /** Kills every worker that still runs. */
  @Override
  public void close() {
    watchdog.close();
    for (LocalWorker worker : watchdog.workers()) {
      worker.kill(new Exit.Stopped(true));
    }
  }

  /** Looks names up as the host does. */
  static InetAddress[] hostNames(String host) throws UnknownHostException {
    return InetAddress.getAllByName(host);
  }
}
