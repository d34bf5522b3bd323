package dev.cadre.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.http.Handler;
import dev.cadre.http.Operation;
import dev.cadre.http.Routes;
import dev.cadre.id.AgentRuntimeId;
import dev.cadre.id.IdSource;
import dev.cadre.json.Json;
import dev.cadre.store.Database;
import dev.cadre.time.Timer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.node.ObjectNode;

/** A control plane on a test's database, called without the wire. */
final class ControlPlane implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final Map<String, Operation> operations = new HashMap<>();
  final News news = new News();
  final Ticking clock = new Ticking();
  final Deployments deployments;
  final ArtifactStore artifacts;
  private final Agents agents;
  private Runnable collection = () -> {};

  ControlPlane(Database database, Path state) throws IOException {
    this(
        database,
        AgentConfig.of(state, System.getenv("PATH"), Path.of(System.getProperty("java.home"))));
  }

  ControlPlane(Database database, AgentConfig config) throws IOException {
    deployments = new Deployments(database, config);
    artifacts = new ArtifactStore(config.state().resolve("artifacts"), clock);
    agents =
        new Agents(
            database,
            new CapturedTimer(),
            clock,
            new IdSource(new SecureRandom()),
            deployments,
            news,
            BuildIsolation.NONE,
            new PlainDeclarations(),
            new NoOtherTags(),
            config);
    agents.bind(new CapturedRoutes());
    agents.start();
  }

  ObjectNode call(String operation, ObjectNode input) {
    try {
      return (ObjectNode) operations.get(operation).handle(null, input);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  void collect() {
    collection.run();
  }

  /** Stores a zip and gives the code configuration that runs it. */
  ObjectNode code(byte[] zip, CodeRuntime runtime, String... entryPoint) throws IOException {
    ArtifactStore.Stored stored = artifacts.put(new ByteArrayInputStream(zip));
    ObjectNode artifact = Json.object();
    ObjectNode code = artifact.putObject("codeConfiguration").put("runtime", runtime.name());
    code.putObject("code")
        .putObject("s3")
        .put("bucket", ArtifactStore.BUCKET)
        .put("prefix", stored.key());
    List.of(entryPoint).forEach(code.putArray("entryPoint")::add);
    return artifact;
  }

  static ObjectNode remote() {
    ObjectNode artifact = Json.object();
    artifact.putObject("remoteConfiguration").put("url", "http://127.0.0.1:9/agent");
    return artifact;
  }

  static ObjectNode create(String name, ObjectNode artifact) {
    ObjectNode input = Json.object().put("agentRuntimeName", name);
    input.set("agentRuntimeArtifact", artifact);
    return input.put("roleArn", "arn:aws:iam::123456789012:role/r");
  }

  static ObjectNode update(AgentRuntimeId id, ObjectNode artifact) {
    ObjectNode input = Json.object().put("agentRuntimeId", id.value());
    input.set("agentRuntimeArtifact", artifact);
    return input.put("roleArn", "arn:aws:iam::123456789012:role/r");
  }

  static ObjectNode of(AgentRuntimeId id) {
    return Json.object().put("agentRuntimeId", id.value());
  }

  static AgentRuntimeId idOf(ObjectNode answer) {
    return new AgentRuntimeId(answer.path("agentRuntimeId").asString());
  }

  /** Creates an agent that needs no build and waits until it is ready. */
  AgentRuntimeId ready(String name) {
    AgentRuntimeId id = idOf(call("CreateAgentRuntime", create(name, remote())));
    settle(id);
    return id;
  }

  /** Waits until nothing is under way; what GetAgentRuntime then says. */
  ObjectNode settle(AgentRuntimeId id) {
    await(
        () ->
            call("ListAgentRuntimeEndpoints", of(id))
                    .path("runtimeEndpoints")
                    .valueStream()
                    .map(node -> Status.valueOf(node.path("status").asString()))
                    .noneMatch(Status::changing)
                && !Status.valueOf(call("GetAgentRuntime", of(id)).path("status").asString())
                    .changing());
    return call("GetAgentRuntime", of(id));
  }

  static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still waiting").isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }

  @Override
  public void close() {
    agents.close();
  }

  /** A clock that moves only when told. */
  static final class Ticking implements InstantSource {
    private volatile Instant now = Instant.parse("2026-01-02T03:04:05.678Z");

    @Override
    public Instant instant() {
      return now;
    }

    void advance(Duration by) {
      now = now.plus(by);
    }
  }

  /** What the session feature would hear. */
  static final class News implements DeploymentListener {
    final BlockingQueue<Deployment> ready = new LinkedBlockingQueue<>();
    final List<String> retired = new CopyOnWriteArrayList<>();
    final List<AgentRuntimeId> deleted = new CopyOnWriteArrayList<>();
    final List<Integer> running = new CopyOnWriteArrayList<>();
    volatile boolean refuseDeletion;

    @Override
    public void ready(Deployment deployment) {
      ready.add(deployment);
    }

    @Override
    public void retired(AgentRuntimeId id, int version) {
      retired.add(id + "/" + version);
    }

    @Override
    public void deleted(AgentRuntimeId id) {
      if (refuseDeletion) {
        throw new IllegalStateException("a session does not end");
      }
      deleted.add(id);
    }

    @Override
    public boolean inUse(AgentRuntimeId id, int version) {
      return running.contains(version);
    }

    Deployment next() throws InterruptedException {
      Deployment next = ready.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(next).as("a deployment").isNotNull();
      return next;
    }
  }

  private final class CapturedTimer implements Timer {
    @Override
    public Cancellable after(Duration delay, Runnable work) {
      throw new AssertionError("nothing is scheduled once");
    }

    @Override
    public Cancellable every(Duration period, Runnable work) {
      assertThat(period).isEqualTo(Collector.EVERY);
      collection = work;
      return () -> collection = () -> {};
    }
  }

  private final class CapturedRoutes implements Routes {
    @Override
    public Routes add(String method, String pattern, Handler handler) {
      return this;
    }

    @Override
    public Routes requiring(String scope) {
      return this;
    }

    @Override
    public Routes aws(String service, String operation, Operation handler) {
      assertThat(operations.put(operation, handler)).isNull();
      return this;
    }
  }
}
