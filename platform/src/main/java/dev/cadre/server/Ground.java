package dev.cadre.server;

import dev.cadre.agent.AgentConfig;
import dev.cadre.agent.Deployments;
import dev.cadre.console.ConsoleFeature;
import dev.cadre.credential.CredentialFeature;
import dev.cadre.embedding.BgeEmbedder;
import dev.cadre.embedding.Embedder;
import dev.cadre.gateway.Entrances;
import dev.cadre.http.HttpConfig;
import dev.cadre.http.HttpServer;
import dev.cadre.id.IdSource;
import dev.cadre.identity.Identity;
import dev.cadre.identity.IdentityConfig;
import dev.cadre.model.Model;
import dev.cadre.model.ModelFeature;
import dev.cadre.model.ProviderConfig;
import dev.cadre.offline.OfflineModel;
import dev.cadre.provider.Providers;
import dev.cadre.store.Database;
import dev.cadre.store.Migrations;
import dev.cadre.store.StateFolder;
import dev.cadre.telemetry.Metrics;
import dev.cadre.telemetry.Telemetry;
import dev.cadre.time.SystemTimer;
import dev.cadre.tool.SchemaCheck;
import dev.cadre.tool.ToolRunner;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;

/**
 * What every feature stands on: time, files, the port, the database, telemetry, models, and who
 * callers are.
 *
 * @param named calls what users' files name
 */
record Ground(
    Options options,
    Settings settings,
    Surroundings surroundings,
    Opened opened,
    Clock clock,
    SecureRandom random,
    IdSource ids,
    SystemTimer timer,
    StateFolder state,
    HttpServer http,
    URI url,
    Databases databases,
    Metrics metrics,
    Telemetry telemetry,
    BgeEmbedder embedder,
    ModelFeature models,
    AgentConfig agentConfig,
    Deployments deployments,
    Entrances entrances,
    Identity identity,
    HttpClient named) {

  /**
   * @param opened takes what is to be closed at the end, also when this fails
   */
  static Ground lay(Options options, Settings settings, Surroundings surroundings, Opened opened)
      throws IOException {
    Clock clock = Clock.systemUTC();
    SecureRandom random = new SecureRandom();
    IdSource ids = new IdSource(random);
    SystemTimer timer = opened.add(new SystemTimer());
    StateFolder state = opened.add(StateFolder.open(options.state(), clock));

    HttpServer http =
        opened.add(new HttpServer(HttpConfig.defaults(options.host(), options.port())));
    URI url = http.bind();
    state.announce(url.toString());

    Databases databases = Databases.open(options, state.path(), clock, opened);
    Database database = databases.database();
    Migrations.migrate(database);

    Metrics metrics = new Metrics();
    Telemetry telemetry =
        opened.add(new Telemetry(database, clock, timer, metrics, settings.telemetry()));

    BgeEmbedder embedder = new BgeEmbedder();
    Providers providers = opened.add(Providers.open(settings.models().providers()));
    ModelFeature models =
        opened.add(
            new ModelFeature(
                database,
                clock,
                timer,
                random,
                telemetry,
                metrics,
                withOffline(providers.models(), embedder, clock),
                settings.models()));

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
    HttpClient named = Outward.client(options, settings.network());
    opened.add(named::shutdownNow);
    return new Ground(
        options,
        settings,
        surroundings,
        opened,
        clock,
        random,
        ids,
        timer,
        state,
        http,
        url,
        databases,
        metrics,
        telemetry,
        embedder,
        models,
        agentConfig,
        deployments,
        entrances,
        identity,
        named);
  }

  /** {@code part}, which is closed with the platform. */
  <T extends AutoCloseable> T open(T part) {
    return opened.add(part);
  }

  Database database() {
    return databases.database();
  }

  ToolRunner toolRunner() {
    return new ToolRunner(new SchemaCheck(), clock, timer, telemetry.tracer("mcp"));
  }

  private static IdentityConfig identityConfig(Options options, Settings settings) {
    IdentityConfig config =
        IdentityConfig.defaults(
                options.authRequired() ? IdentityConfig.Mode.REQUIRED : IdentityConfig.Mode.DEV)
            .withOpenPaths(CredentialFeature.openPaths())
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
