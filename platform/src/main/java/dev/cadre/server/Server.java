package dev.cadre.server;

import dev.cadre.a2a.A2aConfig;
import dev.cadre.a2a.A2aFeature;
import dev.cadre.a2a.RemoteAgents;
import dev.cadre.agent.AgentConfig;
import dev.cadre.agent.Agents;
import dev.cadre.agent.Deployments;
import dev.cadre.console.ConsoleFeature;
import dev.cadre.credential.CredentialConfig;
import dev.cadre.credential.CredentialFeature;
import dev.cadre.credential.Workload;
import dev.cadre.embedding.BgeEmbedder;
import dev.cadre.embedding.Embedder;
import dev.cadre.fault.Fault;
import dev.cadre.gateway.Entrances;
import dev.cadre.gateway.GatewayFeature;
import dev.cadre.http.HttpConfig;
import dev.cadre.http.HttpServer;
import dev.cadre.http.Routes;
import dev.cadre.id.AgentRuntimeId;
import dev.cadre.id.IdSource;
import dev.cadre.identity.Identity;
import dev.cadre.identity.IdentityConfig;
import dev.cadre.inference.InferenceFeature;
import dev.cadre.mcp.McpEndpoint;
import dev.cadre.memory.MemoryFeature;
import dev.cadre.model.Model;
import dev.cadre.model.ModelFeature;
import dev.cadre.model.ProviderConfig;
import dev.cadre.object.ObjectFeature;
import dev.cadre.offline.OfflineModel;
import dev.cadre.provider.Providers;
import dev.cadre.session.SessionFeature;
import dev.cadre.store.Database;
import dev.cadre.store.Migrations;
import dev.cadre.store.StateFolder;
import dev.cadre.store.StoreException;
import dev.cadre.system.RouteMeans;
import dev.cadre.system.Systems;
import dev.cadre.telemetry.Metrics;
import dev.cadre.telemetry.Telemetry;
import dev.cadre.time.Pause;
import dev.cadre.time.SystemTimer;
import dev.cadre.tool.Callees;
import dev.cadre.tool.SchemaCheck;
import dev.cadre.tool.ToolRunner;
import dev.cadre.toolkit.Means;
import dev.cadre.toolkit.Serving;
import dev.cadre.toolkit.Toolkit;
import dev.cadre.worker.LocalWorkers;
import dev.cadre.worker.WorkersConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One running platform: everything made in the order of the map, and ended in the reverse of it.
 */
final class Server implements AutoCloseable {
  private static final Duration CONNECTIONS_END = Duration.ofSeconds(2);

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final ObjectFeature objects;
  private final CredentialFeature credentials;
  private final GatewayFeature gateways;
  private final MemoryFeature memory;
  private final ModelFeature models;
  private final InferenceFeature inference;
  private final BuiltInServers servers;
  private final DeclaredAgents declared;
  private final Callees callees;
  private final SessionFeature sessions;
  private final Agents agents;
  private final A2aFeature a2a;
  private final Systems systems;
  private final ConsoleFeature console;
  private final McpEndpoint ownTools;
  private final HttpServer http;
  private final Duration drain;
  private final Summary summary;

  /** What the banner says. */
  record Summary(
      URI url,
      Path state,
      String database,
      String isolation,
      boolean authRequired,
      List<String> systems) {}

  /**
   * @param environment of this process; nothing else of the platform reads it
   */
  static Server start(Options options, Settings settings, Map<String, String> environment)
      throws IOException {
    requireAuthenticationOffLoopback(options);
    return new Server(options, settings, environment);
  }

  private Server(Options options, Settings settings, Map<String, String> environment)
      throws IOException {
    boolean started = false;
    try {
      drain = settings.sessions().drain();
      Clock clock = Clock.systemUTC();
      SecureRandom random = new SecureRandom();
      IdSource ids = new IdSource(random);
      SystemTimer timer = opened(new SystemTimer());
      StateFolder state = opened(StateFolder.open(options.state(), clock));

      http = opened(new HttpServer(HttpConfig.defaults(options.host(), options.port())));
      URI url = http.bind();
      state.announce(url.toString());

      Databases databases = Databases.open(options, state.path(), clock, this::opened);
      Database database = databases.database();
      Migrations.migrate(database);

      Metrics metrics = new Metrics();
      Telemetry telemetry =
          opened(new Telemetry(database, clock, timer, metrics, settings.telemetry()));

      BgeEmbedder embedder = new BgeEmbedder();
      Providers providers = opened(Providers.open(settings.models().providers()));
      models =
          opened(
              new ModelFeature(
                  database,
                  clock,
                  timer,
                  random,
                  telemetry,
                  metrics,
                  withOffline(providers.models(), embedder, clock),
                  settings.models()));
      inference = new InferenceFeature(models.models(), models::names, embedder, clock);

      Surroundings surroundings = new Surroundings(environment);
      AgentConfig agentConfig = surroundings.agents(settings, state.path());
      Deployments deployments = new Deployments(database, agentConfig);
      Entrances entrances = new Entrances(database);
      Identity identity =
          new Identity(
              database,
              state.path(),
              clock,
              random,
              new Authorizers(deployments, entrances, clock, url),
              identityConfig(options, settings));

      objects =
          opened(
              new ObjectFeature(
                  database,
                  identity.vault(),
                  clock,
                  timer,
                  ids,
                  Toolkit.uploadJudge(),
                  state.folder("objects"),
                  url,
                  settings.objects()));
      HttpClient named = Outward.client(options, settings.network());
      opened(named::shutdownNow);
      credentials =
          new CredentialFeature(
              database,
              identity.vault(),
              named,
              clock,
              ids,
              identity::user,
              name -> isAgent(deployments, name),
              CredentialConfig.defaults(settings.region(), settings.account(), url));
      memory =
          opened(
              new MemoryFeature(
                  database,
                  clock,
                  timer,
                  ids,
                  metrics,
                  embedder,
                  MemoryFeature.extractor(settings.memory(), models.models(), metrics),
                  Footprints.of(database, telemetry, models, credentials),
                  settings.memory()));
      systems =
          opened(
              new Systems(
                  database,
                  clock,
                  databases.jdbc(),
                  identity.vault(),
                  new Secrets(environment),
                  options.systems()));
      Means means = new Means(clock, timer, database, embedder, models.models(), objects.uploads());
      Serving fileTools = opened(settings.fileTools().open(means));
      servers =
          opened(
              new BuiltInServers(
                  means,
                  new ToolRunner(new SchemaCheck(), clock, timer, telemetry.tracer("mcp")),
                  identity.vault(),
                  url,
                  systems.with(settings.servers())));
      gateways =
          opened(
              new GatewayFeature(
                  database,
                  clock,
                  timer,
                  ids,
                  telemetry.tracer("gateway"),
                  metrics.registry(),
                  embedder,
                  identity.vault(),
                  entrances,
                  named,
                  new GatewayTargets(named, clock, servers),
                  credentials.forTargets()::outbound,
                  url,
                  settings.gateways()));
      declared =
          opened(
              new DeclaredAgents(
                  database,
                  models.models(),
                  fileTools.tools(),
                  servers.fleet(),
                  gateways,
                  new AgentMemory(memory.recollection()),
                  objects.uploads(),
                  telemetry,
                  named,
                  ids,
                  clock,
                  timer,
                  surroundings.node(state.path()),
                  settings.sessions().heartbeat()));

      callees = new Callees(clock, Pause.by(timer), random, metrics.registry());
      List<Path> searchPath = surroundings.searchPath();
      LocalWorkers workers =
          opened(
              new LocalWorkers(
                  clock,
                  timer,
                  new WorkersConfig(
                      state.path(),
                      new InetSocketAddress(options.host(), url.getPort()),
                      searchPath,
                      System.getProperty("os.arch"),
                      options.sandbox())));
      sessions =
          opened(
              new SessionFeature(
                  database,
                  deployments,
                  workers,
                  telemetry,
                  metrics,
                  ids,
                  clock,
                  timer,
                  state.folder("sessions"),
                  settings.workers(),
                  settings.network(),
                  Surroundings.ofAgents(url, settings),
                  identity.sessions(),
                  (agent, user) -> credentials.tokens().issue(new Workload(agent.value(), user)),
                  declared.surfaces(),
                  callees,
                  options.warm() ? settings.sessions() : settings.sessions().withoutWarmPool()));
      A2aConfig a2aConfig = A2aConfig.defaults(url, options.authRequired());
      declared.bind(
          sessions.agentTools(),
          new RemoteAgents(
              named,
              identity.passes(),
              arn -> credentials.forTargets().named(arn),
              callees,
              clock,
              Pause.by(timer),
              a2aConfig));
      agents =
          opened(
              new Agents(
                  database,
                  timer,
                  clock,
                  ids,
                  deployments,
                  sessions,
                  BuildSandbox.choose(workers, searchPath, Surroundings.javaHome()),
                  declared.files(),
                  new GatewayTagging(gateways.tags()),
                  agentConfig));
      a2a =
          opened(
              new A2aFeature(
                  database,
                  identity.vault(),
                  deployments::resolveArn,
                  sessions.calls(),
                  sessions.proxy(),
                  named,
                  ids,
                  clock,
                  timer,
                  surroundings.node(state.path()),
                  a2aConfig));

      objects.start();
      ownTools =
          BuiltInServers.ofTools(
              declared.tools(),
              new ToolRunner(new SchemaCheck(), clock, timer, telemetry.tracer("mcp")),
              identity.vault(),
              clock);
      console =
          opened(
              new ConsoleFeature(
                  telemetry,
                  Map.of(
                      "agents", agents::mark, "sessions", sessions::mark, "turns", declared::mark),
                  timer));

      memory.start();
      gateways.start();
      sessions.recover();
      agents.start();
      declared.start();
      a2a.start();
      systems.start(declared.files(), memory, agents);

      summary =
          new Summary(
              url,
              state.path(),
              databases.description(),
              sessions.isolation().sentence(),
              options.authRequired(),
              systems.summary());
      Doctor doctor =
          new Doctor(sessions.isolation(), state.path(), agents::support, databases.description());
      HealthRoutes health =
          new HealthRoutes(
              Map.of(
                  "database", () -> trouble(database),
                  "sessions", () -> sessions.accepting() ? null : "the platform is stopping"),
              metrics);
      StatusRoutes status =
          new StatusRoutes(
              new StatusRoutes.Running(
                  url, clock.instant(), databases.description(), options.authRequired()),
              sessions,
              doctor,
              clock);
      RouteMeans routeMeans =
          new RouteMeans(
              sessions.calls(),
              deployments,
              declared.conversations(),
              objects,
              memory.recollection());
      http.start(
          routes -> bind(routes, health, status, identity, routeMeans),
          identity.authenticator(),
          telemetry.tracer("http"),
          metrics.registry());
      started = true;
    } finally {
      if (!started) {
        close();
      }
    }
  }

  private void bind(
      Routes routes,
      HealthRoutes health,
      StatusRoutes status,
      Identity identity,
      RouteMeans means) {
    health.bind(routes);
    identity.bind(routes);
    objects.bind(routes.requiring("invoke"), routes.requiring("operate"));
    credentials.bind(routes.requiring("agents"), routes.requiring("credentials"), routes);
    memory.bind(
        routes.requiring("agents"), routes.requiring("invoke"), routes.requiring("operate"));
    gateways.bind(routes.requiring("agents"), routes.requiring("invoke"));
    agents.bind(routes.requiring("agents"));
    servers.bind(routes.requiring("invoke"), routes.requiring("operate"));
    callees.bind(routes.requiring("operate"));
    declared.bind(routes.requiring("invoke"), routes.requiring("operate"));
    sessions.bind(routes.requiring("invoke"), routes.requiring("operate"));
    a2a.bind(routes.requiring("invoke"));
    models.bind(routes.requiring("operate"));
    inference.bind(routes.requiring("inference"));
    status.bind(routes.requiring("operate"));
    ownTools.bind(routes.requiring("invoke"), "/cadre/v1/tools/mcp");
    console.bind(routes, routes.requiring("operate"));
    // The last: a system takes no path that the platform has.
    systems.bind(routes.requiring("operate"), routes.requiring("invoke"), means);
  }

  Summary summary() {
    return summary;
  }

  /**
   * Takes no new sessions, lets what runs end, then ends workers, server and database, in that
   * order.
   */
  void drain() {
    a2a.stopping();
    sessions.drain(drain);
    declared.close();
    console.close();
    http.drain(CONNECTIONS_END);
    close();
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      AutoCloseable next = opened.pop();
      try {
        next.close();
      } catch (Exception e) {
        System.getLogger(Server.class.getName())
            .log(
                System.Logger.Level.WARNING, next.getClass().getSimpleName() + " did not close", e);
      }
    }
  }

  private <T extends AutoCloseable> T opened(T part) {
    opened.push(part);
    return part;
  }

  private static @Nullable String trouble(Database database) {
    try {
      database.first("select 1", row -> row.getInt(1));
      return null;
    } catch (StoreException e) {
      return "the database does not answer";
    }
  }

  private static void requireAuthenticationOffLoopback(Options options) throws IOException {
    boolean loopback = InetAddress.getByName(options.host()).isLoopbackAddress();
    if (!loopback && !options.authRequired()) {
      throw new Fault.Invalid(
          "--host "
              + options.host()
              + " is reachable from other machines, and nobody would have to prove who they are;"
              + " add --auth required, or stay on 127.0.0.1");
    }
  }

  private static boolean isAgent(Deployments deployments, String name) {
    try {
      deployments.resolve(new AgentRuntimeId(name), null);
      return true;
    } catch (Fault.NotFound | Fault.Invalid e) {
      return false;
    } catch (Fault notServableNow) {
      return true;
    }
  }

  private static IdentityConfig identityConfig(Options options, Settings settings) {
    IdentityConfig config =
        IdentityConfig.defaults(
                options.authRequired() ? IdentityConfig.Mode.REQUIRED : IdentityConfig.Mode.DEV)
            .withOpenPath(CredentialFeature.callbackPath())
            .withOpenPaths(ConsoleFeature.openPaths());
    return settings.issuer() == null ? config : config.withJwt(settings.issuer());
  }

  /** The offline model is there whatever the operator set up. */
  private static Map<String, Model> withOffline(
      Map<String, Model> providers, Embedder embedder, Clock clock) {
    Map<String, Model> all = new HashMap<>(providers);
    all.put(ProviderConfig.OFFLINE, new OfflineModel(embedder, clock, ZoneId.systemDefault()));
    return all;
  }
}
