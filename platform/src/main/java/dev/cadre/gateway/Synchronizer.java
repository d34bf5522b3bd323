package dev.cadre.gateway;

import dev.cadre.embedding.Embedder;
import dev.cadre.fault.Fault;
import dev.cadre.store.Database;
import dev.cadre.store.StoreException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks targets what they offer and writes it down, each on a thread of its own. What a former
 * process had begun is begun again.
 */
final class Synchronizer implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Synchronizer.class.getName());
  private static final int TOGETHER = 8;
  private static final int MAX_REASON = 2_000;

  private static final Duration LAST_WRITES = Duration.ofSeconds(2);

  private final Database database;
  private final InstantSource clock;
  private final TargetStore targets;
  private final TargetServers servers;
  private final LiveGateways live;
  private final BulkEmbedder embedder;
  private final Connection.Means means;
  private final Semaphore places = new Semaphore(TOGETHER);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean stopping;

  Synchronizer(
      Database database,
      InstantSource clock,
      TargetStore targets,
      TargetServers servers,
      LiveGateways live,
      Embedder embedder,
      Connection.Means means) {
    this.database = database;
    this.clock = clock;
    this.targets = targets;
    this.servers = servers;
    this.live = live;
    this.embedder = new BulkEmbedder(embedder);
    this.means = means;
  }

  /** Begins to ask a target; what was written of it is committed. */
  void begin(Target target) {
    var _ = threads.submit(() -> run(target, this::ask));
  }

  /** Begins again what a former process left. */
  void resume() {
    targets.underWay(database).forEach(this::begin);
  }

  /** Makes the vectors of a target that has answered, when its gateway searches by meaning. */
  void index(Target target) {
    var _ = threads.submit(() -> run(target, this::makeVectors));
  }

  private void makeVectors(Target target) throws InterruptedException {
    Catalogue catalogue = target.catalogue();
    if (catalogue != null && GatewayStore.require(database, target.gateway()).semantic()) {
      Vectors made = vectors(catalogue.tools(), target);
      write(target, now -> now.indexed(made));
    }
  }

  @FunctionalInterface
  private interface Job {
    void run(Target target) throws InterruptedException;
  }

  private void run(Target target, Job job) {
    try {
      places.acquire();
      try {
        job.run(target);
      } finally {
        places.release();
      }
    } catch (InterruptedException | StoreException e) {
      LOG.log(Level.INFO, "target {0} of {1} will be asked again", target.name(), target.gateway());
    }
  }

  private void ask(Target target) throws InterruptedException {
    try {
      Inspection inspection = new Inspection(means.schemas(), means.config().maxTools());
      Catalogue offered =
          means
              .deadline()
              .within(
                  means.config().listLimit(),
                  () -> inspection.of(target.configuration(), servers.open(target)));
      boolean semantic = GatewayStore.require(database, target.gateway()).semantic();
      Vectors vectors = semantic ? vectors(offered.tools(), target) : null;
      write(target, now -> now.answered(offered, inspection.remarks(), vectors, clock.instant()));
      means.metrics().synchronizedTarget(target.gateway(), target.name(), true);
    } catch (Deadline.Passed e) {
      failed(
          target,
          "the target did not tell what it offers within %d s"
              .formatted(means.config().listLimit().toSeconds()));
    } catch (Fault.Internal | StoreException e) {
      LOG.log(Level.ERROR, "target " + target.name() + " could not be asked", e);
      failed(target, "the platform failed while it asked the target");
    } catch (Fault e) {
      failed(target, String.valueOf(e.getMessage()));
    } catch (RuntimeException | StackOverflowError e) {
      LOG.log(Level.WARNING, "target " + target.name() + " answered what breaks its reader", e);
      failed(target, "the target answered with what cannot be read");
    }
  }

  private void failed(Target target, String reason) {
    if (stopping) {
      // It was not the target that failed: it is asked again after the next start.
      return;
    }
    String cut = reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON);
    write(target, now -> now.failed(cut, clock.instant()));
    means.metrics().synchronizedTarget(target.gateway(), target.name(), false);
  }

  /** Unless the target was changed or deleted meanwhile: then another is to answer. */
  private void write(Target asked, UnaryOperator<Target> change) {
    var _ =
        live.change(
            asked.gateway(),
            () ->
                database.transaction(
                    sql -> {
                      Target now = targets.lock(sql, asked.gateway(), asked.id()).orElse(null);
                      if (now == null || now.revision() != asked.revision()) {
                        return false;
                      }
                      targets.update(sql, change.apply(now));
                      return true;
                    }));
  }

  /** Of each tool; those whose text is as it was keep theirs. */
  private Vectors vectors(List<ObjectNode> tools, Target target) throws InterruptedException {
    Map<String, float[]> known = known(target.catalogue(), target.vectors());
    List<String> missing =
        tools.stream().map(ToolText::meaning).filter(text -> !known.containsKey(text)).toList();
    List<float[]> made = embedder.embed(missing);
    for (int i = 0; i < missing.size(); i++) {
      known.put(missing.get(i), made.get(i));
    }
    List<float[]> each = new ArrayList<>();
    for (ObjectNode tool : tools) {
      float[] vector = known.get(ToolText.meaning(tool));
      if (vector == null) {
        throw new IllegalStateException("every tool's text was embedded");
      }
      each.add(vector);
    }
    return new Vectors(each);
  }

  private static Map<String, float[]> known(
      @Nullable Catalogue catalogue, @Nullable Vectors vectors) {
    Map<String, float[]> known = new HashMap<>();
    for (int i = 0; catalogue != null && vectors != null && i < vectors.size(); i++) {
      known.put(ToolText.meaning(catalogue.tools().get(i)), vectors.get(i));
    }
    return known;
  }

  /** What fails from now on fails because the platform stops. */
  void stop() {
    stopping = true;
    threads.shutdown();
  }

  @Override
  public void close() {
    stop();
    try {
      if (!threads.awaitTermination(LAST_WRITES.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
    embedder.close();
  }
}
