package dev.cadre.memory;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import dev.cadre.memory.Consolidation.Learnt;
import dev.cadre.memory.ExtractionStore.Work;
import dev.cadre.store.Database;
import dev.cadre.store.Sql;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Has strategies read sessions. Work is claimed in the database, so that every node takes part and
 * none does what another does; whoever dies at it loses its lease, and the work is done anew, from
 * the place up to which records are stored.
 */
final class Extraction implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Extraction.class.getName());

  /** Events read at once by strategies that read each once. */
  private static final int UNREAD = 100;

  /** The last events that a summary or an episode is made of. */
  private static final int LATEST = 400;

  /** Records that an extractor is shown. */
  private static final int KNOWN = 50;

  private static final int MAX_TEXT = 16_000;
  private static final int MAX_REASON = 300;
  private static final Duration FIRST_RETRY = Duration.ofSeconds(2);

  private final Database database;
  private final InstantSource clock;
  private final Extractor extractor;
  private final Meaning meaning;
  private final MemoryMetrics metrics;
  private final MemoryConfig config;
  private final Reflection reflection;
  private final Semaphore readers;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("memory-", 0).factory());

  Extraction(
      Database database,
      InstantSource clock,
      Extractor extractor,
      Meaning meaning,
      MemoryMetrics metrics,
      MemoryConfig config) {
    this.database = database;
    this.clock = clock;
    this.extractor = extractor;
    this.meaning = meaning;
    this.metrics = metrics;
    this.config = config;
    this.reflection = new Reflection(database, extractor);
    this.readers = new Semaphore(config.readers());
  }

  /** Begins what is due, as far as readers are free; they go on until nothing is. */
  void poll() {
    while (readers.tryAcquire()) {
      UUID lease = UUID.randomUUID();
      Optional<Work> work = Optional.empty();
      try {
        work = claim(lease);
      } finally {
        if (work.isEmpty()) {
          readers.release();
        }
      }
      if (work.isEmpty()) {
        return;
      }
      Work first = work.get();
      threads.execute(() -> readOn(first, lease));
    }
  }

  private void readOn(Work first, UUID lease) {
    try {
      read(first, lease);
      while (readNext()) {
        // As long as something is due.
      }
    } catch (RuntimeException e) {
      // The database is away; the lease ends by itself.
      LOG.log(Level.WARNING, "a session was not read: " + e.getClass().getSimpleName());
    } finally {
      readers.release();
    }
  }

  /** Reads what is due longest; false when nothing is. */
  boolean readNext() {
    UUID lease = UUID.randomUUID();
    Optional<Work> work = claim(lease);
    work.ifPresent(claimed -> read(claimed, lease));
    return work.isPresent();
  }

  private Optional<Work> claim(UUID lease) {
    Instant now = clock.instant();
    return ExtractionStore.claim(database, lease, now, now.plus(config.lease()));
  }

  private void read(Work work, UUID lease) {
    try {
      if (work.attempts() > config.attempts()) {
        // It was begun and never ended, each time: what ends the platform must not go on doing so.
        throw new Fault.Unavailable("it was begun " + work.attempts() + " times and never ended");
      }
      Memory memory = MemoryStore.require(database, work.memory());
      Optional<Strategy> strategy = memory.strategy(work.strategy());
      Optional<Extractor.Kind> kind = strategy.flatMap(Strategy::kind);
      if (kind.isEmpty()) {
        metrics.skipped("no strategy", 1);
        ExtractionStore.drop(database, work);
        return;
      }
      List<Event> unread = ExtractionStore.unread(database, work, UNREAD);
      long done = unread.size() < UNREAD ? work.wanted() : unread.getLast().seq();
      List<Learnt> learnt = learn(work, strategy.get(), kind.get(), unread);
      finish(work, lease, learnt, done);
    } catch (RuntimeException e) {
      failed(work, lease, e);
    }
  }

  private List<Learnt> learn(
      Work work, Strategy strategy, Extractor.Kind kind, List<Event> unread) {
    List<Learnt> learnt = new ArrayList<>();
    List<Event> events =
        switch (kind) {
          case FACTS, PREFERENCES -> unread;
          case SUMMARY, EPISODE, REFLECTION ->
              unread.isEmpty()
                  ? List.of()
                  : ExtractionStore.latest(database, work, unread.getLast().seq(), LATEST);
        };
    byNamespace(work, strategy, strategy.namespace(), events)
        .forEach((namespace, own) -> learnt.addAll(learn(work, strategy, kind, namespace, own)));
    NamespaceTemplate reflections = strategy.reflections();
    if (reflections != null) {
      for (Learnt episode : List.copyOf(learnt)) {
        learnt.addAll(reflected(work, strategy, reflections, episode, events));
      }
    }
    return learnt;
  }

  private List<Learnt> reflected(
      Work work,
      Strategy strategy,
      NamespaceTemplate reflections,
      Learnt episode,
      List<Event> events) {
    List<Event> own =
        events.stream().filter(event -> episode.events().contains(event.id().toString())).toList();
    List<Learnt> learnt = new ArrayList<>();
    byNamespace(work, strategy, reflections, own)
        .forEach(
            (namespace, made) -> {
              List<Reflection.Thought> thoughts =
                  reflection
                      .over(
                          work,
                          strategy,
                          namespace,
                          episode,
                          known(work, Extractor.Kind.REFLECTION, namespace))
                      .stream()
                      .filter(thought -> storable(thought.text()))
                      .toList();
              List<Vector> vectors =
                  meaning.embedAll(thoughts.stream().map(Reflection.Thought::text).toList());
              ObjectNode metadata =
                  metadata(
                      strategy.reflection().path("memoryRecordSchema").path("metadataSchema"),
                      made.getLast());
              for (int i = 0; i < thoughts.size(); i++) {
                learnt.add(thoughts.get(i).learnt(episode, metadata, vectors.get(i)));
              }
            });
    return learnt;
  }

  private Map<String, List<Event>> byNamespace(
      Work work, Strategy strategy, NamespaceTemplate template, List<Event> events) {
    Map<String, List<Event>> groups = new LinkedHashMap<>();
    for (Event event : events) {
      Map<String, String> values = EventOperations.variables(event.variables());
      values.put(NamespaceTemplate.ACTOR, work.actor());
      values.put(NamespaceTemplate.SESSION, work.session());
      values.put(NamespaceTemplate.STRATEGY, strategy.id());
      template
          .resolve(values)
          .ifPresentOrElse(
              namespace -> groups.computeIfAbsent(namespace, _ -> new ArrayList<>()).add(event),
              () -> metrics.skipped("no value for a variable of the namespace", 1));
    }
    return groups;
  }

  private List<Learnt> learn(
      Work work, Strategy strategy, Extractor.Kind kind, String namespace, List<Event> events) {
    Map<String, Event> byId = new HashMap<>();
    events.forEach(event -> byId.put(event.id().toString(), event));
    List<Extractor.Turn> turns =
        events.stream().flatMap(event -> Turns.of(event).stream()).toList();
    List<Extractor.Candidate> candidates =
        extractor
            .extract(
                new Extractor.Request(
                    kind,
                    work.actor(),
                    work.session(),
                    strategy.instructions(),
                    known(work, kind, namespace),
                    turns))
            .stream()
            .filter(candidate -> usable(candidate, byId))
            .toList();
    if (candidates.isEmpty()) {
      metrics.skipped("nothing to keep", events.size());
    }
    List<Vector> vectors =
        meaning.embedAll(candidates.stream().map(Extractor.Candidate::text).toList());
    List<Learnt> learnt = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      Extractor.Candidate candidate = candidates.get(i);
      Event last = Objects.requireNonNull(byId.get(candidate.events().getLast()));
      String subject =
          switch (kind) {
            case FACTS, PREFERENCES -> candidate.subject();
            // A session has one summary, and one episode.
            case SUMMARY, EPISODE, REFLECTION -> kind + " " + work.actor() + " " + work.session();
          };
      learnt.add(
          new Learnt(
              namespace,
              candidate.text(),
              subject,
              candidate.events(),
              List.of(),
              last.at(),
              metadata(strategy.metadataSchema(), last),
              vectors.get(i)));
    }
    return learnt;
  }

  private List<Extractor.Known> known(Work work, Extractor.Kind kind, String namespace) {
    return switch (kind) {
      case FACTS, PREFERENCES, REFLECTION ->
          RecordStore.known(database, work.memory(), namespace, work.strategy(), KNOWN);
      // A session's one summary is made anew.
      case SUMMARY, EPISODE -> List.of();
    };
  }

  /** An extractor may be a language model: what it says is checked. */
  private boolean usable(Extractor.Candidate candidate, Map<String, Event> events) {
    boolean usable =
        storable(candidate.text())
            && !candidate.events().isEmpty()
            && events.keySet().containsAll(candidate.events());
    if (!usable) {
      metrics.skipped("not a usable record", 1);
    }
    return usable;
  }

  private static boolean storable(String text) {
    return !text.isBlank() && text.length() <= MAX_TEXT && Storable.holds(text);
  }

  /** The metadata of the event that the schema passes on. */
  private static @Nullable ObjectNode metadata(JsonNode schema, Event event) {
    ObjectNode metadata = Json.object();
    for (JsonNode entry : schema) {
      String key = entry.path("key").asString();
      String value =
          event.metadata() == null
              ? null
              : event.metadata().path(key).path("stringValue").asString(null);
      boolean passed = entry.path("extractionType").asString("").equals("STRICTLY_CONSISTENT");
      if (passed && value != null && !value.isEmpty()) {
        metadata.set(key, typed(entry.path("type").asString("STRING"), value));
      }
    }
    return metadata.isEmpty() ? null : metadata;
  }

  private static ObjectNode typed(String type, String value) {
    ObjectNode node = Json.object();
    switch (type) {
      case "NUMBER" -> {
        try {
          node.put("numberValue", Double.parseDouble(value));
        } catch (NumberFormatException notANumber) {
          node.put("stringValue", value);
        }
      }
      case "STRINGLIST" -> node.putArray("stringListValue").add(value);
      default -> node.put("stringValue", value);
    }
    return node;
  }

  /** The records and the place up to which was read are one transaction. */
  private void finish(Work work, UUID lease, List<Learnt> learnt, long done) {
    List<Consolidation.Outcome> outcomes =
        database.transaction(
            sql -> {
              if (!ExtractionStore.hold(sql, work, lease)) {
                metrics.skipped("forgotten or taken over meanwhile", 1);
                return List.of();
              }
              List<Consolidation.Outcome> each = apply(sql, work, learnt);
              ExtractionStore.done(sql, work, done, clock.instant());
              return each;
            });
    outcomes.forEach(metrics::made);
  }

  private List<Consolidation.Outcome> apply(Sql sql, Work work, List<Learnt> learnt) {
    Map<String, Namespaces.Locked> namespaces =
        Namespaces.lock(
            sql, work.memory(), learnt.stream().map(Learnt::namespace).distinct().toList());
    return learnt.stream()
        .map(
            one ->
                Consolidation.apply(
                    sql,
                    work,
                    Objects.requireNonNull(namespaces.get(one.namespace())),
                    one,
                    meaning.name()))
        .toList();
  }

  private void failed(Work work, UUID lease, RuntimeException e) {
    // What an extractor says of its trouble is for the operator; what was said to it is not.
    String said =
        e instanceof Fault ? String.valueOf(e.getMessage()) : e.getClass().getSimpleName();
    String reason = said.length() <= MAX_REASON ? said : said.substring(0, MAX_REASON);
    boolean last = work.attempts() >= config.attempts();
    Instant again =
        last ? null : clock.instant().plus(FIRST_RETRY.multipliedBy(1L << work.attempts()));
    metrics.failed(last);
    LOG.log(
        Level.WARNING,
        "strategy {0} could not read a session, attempt {1}: {2}",
        work.strategy(),
        work.attempts(),
        e.getClass().getSimpleName());
    // More events are worth one more attempt.
    int attempts = last ? config.attempts() - 1 : work.attempts();
    ExtractionStore.failed(database, work, lease, reason, attempts, again);
  }

  /** Lets go of what is being read; it is read anew later. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
