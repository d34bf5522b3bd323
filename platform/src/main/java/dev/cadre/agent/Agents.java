package dev.cadre.agent;

import dev.cadre.agent.CodeRuntime.Family;
import dev.cadre.fault.Fault;
import dev.cadre.http.Routes;
import dev.cadre.id.AgentRuntimeId;
import dev.cadre.id.IdSource;
import dev.cadre.json.Json;
import dev.cadre.store.Database;
import dev.cadre.time.Timer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The control plane: agents, their versions and endpoints behind the AWS API. What an operation
 * answered is persisted; what it began is carried out in the background and outlives a crash.
 */
public final class Agents implements AutoCloseable {
  private final Database database;
  private final Timer timer;
  private final Interpreters interpreters;
  private final ArtifactStore artifacts;
  private final Sources sources;
  private final Deployer deployer;
  private final Collector collector;
  private final RuntimeOperations runtimes;
  private final EndpointOperations endpoints;
  private final HarnessOperations harnesses;
  private final TagOperations tags;
  private final ArtifactRoutes beyond;
  private Timer.@Nullable Cancellable collection;

  /**
   * {@code deployments} is the same that the listener resolves with. Nothing runs before {@link
   * #start}.
   */
  public Agents(
      Database database,
      Timer timer,
      InstantSource clock,
      IdSource ids,
      Deployments deployments,
      DeploymentListener listener,
      BuildIsolation isolation,
      Declarations declarations,
      OtherTags otherTags,
      AgentConfig config) {
    this.database = database;
    this.timer = timer;
    Path state = config.state().toAbsolutePath().normalize();
    RuntimeArns arns = new RuntimeArns(config);
    RuntimeAnswers answers = new RuntimeAnswers(arns);
    artifacts = new ArtifactStore(state.resolve("artifacts"), clock);
    sources = new Sources(artifacts, config);
    interpreters =
        new Interpreters(config.searchPath(), config.javaHome(), Runtime.version().feature());
    Builds builds = builds(state, clock, interpreters, isolation, config);
    deployer =
        new Deployer(
            database,
            clock,
            sources,
            artifacts,
            builds,
            deployments,
            listener,
            state.resolve("build-logs"));
    collector = new Collector(database, clock, artifacts, builds, deployments, listener);
    runtimes =
        new RuntimeOperations(database, clock, ids, sources, deployer, declarations, answers);
    endpoints = new EndpointOperations(database, clock, ids, deployer, answers);
    harnesses =
        new HarnessOperations(
            database, runtimes, endpoints, declarations, new HarnessAnswers(arns, declarations));
    tags = new TagOperations(database, arns, otherTags);
    beyond = new ArtifactRoutes(database, artifacts, deployments, deployer, arns);
  }

  private static Builds builds(
      Path state,
      InstantSource clock,
      Interpreters interpreters,
      BuildIsolation isolation,
      AgentConfig config) {
    Shell shell = new Shell(interpreters.program("setsid").orElse(null));
    return new Builds(
        state.resolve("builds"),
        clock,
        interpreters,
        Map.of(
            Family.PYTHON, new PythonToolchain(shell, config),
            Family.NODE, new NodeToolchain(shell, interpreters, config),
            Family.JAVA, new JavaToolchain(shell, isolation, config)));
  }

  /** What runs each runtime here; the first call asks every interpreter for its version. */
  public List<RuntimeSupport> support() throws InterruptedException {
    List<RuntimeSupport> support = new ArrayList<>();
    for (CodeRuntime runtime : CodeRuntime.values()) {
      try {
        Interpreter found = interpreters.find(runtime);
        support.add(new RuntimeSupport(runtime.title(), found.version(), found.warning()));
      } catch (BuildFailure none) {
        support.add(new RuntimeSupport(runtime.title(), null, none.getMessage()));
      }
    }
    return support;
  }

  /** Differs after an agent, a version or an endpoint was made, changed or deleted. */
  public String mark() {
    return AgentStore.mark(database);
  }

  /**
   * What {@link #release} made.
   *
   * @param version 1 for a new agent
   */
  public record Release(AgentRuntimeId id, int version) {}

  /**
   * Deploys a declared agent, and returns when it is served.
   *
   * @param known the agent that gets a new version; when it is null or gone, one is created
   * @param definition as {@link Declarations} gives it
   * @throws Fault.Conflict when another agent has the name, or the agent is being changed
   */
  public Release release(@Nullable AgentRuntimeId known, ObjectNode definition) {
    ObjectNode input = Json.object();
    input
        .putObject("agentRuntimeArtifact")
        .putObject("declaredConfiguration")
        .set("definition", definition);
    boolean there = known != null && AgentStore.find(database, known).isPresent();
    ObjectNode changed =
        there && known != null
            ? runtimes.update(input.put("agentRuntimeId", known.value()))
            : runtimes.create(input.put("agentRuntimeName", definition.path("name").asString()));
    AgentRuntimeId id = new AgentRuntimeId(changed.path("agentRuntimeId").asString());
    deployer.settle(id);
    return new Release(id, changed.path("agentRuntimeVersion").asInt());
  }

  public void bind(Routes routes) {
    runtimes.bind(routes);
    endpoints.bind(routes);
    harnesses.bind(routes);
    tags.bind(routes);
    beyond.bind(routes);
  }

  /** Takes up what a former process left under way; before requests are let in. */
  public void start() {
    try {
      artifacts.open();
    } catch (IOException e) {
      throw new UncheckedIOException("the artifact folder cannot be used", e);
    }
    deployer.resume();
    collection = timer.every(Collector.EVERY, collector::collect);
  }

  /** Stops builds; they begin anew at the next start. */
  @Override
  public void close() {
    if (collection != null) {
      collection.cancel();
    }
    deployer.close();
    sources.close();
  }
}
