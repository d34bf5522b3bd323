package dev.cadre.gateway;

import dev.cadre.embedding.Embedder;
import dev.cadre.http.Exchange;
import dev.cadre.http.Routes;
import dev.cadre.id.IdSource;
import dev.cadre.identity.Vault;
import dev.cadre.mcp.McpServer;
import dev.cadre.mcp.ServerTools;
import dev.cadre.store.Database;
import dev.cadre.time.Timer;
import dev.cadre.tool.SchemaCheck;
import dev.cadre.tool.Tool;
import io.opentelemetry.api.trace.Tracer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The gateway feature as the rest of the platform sees it. */
public final class GatewayFeature implements AutoCloseable {
  private final Entrances entrances;
  private final LiveGateways live;
  private final Synchronizer synchronizer;
  private final GatewayMetrics figures;
  private final GatewayOperations gateways;
  private final TargetOperations targets;
  private final GatewayTags tags;
  private final ResourceMetadata metadata;
  private final TargetStore store;
  private final NodeWatch watch;
  private final Timer timer;
  private final Duration every;
  private Timer.@Nullable Cancellable watching;
  private final Database database;

  /**
   * Nothing runs before {@link #start}.
   *
   * @param http calls targets, where the operator lets it
   * @param url of the platform, as clients reach it
   */
  public GatewayFeature(
      Database database,
      InstantSource clock,
      Timer timer,
      IdSource ids,
      Tracer tracer,
      PrometheusRegistry registry,
      Embedder embedder,
      Vault vault,
      Entrances entrances,
      HttpClient http,
      TargetKinds kinds,
      OutboundCredentials credentials,
      URI url,
      GatewayConfig config) {
    this.database = database;
    this.entrances = entrances;
    figures = new GatewayMetrics(registry);
    store = new TargetStore(embedder.dimensions());
    TargetServers servers = new TargetServers(http, kinds, credentials, config);
    Connection.Means means =
        new Connection.Means(
            new Deadline(timer), clock, tracer, figures, new SchemaCheck(), config);
    live =
        new LiveGateways(
            database,
            store,
            servers,
            means,
            new SearchTool(embedder, clock, figures),
            vault,
            clock);
    watch = new NodeWatch(database, live, entrances);
    this.timer = timer;
    every = config.watch();
    synchronizer = new Synchronizer(database, clock, store, servers, live, embedder, means);
    Changes changes = new Changes();
    GatewayAnswers answers = new GatewayAnswers(url, config);
    gateways =
        new GatewayOperations(database, clock, ids, store, answers, changes, config.maxGateways());
    targets =
        new TargetOperations(
            database, clock, ids, store, servers, answers, changes, config.maxTargets());
    tags = new GatewayTags(database);
    metadata = new ResourceMetadata(database, url);
  }

  /** Binds the API to the first, gateways themselves to the second. */
  public void bind(Routes controlling, Routes invoking) {
    gateways.bind(controlling);
    targets.bind(controlling);
    metadata.bind(invoking);
    String path = "/gateways/{gateway}/mcp";
    invoking
        .add("POST", path, exchange -> live.endpoint(gateway(exchange)).post(exchange))
        .add("GET", path, exchange -> live.endpoint(gateway(exchange)).get(exchange))
        .add("DELETE", path, exchange -> live.endpoint(gateway(exchange)).delete(exchange));
  }

  private static GatewayId gateway(Exchange exchange) {
    return new GatewayId(exchange.pathVariable("gateway"));
  }

  /**
   * The tools of a gateway, for agents in this process.
   *
   * @param gateway its id or ARN
   * @throws dev.cadre.fault.Fault.NotFound when there is none
   */
  public List<Tool> tools(String gateway) throws InterruptedException {
    return ServerTools.of(server(gateway));
  }

  McpServer server(String gateway) {
    return live.server(GatewayId.of(gateway));
  }

  GatewayOperations gateways() {
    return gateways;
  }

  TargetOperations targets() {
    return targets;
  }

  public GatewayTags tags() {
    return tags;
  }

  /** Asks the targets that a former process was asking, and looks what other nodes change. */
  public void start() {
    synchronizer.resume();
    watching = timer.every(every, watch::look);
  }

  @Override
  public void close() {
    Timer.Cancellable running = watching;
    if (running != null) {
      running.cancel();
    }
    synchronizer.close();
  }

  private final class Changes implements GatewayOperations.Changes, TargetOperations.Changes {
    @Override
    public <T> T commit(GatewayId id, Supplier<T> change) {
      try {
        return live.change(id, change);
      } finally {
        entrances.forget(id);
      }
    }

    @Override
    public void updated(GatewayId id) {
      store.of(database, id).stream()
          .filter(target -> target.catalogue() != null && target.vectors() == null)
          .forEach(synchronizer::index);
    }

    @Override
    public void toAsk(Target target) {
      synchronizer.begin(target);
    }

    @Override
    public void deleted(Target target) {
      figures.gone(target.gateway(), target.name());
    }
  }
}
