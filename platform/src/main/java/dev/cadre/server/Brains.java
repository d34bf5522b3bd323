package dev.cadre.server;

import dev.cadre.embedding.BgeEmbedder;
import dev.cadre.harness.HarnessFeature;
import dev.cadre.http.Routes;
import dev.cadre.id.IdSource;
import dev.cadre.model.Model;
import dev.cadre.model.ModelFeature;
import dev.cadre.model.ModelsConfig;
import dev.cadre.model.ProviderConfig;
import dev.cadre.offline.OfflineModel;
import dev.cadre.provider.Providers;
import dev.cadre.store.Database;
import dev.cadre.surface.ApprovalRoutes;
import dev.cadre.surface.DeclaredFiles;
import dev.cadre.surface.Surfaces;
import dev.cadre.telemetry.Metrics;
import dev.cadre.telemetry.Telemetry;
import dev.cadre.time.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The models of the platform and the agents that it runs itself by them. */
final class Brains implements AutoCloseable {
  private final Providers providers;
  private final ModelFeature models;
  private final HarnessFeature harness;
  private final DeclaredFiles files;
  private final Surfaces surfaces;
  private final ApprovalRoutes approvals;

  /**
   * @param node this node's name, which stays over restarts
   * @param heartbeat how long an event stream may be quiet
   */
  Brains(
      Database database,
      Telemetry telemetry,
      Metrics metrics,
      IdSource ids,
      Clock clock,
      Timer timer,
      RandomGenerator random,
      String node,
      Duration heartbeat,
      ModelsConfig config) {
    providers = Providers.open(config.providers());
    Map<String, Model> all = new HashMap<>(providers.models());
    all.put(
        ProviderConfig.OFFLINE, new OfflineModel(new BgeEmbedder(), clock, clock.getZone()));
    models = new ModelFeature(database, clock, timer, random, telemetry, metrics, all, config);
    harness =
        new HarnessFeature(
            database,
            models.models(),
            HarnessFeature.noOthers(),
            clock,
            timer,
            ids,
            telemetry.tracer("harness"),
            node);
    files = new DeclaredFiles(harness.files());
    surfaces = new Surfaces(files, harness.turns(), clock, timer, heartbeat);
    approvals = new ApprovalRoutes(harness.conversations());
  }

  DeclaredFiles files() {
    return files;
  }

  Surfaces surfaces() {
    return surfaces;
  }

  void bind(Routes routes) {
    models.bind(routes);
    approvals.bind(routes);
  }

  /** Takes up the turns that a former process left. */
  void start() {
    harness.start();
  }

  /** Turns stop where they are, to go on after the next start. */
  void stopTurns() {
    harness.close();
  }

  @Override
  public void close() throws Exception {
    harness.close();
    models.close();
    providers.close();
  }
}
