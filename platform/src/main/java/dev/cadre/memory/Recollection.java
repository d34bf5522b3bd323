package dev.cadre.memory;

import dev.cadre.json.Json;
import dev.cadre.store.Database;
import dev.cadre.store.Sql;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Memories as an agent of this platform uses them: what is known of an actor in a few lines, and
 * what was said, kept. Ids of any form are taken. Thread-safe.
 */
public final class Recollection {
  private static final int MAX_LINE = 2_000;
  private static final int MAX_TEXT = 100_000;
  private static final int SCANNED = 200;

  private final Database database;
  private final InstantSource clock;
  private final Search search;
  private final EventOperations events;

  Recollection(Database database, InstantSource clock, Search search, EventOperations events) {
    this.database = database;
    this.clock = clock;
    this.search = search;
    this.events = events;
  }

  /**
   * In which memory, and of whom.
   *
   * @param memory its id or name
   * @param session the one that is under way
   */
  public record Place(String memory, String actor, String session) {}

  /**
   * How much of what is wanted.
   *
   * @param strategies the names of those asked; empty for all
   * @param top facts and episodes nearest to the question
   * @param summaries of sessions that are over, the latest
   * @param preferences nearest to the question
   * @param looks where to look in place of all that; empty for all that
   */
  public record Wanted(
      List<String> strategies, int top, int summaries, int preferences, List<Look> looks) {
    public Wanted {
      strategies = List.copyOf(strategies);
      looks = List.copyOf(looks);
    }
  }

  /**
   * One place to look.
   *
   * @param namespace with variables, as those of strategies
   * @param top records at most, nearest first
   * @param score that each has at least, 0 to 1
   * @param strategy the id of the one whose records are meant; empty for all
   */
  public record Look(String namespace, int top, double score, String strategy) {}

  /**
   * Preferences, then what is nearest to the question, then summaries, each with its day.
   *
   * @param question empty for none: then nothing but preferences and summaries
   */
  public List<String> recall(Place place, Wanted wanted, String question) {
    Memory memory = MemoryStore.named(database, place.memory());
    String actor = Ids.actor(place.actor());
    String session = Ids.session(place.session());
    if (!wanted.looks().isEmpty()) {
      List<String> lines = new ArrayList<>();
      Set<String> seen = new HashSet<>();
      new Looking(database, search)
          .records(memory, actor, session, wanted.looks(), Storable.fitting(question, MAX_LINE))
          .forEach(record -> add(lines, seen, "", record));
      return lines;
    }
    List<MemoryRecord> preferences = new ArrayList<>();
    List<Search.Found> nearest = new ArrayList<>();
    List<MemoryRecord> summaries = new ArrayList<>();
    for (Strategy strategy : memory.strategies()) {
      Optional<NamespacePath> path = strategy.namespace().ofActor(actor, session, strategy.id());
      boolean asked =
          wanted.strategies().isEmpty() || wanted.strategies().contains(strategy.name());
      if (!asked || path.isEmpty()) {
        continue;
      }
      Source source = new Source(memory.id(), strategy, strategy.namespace(), path.get());
      // What strategies of its owner's making write is taken as facts.
      switch (strategy.kind().orElse(Extractor.Kind.FACTS)) {
        case FACTS -> nearest.addAll(near(source, question, wanted.top()));
        case EPISODE, REFLECTION -> {
          nearest.addAll(near(source, question, wanted.top()));
          reflections(memory, strategy, actor, session)
              .ifPresent(above -> nearest.addAll(near(above, question, wanted.top())));
        }
        case PREFERENCES -> preferences.addAll(preferences(source, question, wanted));
        case SUMMARY -> summaries.addAll(summaries(source, session, wanted.summaries()));
      }
    }
    return lines(wanted, preferences, nearest, summaries);
  }

  private static Optional<Source> reflections(
      Memory memory, Strategy strategy, String actor, String session) {
    NamespaceTemplate template = strategy.reflections();
    return template == null
        ? Optional.empty()
        : template
            .ofActor(actor, session, strategy.id())
            .map(path -> new Source(memory.id(), strategy, template, path));
  }

  private record Source(
      MemoryId memory, Strategy strategy, NamespaceTemplate template, NamespacePath path) {
    /** An actor with a slash in its id has namespaces below another's: those are not meant. */
    boolean holds(MemoryRecord record) {
      return template.depth() == NamespaceTemplate.depth(record.namespace());
    }
  }

  private static List<String> lines(
      Wanted wanted,
      List<MemoryRecord> preferences,
      List<Search.Found> nearest,
      List<MemoryRecord> summaries) {
    nearest.sort(Comparator.comparingDouble(Search.Found::score).reversed());
    summaries.sort(Comparator.comparing(MemoryRecord::updatedAt).reversed());
    List<String> lines = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    preferences.stream().limit(wanted.preferences()).forEach(r -> add(lines, seen, "", r));
    nearest.stream().limit(wanted.top()).forEach(found -> add(lines, seen, "", found.record()));
    summaries.stream()
        .limit(wanted.summaries())
        .forEach(r -> add(lines, seen, "An earlier conversation, in short: ", r));
    return lines;
  }

  private static void add(
      List<String> lines, Set<String> seen, String before, MemoryRecord record) {
    String text = Storable.fitting(record.content(), MAX_LINE);
    if (seen.add(text)) {
      LocalDate day = LocalDate.ofInstant(record.updatedAt(), ZoneOffset.UTC);
      lines.add(before + text + " (noted " + day + ")");
    }
  }

  private List<Search.Found> near(Source source, String question, int top) {
    return top == 0 || question.isBlank()
        ? List.of()
        : search
            .find(
                new Search.Question(
                    source.memory(),
                    source.path(),
                    Storable.fitting(question, MAX_LINE),
                    source.strategy().id(),
                    MetadataFilter.NONE,
                    top))
            .stream()
            .filter(found -> source.holds(found.record()))
            .toList();
  }

  private List<MemoryRecord> preferences(Source source, String question, Wanted wanted) {
    return question.isBlank()
        ? latest(source, wanted.preferences())
        : near(source, question, wanted.preferences()).stream().map(Search.Found::record).toList();
  }

  /** Those of other sessions: of this one the agent has every word. */
  private List<MemoryRecord> summaries(Source source, String session, int count) {
    return count == 0
        ? List.of()
        : latest(source, SCANNED).stream()
            .filter(record -> !("/" + record.namespace() + "/").contains("/" + session + "/"))
            .sorted(Comparator.comparing(MemoryRecord::updatedAt).reversed())
            .limit(count)
            .toList();
  }

  /** What is noted of one session, the latest first; empty until it was read. */
  public List<String> summary(Place place) {
    Memory memory = MemoryStore.named(database, place.memory());
    String actor = Ids.actor(place.actor());
    String session = Ids.session(place.session());
    List<String> texts = new ArrayList<>();
    for (Strategy strategy : memory.strategies()) {
      Optional<NamespacePath> path = strategy.namespace().ofActor(actor, session, strategy.id());
      if (path.isPresent() && strategy.kind().orElse(null) == Extractor.Kind.SUMMARY) {
        latest(new Source(memory.id(), strategy, strategy.namespace(), path.get()), SCANNED)
            .stream()
            .filter(record -> ("/" + record.namespace() + "/").contains("/" + session + "/"))
            .forEach(record -> texts.add(record.content()));
      }
    }
    return texts;
  }

  private List<MemoryRecord> latest(Source source, int count) {
    return count == 0
        ? List.of()
        : RecordStore.page(
                database,
                source.memory(),
                source.path(),
                source.strategy().id(),
                Long.MAX_VALUE,
                count)
            .stream()
            .filter(source::holds)
            .toList();
  }

  /** A record, and the name of the strategy that made it. */
  record Known(String strategy, MemoryRecord record) {}

  /** What all strategies made of an actor, those changed last first. */
  static List<Known> of(Sql sql, Memory memory, String actor, int most) {
    List<Known> known = new ArrayList<>();
    for (Strategy strategy : memory.strategies()) {
      strategy
          .namespace()
          .ofActor(actor, "", strategy.id())
          .map(path -> new Source(memory.id(), strategy, strategy.namespace(), path))
          .ifPresent(source -> add(known, sql, source, most));
      reflections(memory, strategy, actor, "").ifPresent(source -> add(known, sql, source, most));
    }
    known.sort(Comparator.comparing((Known each) -> each.record().updatedAt()).reversed());
    return known.stream().limit(most).toList();
  }

  private static void add(List<Known> known, Sql sql, Source source, int most) {
    Strategy strategy = source.strategy();
    RecordStore.page(sql, source.memory(), source.path(), strategy.id(), Long.MAX_VALUE, most)
        .stream()
        .filter(source::holds)
        .forEach(record -> known.add(new Known(strategy.name(), record)));
  }

  /**
   * Keeps what was said and answered as one event of the session.
   *
   * @param token the same one is kept once
   */
  public void remember(Place place, String token, String said, String answer) {
    Memory memory = MemoryStore.named(database, place.memory());
    ObjectNode input =
        Json.object()
            .put("memoryId", memory.id().value())
            .put("actorId", Ids.actor(place.actor()))
            .put("sessionId", Ids.session(place.session()))
            .put("clientToken", token);
    Instant now = clock.instant();
    input.put("eventTimestamp", Timestamps.seconds(now));
    ArrayNode payload = input.putArray("payload");
    add(payload, "USER", said);
    add(payload, "ASSISTANT", answer);
    events.create(input);
  }

  private static void add(ArrayNode payload, String role, String text) {
    payload
        .addObject()
        .putObject("conversational")
        .put("role", role)
        .putObject("content")
        .put("text", Storable.fitting(text, MAX_TEXT));
  }

  /** Removes the session's events and what strategies had still to do with them. */
  public void forgetSession(Place place) {
    Memory memory = MemoryStore.named(database, place.memory());
    SessionStore.remove(
        database, memory.id(), Ids.actor(place.actor()), Ids.session(place.session()));
  }
}
