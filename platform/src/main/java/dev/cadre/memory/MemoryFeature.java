package dev.cadre.memory;

import dev.cadre.embedding.Embedder;
import dev.cadre.http.Routes;
import dev.cadre.id.IdSource;
import dev.cadre.model.Models;
import dev.cadre.store.Database;
import dev.cadre.store.Traces;
import dev.cadre.telemetry.Metrics;
import dev.cadre.time.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The memory feature as the rest of the platform sees it. */
public final class MemoryFeature implements AutoCloseable {
  private final Timer timer;
  private final MemoryConfig config;
  private final Extraction extraction;
  private final Keeper keeper;
  private final MemoryOperations memories;
  private final EventOperations events;
  private final SessionOperations sessions;
  private final BatchOperations batches;
  private final RecordOperations records;
  private final JobOperations jobs;
  private final Search search;
  private final MemoryRoutes beyond;
  private final Recollection recollection;
  private final List<Timer.Cancellable> periodic = new ArrayList<>();

  /** Nothing runs before {@link #start}. */
  public MemoryFeature(
      Database database,
      InstantSource clock,
      Timer timer,
      IdSource ids,
      Metrics metrics,
      Embedder embedder,
      Extractor extractor,
      List<Traces> elsewhere,
      MemoryConfig config) {
    this.timer = timer;
    this.config = config;
    Meaning meaning = new Meaning(config.embedder(), embedder);
    MemoryMetrics figures = new MemoryMetrics(metrics.registry());
    figures.watch(() -> ExtractionStore.lag(database, null), clock);
    extraction = new Extraction(database, clock, extractor, meaning, figures, config);
    keeper = new Keeper(database, clock, figures);
    memories =
        new MemoryOperations(
            database,
            clock,
            ids,
            new MemoryArns(config.region(), config.account()),
            config.maxMemories(),
            () -> timer.after(Duration.ZERO, keeper::sweep));
    events = new EventOperations(database, clock, config.settle());
    sessions = new SessionOperations(database, clock);
    batches = new BatchOperations(database, clock, meaning);
    records = new RecordOperations(database);
    jobs = new JobOperations(database, clock);
    Blocks blocks = new Blocks(database, meaning, config.cacheBytes());
    search = new Search(database, clock, meaning, blocks);
    recollection = new Recollection(database, clock, search, events);
    beyond =
        new MemoryRoutes(
            database,
            clock,
            new Transfer(database, meaning),
            new Forgetting(database, blocks, elsewhere));
  }

  /** Makes records without a language model. */
  public static Extractor plainExtractor() {
    return new PlainExtractor();
  }

  /** Makes records with the model that {@code config} names, without one where it names none. */
  public static Extractor extractor(MemoryConfig config, Models models, Metrics metrics) {
    return config.model().isEmpty()
        ? plainExtractor()
        : new ModelExtractor(models, config.model(), plainExtractor(), metrics.registry());
  }

  /** For the agents that the platform itself runs. */
  public Recollection recollection() {
    return recollection;
  }

  /** Creates a memory, by the members of CreateMemory, unless there is one of its name. */
  public void ensure(ObjectNode input) {
    memories.ensure(input);
  }

  /** Binds memories to the first, what is in them to the second, what AWS lacks to the third. */
  public void bind(Routes controlling, Routes invoking, Routes operating) {
    memories.bind(controlling);
    events.bind(invoking);
    sessions.bind(invoking);
    batches.bind(invoking);
    records.bind(invoking);
    search.bind(invoking);
    jobs.bind(invoking);
    beyond.bind(operating);
  }

  /** Begins to read events and to remove what is over, also what a former process left. */
  public void start() {
    periodic.add(timer.every(config.poll(), extraction::poll));
    periodic.add(timer.every(Keeper.EVERY, keeper::sweep));
  }

  @Override
  public void close() {
    periodic.forEach(Timer.Cancellable::cancel);
    extraction.close();
  }
}
