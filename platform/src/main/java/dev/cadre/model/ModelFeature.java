package dev.cadre.model;

import dev.cadre.http.Routes;
import dev.cadre.store.Database;
import dev.cadre.store.Traces;
import dev.cadre.telemetry.Metrics;
import dev.cadre.telemetry.Telemetry;
import dev.cadre.time.Breaker;
import dev.cadre.time.Pause;
import dev.cadre.time.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The models of this platform: routed, limited, retried, metered and charged. */
public final class ModelFeature implements AutoCloseable {
  private static final Duration WRITE = Duration.ofSeconds(1);
  private static final Duration MAINTENANCE = Duration.ofHours(1);

  private final UsageLedger ledger;
  private final SpendTraces traces;
  private final Routing routing;
  private final RoutedModels models;
  private final ModelRoutes routes;
  private final List<Timer.Cancellable> timed;

  /**
   * @param providers the models of {@code config.providers()} by their names, and under {@link
   *     ProviderConfig#OFFLINE} the offline one
   */
  public ModelFeature(
      Database database,
      InstantSource clock,
      Timer timer,
      RandomGenerator random,
      Telemetry telemetry,
      Metrics metrics,
      Map<String, Model> providers,
      ModelsConfig config) {
    UsageStore store = new UsageStore(database, clock, config.retentionDays());
    store.maintain();
    ledger = new UsageLedger(store::write);
    traces = new SpendTraces(database, ledger);
    routing = new Routing(config.providers(), config.aliases(), Catalogue.load());
    Pause pause = Pause.by(timer);
    Map<String, Lane> lanes = lanes(routing, providers, clock, pause, config);
    ModelMetrics figures = new ModelMetrics(metrics.registry());
    figures.watch(lanes.values(), ledger::waiting);
    Budgets budgets = new Budgets(config.budgets(), clock, store);
    Meter meter =
        new Meter(
            clock,
            telemetry.tracer("model"),
            figures,
            PriceBook.load(config.prices()),
            budgets,
            ledger);
    models =
        new RoutedModels(
            routing,
            lanes,
            new Calls(timer, meter, config.firstPart(), config.whole()),
            meter,
            budgets,
            new Backoff(config.attempts(), random),
            pause);
    routes = new ModelRoutes(routing, lanes.values(), store, ledger, clock);
    timed = List.of(timer.every(WRITE, ledger::flush), timer.every(MAINTENANCE, store::maintain));
  }

  /** Which session a cost was of. */
  public Traces traces() {
    return traces;
  }

  public Models models() {
    return models;
  }

  /** What a model may be named by without its provider: aliases first, then what is known. */
  public List<String> names() {
    return routing.names();
  }

  public void bind(Routes to) {
    routes.bind(to);
  }

  /** Writes the charges that wait; calls must have ended. */
  @Override
  public void close() {
    timed.forEach(Timer.Cancellable::cancel);
    ledger.close();
  }

  private static Map<String, Lane> lanes(
      Routing routing,
      Map<String, Model> providers,
      InstantSource clock,
      Pause pause,
      ModelsConfig config) {
    Map<String, Lane> lanes = new LinkedHashMap<>();
    for (ProviderConfig provider : routing.providers()) {
      Model model = providers.get(provider.name());
      if (model != null) {
        lanes.put(
            provider.name(),
            new Lane(
                provider,
                model,
                new Breaker(clock, config.breakerFailures(), config.breakerPause()),
                new Allowance(provider, clock, pause, config.maxWait())));
      }
    }
    return lanes;
  }
}
