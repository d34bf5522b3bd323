package dev.cadre.memory;

import dev.cadre.memory.Consolidation.Learnt;
import dev.cadre.memory.ExtractionStore.Work;
import dev.cadre.store.Database;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a strategy learns of the events it reads: for each namespace the extractor is asked, and
 * what it says is checked. Thread-safe.
 */
final class Learning {
  /** The last events that a summary or an episode is made of. */
  private static final int LATEST = 400;

  /** Events that were read before, to which new ones may refer. */
  private static final int BEFORE = 2;

  /** Records that an extractor is shown. */
  private static final int KNOWN = 50;

  private static final int MAX_TEXT = 16_000;

  private final Database database;
  private final Extractor extractor;
  private final Meaning meaning;
  private final MemoryMetrics metrics;
  private final Reflection reflection;

  Learning(Database database, Extractor extractor, Meaning meaning, MemoryMetrics metrics) {
    this.database = database;
    this.extractor = extractor;
    this.meaning = meaning;
    this.metrics = metrics;
    this.reflection = new Reflection(database, extractor);
  }

  /** What is new in {@code unread}, oldest first. Asks the extractor, and stores nothing. */
  List<Learnt> of(Work work, Strategy strategy, Extractor.Kind kind, List<Event> unread) {
    List<Learnt> learnt = new ArrayList<>();
    List<Event> events =
        switch (kind) {
          case FACTS, PREFERENCES -> unread;
          case SUMMARY, EPISODE, REFLECTION ->
              unread.isEmpty()
                  ? List.of()
                  : ExtractionStore.latest(database, work, unread.getLast().seq(), LATEST);
        };
    List<Event> before = before(work, kind, unread);
    byNamespace(work, strategy, strategy.namespace(), events)
        .forEach(
            (namespace, own) -> {
              // What went to another namespace must not be told here.
              List<Event> there =
                  before.stream()
                      .filter(
                          event ->
                              namespace(work, strategy, strategy.namespace(), event)
                                  .equals(Optional.of(namespace)))
                      .toList();
              learnt.addAll(learn(work, strategy, kind, namespace, there, own));
            });
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
              RecordMetadata schema =
                  new RecordMetadata(
                      strategy.reflection().path("memoryRecordSchema").path("metadataSchema"));
              for (int i = 0; i < thoughts.size(); i++) {
                Reflection.Thought thought = thoughts.get(i);
                ObjectNode metadata = schema.of(made.getLast(), thought.metadata());
                learnt.add(thought.learnt(episode, metadata, vectors.get(i)));
              }
            });
    return learnt;
  }

  private Map<String, List<Event>> byNamespace(
      Work work, Strategy strategy, NamespaceTemplate template, List<Event> events) {
    Map<String, List<Event>> groups = new LinkedHashMap<>();
    for (Event event : events) {
      namespace(work, strategy, template, event)
          .ifPresentOrElse(
              namespace -> groups.computeIfAbsent(namespace, _ -> new ArrayList<>()).add(event),
              () -> metrics.skipped("no value for a variable of the namespace", 1));
    }
    return groups;
  }

  private static Optional<String> namespace(
      Work work, Strategy strategy, NamespaceTemplate template, Event event) {
    Map<String, String> values = EventOperations.variables(event.variables());
    values.put(NamespaceTemplate.ACTOR, work.actor());
    values.put(NamespaceTemplate.SESSION, work.session());
    values.put(NamespaceTemplate.STRATEGY, strategy.id());
    return template.resolve(values);
  }

  private List<Event> before(Work work, Extractor.Kind kind, List<Event> unread) {
    return switch (kind) {
      case FACTS, PREFERENCES ->
          unread.isEmpty()
              ? List.of()
              : ExtractionStore.latest(database, work, unread.getFirst().seq() - 1, BEFORE);
      case SUMMARY, EPISODE, REFLECTION -> List.of();
    };
  }

  private static List<Extractor.Turn> turns(List<Event> events) {
    return events.stream().flatMap(event -> Turns.of(event).stream()).toList();
  }

  private List<Learnt> learn(
      Work work,
      Strategy strategy,
      Extractor.Kind kind,
      String namespace,
      List<Event> before,
      List<Event> events) {
    Map<String, Event> byId = new HashMap<>();
    before.forEach(event -> byId.put(event.id().toString(), event));
    events.forEach(event -> byId.put(event.id().toString(), event));
    RecordMetadata schema = new RecordMetadata(strategy.metadataSchema());
    List<Extractor.Candidate> candidates =
        extractor
            .extract(
                new Extractor.Request(
                    kind,
                    work.actor(),
                    work.session(),
                    strategy.instructions(),
                    schema.inferred(),
                    known(work, kind, namespace),
                    turns(before),
                    turns(events)))
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
              schema.of(last, candidate.metadata()),
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
}
