package dev.cadre.session;

import dev.cadre.agent.Artifact;
import dev.cadre.agent.Deployment;
import dev.cadre.agent.NetworkMode;
import dev.cadre.agent.Protocol;
import dev.cadre.fault.Fault;
import dev.cadre.harness.ConversationId;
import dev.cadre.identity.SessionCredential;
import dev.cadre.identity.SessionCredentials;
import dev.cadre.telemetry.LogSink;
import dev.cadre.telemetry.TraceContext;
import dev.cadre.worker.CommandOutput;
import dev.cadre.worker.CommandResult;
import dev.cadre.worker.Exit;
import dev.cadre.worker.Limits;
import dev.cadre.worker.NetworkPolicy;
import dev.cadre.worker.Usage;
import dev.cadre.worker.WorkerLauncher;
import dev.cadre.worker.WorkerSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Workers as processes of this machine; for agents that run elsewhere, as the address of theirs;
 * for declared ones, as a place in the platform itself.
 */
final class HostedWorkers implements Workers {
  private static final Logger LOG = System.getLogger(HostedWorkers.class.getName());

  private final WorkerLauncher launcher;
  private final LogSink logs;
  private final Path folders;
  private final Limits limits;
  private final NetworkPolicy network;
  private final WorkerEnvironment environment;
  private final SessionCredentials credentials;
  private final Consumer<ConversationId> cancel;
  private final Duration initLimit;
  private final Duration stopGrace;

  /**
   * @param folders where each worker has its folder
   * @param network the rules that hold for every agent; its reach is by the agent's network mode
   * @param environment what every agent gets, under its own variables
   * @param credentials with which workers call the platform
   * @param cancel ends the turn that a declared agent's conversation is in
   */
  HostedWorkers(
      WorkerLauncher launcher,
      LogSink logs,
      Path folders,
      Limits limits,
      NetworkPolicy network,
      Map<String, String> environment,
      SessionCredentials credentials,
      Consumer<ConversationId> cancel,
      SessionConfig config) {
    this.launcher = launcher;
    this.logs = logs;
    this.folders = folders;
    this.limits = limits;
    this.network = network;
    this.environment = new WorkerEnvironment(environment);
    this.credentials = credentials;
    this.cancel = cancel;
    this.initLimit = config.initLimit();
    this.stopGrace = config.stopGrace();
  }

  @Override
  public Worker start(Deployment deployment, String workerId) throws InterruptedException {
    return switch (deployment.artifact()) {
      case Artifact.Code code -> process(deployment, code, workerId);
      case Artifact.Remote remote -> new RemoteWorker(workerId, remote.url());
      case Artifact.Declared _ -> new InlineWorker(workerId, cancel);
      case Artifact.Container container ->
          throw new Fault.AgentFailed(
              "agent "
                  + deployment.name()
                  + " is the container image "
                  + container.uri()
                  + "; running one needs Kubernetes. Here, deploy its code (codeConfiguration) or"
                  + " its URL (remoteConfiguration)");
    };
  }

  private Worker process(Deployment deployment, Artifact.Code code, String workerId)
      throws InterruptedException {
    SessionLog log = new SessionLog(logs, deployment);
    SessionCredential credential = credentials.issue(deployment.id());
    dev.cadre.worker.Worker worker = null;
    boolean ready = false;
    try {
      worker = launcher.start(spec(deployment, code, workerId, credential, log));
      worker.awaitPort(initLimit);
      ready = true;
    } finally {
      if (!ready) {
        credential.close();
        if (worker != null) {
          log.unclaimed();
          worker.stop(stopGrace);
        }
      }
    }
    return new ProcessWorker(worker, log, credential, launcher.isolation().sentence());
  }

  private WorkerSpec spec(
      Deployment deployment,
      Artifact.Code code,
      String workerId,
      SessionCredential credential,
      SessionLog log) {
    return new WorkerSpec(
        workerId,
        code.root(),
        code.reads(),
        code.command(),
        environment.of(deployment, code, credential),
        port(deployment.protocol()),
        folders.resolve(workerId),
        limits,
        policy(deployment.networkMode()),
        log);
  }

  private NetworkPolicy policy(NetworkMode mode) {
    NetworkPolicy.Reach reach =
        switch (mode) {
          case PUBLIC -> NetworkPolicy.Reach.PUBLIC;
          case VPC -> NetworkPolicy.Reach.PRIVATE;
        };
    return new NetworkPolicy(reach, network.allow(), network.deny());
  }

  @Override
  public void discard(String workerId) {
    try {
      remove(folders.resolve(workerId));
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the folder of worker " + workerId + " could not be removed", e);
    }
  }

  @Override
  public void discardAllBut(Set<String> inUse) {
    try (Stream<Path> found = Files.list(folders)) {
      found
          .map(folder -> folder.getFileName().toString())
          .filter(workerId -> !inUse.contains(workerId))
          .forEach(this::discard);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the folders of former workers could not be listed", e);
    }
  }

  private static void remove(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** The port of the contract that an agent serves. */
  private static int port(Protocol protocol) {
    return switch (protocol) {
      case HTTP, AGUI -> 8080;
      case MCP -> 8000;
      case A2A -> 9000;
    };
  }

  private static final class ProcessWorker implements Worker {
    private final dev.cadre.worker.Worker process;
    private final SessionLog log;
    private final SessionCredential credential;
    private final String isolation;
    private final Target target;

    ProcessWorker(
        dev.cadre.worker.Worker process,
        SessionLog log,
        SessionCredential credential,
        String isolation) {
      this.process = process;
      this.log = log;
      this.credential = credential;
      this.isolation = isolation;
      process.onExit(_ -> credential.close());
      int port = process.address().getPort();
      this.target =
          new Target.Local(
              process.id(),
              URI.create("http://localhost:" + port),
              process::open,
              process.address());
    }

    @Override
    public String id() {
      return process.id();
    }

    @Override
    public @Nullable Long pid() {
      return process.pid();
    }

    @Override
    public Target target() {
      return target;
    }

    @Override
    public String isolation() {
      return isolation;
    }

    @Override
    public void assign(LiveSession session) {
      log.assign(session);
      credential.assign(
          session.created().principal(),
          session.key().session(),
          () -> TraceContext.of(session.traceId()),
          session::origin);
    }

    @Override
    public void onEnd(Consumer<Ending> listener) {
      process.onExit(exit -> listener.accept(ending(exit)));
    }

    private static Ending ending(Exit exit) {
      return switch (exit) {
        case Exit.Exited(int code) -> new Ending(EndReason.CRASHED, exit.describe(), code);
        case Exit.Signalled _ -> new Ending(EndReason.CRASHED, exit.describe(), null);
        case Exit.OutOfMemory _ -> new Ending(EndReason.OUT_OF_MEMORY, exit.describe(), null);
        case Exit.DiskFull _ -> new Ending(EndReason.DISK_FULL, exit.describe(), null);
        case Exit.Stopped _ -> new Ending(EndReason.STOPPED, exit.describe(), null);
      };
    }

    @Override
    public Usage usage() {
      return process.usage();
    }

    @Override
    public List<String> lastLines() {
      return process.lastLines();
    }

    @Override
    public CommandResult run(String command, Duration limit, CommandOutput output)
        throws InterruptedException {
      return process.run(List.of("/bin/sh", "-c", command), limit, output);
    }

    @Override
    public void stop(Duration grace) {
      try {
        process.stop(grace);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
