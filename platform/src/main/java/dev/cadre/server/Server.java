package dev.cadre.server;

import dev.cadre.console.ConsoleFeature;
import dev.cadre.fault.Fault;
import dev.cadre.http.Routes;
import dev.cadre.inference.InferenceFeature;
import dev.cadre.mcp.McpEndpoint;
import dev.cadre.store.Database;
import dev.cadre.store.StoreException;
import dev.cadre.system.RouteMeans;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One running platform: everything made in the order of the map, and ended in the reverse of it.
 */
final class Server implements AutoCloseable {
  private static final Duration CONNECTIONS_END = Duration.ofSeconds(2);

  private final Opened opened = new Opened();
  private final Ground ground;
  private final Provisions provisions;
  private final Workforce workforce;
  private final InferenceFeature inference;
  private final ConsoleFeature console;
  private final McpEndpoint ownTools;
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
      ground = Ground.lay(options, settings, new Surroundings(environment), opened);
      provisions = Provisions.of(ground);
      workforce = Workforce.of(ground, provisions);
      inference =
          new InferenceFeature(
              ground.models().models(), ground.models()::names, ground.embedder(), ground.clock());
      ownTools =
          BuiltInServers.ofTools(
              workforce.declared().tools(),
              ground.toolRunner(),
              ground.identity().vault(),
              ground.clock());
      console = opened.add(console());

      provisions.start();
      workforce.start();
      provisions
          .systems()
          .start(workforce.declared().files(), provisions.memory(), workforce.agents());
      summary = summed();
      ground
          .http()
          .start(
              this::bind,
              ground.identity().authenticator(),
              ground.telemetry().tracer("http"),
              ground.metrics().registry());
      started = true;
    } finally {
      if (!started) {
        close();
      }
    }
  }

  private ConsoleFeature console() {
    return new ConsoleFeature(
        ground.telemetry(),
        Map.of(
            "agents",
            workforce.agents()::mark,
            "sessions",
            workforce.sessions()::mark,
            "turns",
            workforce.declared()::mark),
        ground.timer(),
        provisions.objects().elsewhere());
  }

  private Summary summed() {
    return new Summary(
        ground.url(),
        ground.state().path(),
        ground.databases().description(),
        workforce.sessions().isolation().sentence(),
        ground.options().authRequired(),
        provisions.systems().summary());
  }

  private void bind(Routes routes) {
    health().bind(routes);
    ground.identity().bind(routes);
    provisions.bind(routes);
    workforce.bind(routes);
    ground.models().bind(routes.requiring("operate"));
    inference.bind(routes.requiring("inference"));
    status().bind(routes.requiring("operate"));
    ownTools.bind(routes.requiring("invoke"), "/cadre/v1/tools/mcp");
    console.bind(routes, routes.requiring("operate"));
    // The last: a system takes no path that the platform has.
    RouteMeans means =
        new RouteMeans(
            workforce.sessions().calls(),
            ground.deployments(),
            workforce.declared().conversations(),
            provisions.objects(),
            provisions.memory().recollection(),
            workforce.callees());
    provisions.systems().bind(routes.requiring("operate"), routes.requiring("invoke"), means);
  }

  private HealthRoutes health() {
    return new HealthRoutes(
        Map.of(
            "database", () -> trouble(ground.database()),
            "sessions", () -> workforce.sessions().accepting() ? null : "the platform is stopping"),
        ground.metrics());
  }

  private StatusRoutes status() {
    String database = ground.databases().description();
    Doctor doctor =
        new Doctor(
            workforce.sessions().isolation(),
            ground.state().path(),
            workforce.agents()::support,
            database);
    return new StatusRoutes(
        new StatusRoutes.Running(
            ground.url(), ground.clock().instant(), database, ground.options().authRequired()),
        workforce.sessions(),
        doctor,
        ground.clock());
  }

  Summary summary() {
    return summary;
  }

  /**
   * Takes no new sessions, lets what runs end, then ends workers, server and database, in that
   * order.
   */
  void drain() {
    workforce.drain(ground.settings().sessions().drain());
    console.close();
    ground.http().drain(CONNECTIONS_END);
    close();
  }

  @Override
  public void close() {
    opened.close();
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
}
