package dev.cadre.memory;

import dev.cadre.embedding.Embedder;
import dev.cadre.harness.Transcripts;
import dev.cadre.id.IdSource;
import dev.cadre.json.Json;
import dev.cadre.store.Database;
import dev.cadre.store.TestDatabase;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The memory feature on a test's database, called without the wire and driven by hand. */
final class Memories implements AutoCloseable {
  private static final MemoryConfig CONFIG = MemoryConfig.defaults("us-east-1", "123456789012");

  /** Moves when told to. */
  static final class Clock implements InstantSource {
    private volatile Instant now = Instant.parse("2026-01-02T03:04:05.678Z");

    @Override
    public Instant instant() {
      return now;
    }

    void forward(Duration by) {
      now = now.plus(by);
    }
  }

  private final TestDatabase test = TestDatabase.fresh();
  final Clock clock = new Clock();
  final MemoryOperations control;
  final EventOperations events;
  final SessionOperations sessions;
  final BatchOperations batches;
  final RecordOperations records;
  final JobOperations jobs;
  final Blocks blocks;
  final Search search;
  final Extraction extraction;
  final Keeper keeper;
  final Forgetting forgetting;
  final Transfer transfer;
  private int names;

  Memories() {
    this(new PlainExtractor(), new WordEmbedder());
  }

  Memories(Extractor extractor, Embedder embedder) {
    MemoryMetrics metrics = new MemoryMetrics(new PrometheusRegistry());
    Database database = database();
    Meaning meaning = new Meaning(CONFIG.embedder(), embedder);
    control =
        new MemoryOperations(
            database,
            clock,
            new IdSource(new SecureRandom()),
            new MemoryArns(CONFIG.region(), CONFIG.account()),
            CONFIG.maxMemories(),
            () -> {});
    events = new EventOperations(database, clock, CONFIG.settle());
    sessions = new SessionOperations(database, clock);
    batches = new BatchOperations(database, clock, meaning);
    records = new RecordOperations(database);
    jobs = new JobOperations(database, clock);
    blocks = new Blocks(database, meaning, CONFIG.cacheBytes());
    search = new Search(database, clock, meaning, blocks);
    extraction = extraction(extractor, meaning, metrics);
    keeper = new Keeper(database, clock, metrics);
    forgetting = new Forgetting(database, blocks, List.of(new Transcripts(database)));
    transfer = new Transfer(database, meaning);
  }

  private Extraction extraction(Extractor extractor, Meaning meaning, MemoryMetrics metrics) {
    return new Extraction(database(), clock, extractor, meaning, metrics, CONFIG);
  }

  /** Another node on the same database. */
  Extraction node(Extractor extractor) {
    return extraction(extractor, words(), new MemoryMetrics(new PrometheusRegistry()));
  }

  static Meaning words() {
    return new Meaning(CONFIG.embedder(), new WordEmbedder());
  }

  Database database() {
    return test.database();
  }

  static ObjectNode object(String json) {
    return (ObjectNode) Json.parse(json.replace('\'', '"'));
  }

  /** A memory with strategies, as JSON with single quotes. */
  Memory create(String... strategies) {
    return create(input -> input, strategies);
  }

  Memory create(UnaryOperator<ObjectNode> with, String... strategies) {
    ObjectNode input = Json.object().put("name", "m" + names++).put("eventExpiryDuration", 30);
    var list = input.putArray("memoryStrategies");
    for (String strategy : strategies) {
      list.add(object(strategy));
    }
    String id = control.create(with.apply(input)).path("memory").path("id").asString();
    return MemoryStore.require(database(), new MemoryId(id));
  }

  static ObjectNode event(Memory memory, String actor, String session, String text) {
    ObjectNode input =
        Json.object()
            .put("memoryId", memory.id().value())
            .put("actorId", actor)
            .put("sessionId", session);
    ObjectNode said = input.putArray("payload").addObject().putObject("conversational");
    said.put("role", "USER").putObject("content").put("text", text);
    return input;
  }

  String say(Memory memory, String actor, String session, String text) {
    return say(memory, actor, session, text, _ -> {});
  }

  /** The event's id. */
  String say(Memory memory, String actor, String session, String text, Consumer<ObjectNode> with) {
    ObjectNode input = event(memory, actor, session, text);
    input.put("eventTimestamp", Timestamps.seconds(clock.instant()));
    with.accept(input);
    return events.create(input).path("event").path("eventId").asString();
  }

  /** Lets time pass until strategies read, and has them read all. */
  int settle() {
    clock.forward(Duration.ofSeconds(1));
    int read = 0;
    while (extraction.readNext()) {
      read++;
    }
    return read;
  }

  /** The texts of all records, oldest first. */
  List<String> known(Memory memory) {
    return known(memory, "/");
  }

  List<String> known(Memory memory, String namespace) {
    List<String> texts = new ArrayList<>();
    ObjectNode input =
        Json.object()
            .put("memoryId", memory.id().value())
            .put("namespace", namespace)
            .put("maxResults", 100);
    for (JsonNode record : records.list(input).path("memoryRecordSummaries")) {
      texts.addFirst(record.path("content").path("text").asString());
    }
    return texts;
  }

  long count(String table) {
    return database().list("select count(*) from " + table, row -> row.getLong(1)).getFirst();
  }

  @Override
  public void close() {
    extraction.close();
    test.close();
  }
}
