package dev.cadre.memory;

import dev.cadre.memory.Consolidation.Learnt;
import dev.cadre.memory.ExtractionStore.Work;
import dev.cadre.store.Database;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is learnt over the episodes at or below one namespace, whenever there is a new one. It is
 * stored with that episode, in one transaction, and was made of all that its episodes were made of:
 * who is forgotten takes it along.
 */
final class Reflection {
  /** Begins the subject of every reflection, and of no episode. */
  static final String PREFIX = "reflection ";

  /** The last episodes that are looked at. */
  private static final int EPISODES = 50;

  /** The episode that is not stored yet, as a turn. */
  private static final String NEW = "new";

  private final Database database;
  private final Extractor extractor;

  Reflection(Database database, Extractor extractor) {
    this.database = database;
    this.extractor = extractor;
  }

  /**
   * @param namespace of the reflections
   * @param text what is learnt
   * @param subject what it is about
   * @param records the episodes it was made of, besides the new one
   * @param metadata what was inferred of it; null for nothing
   */
  record Thought(
      String namespace,
      String text,
      String subject,
      List<String> records,
      @Nullable ObjectNode metadata) {
    /** As it is stored: said when the episode was, and made of its events. */
    Learnt learnt(Learnt episode, @Nullable ObjectNode all, Vector vector) {
      return new Learnt(
          namespace, text, subject, episode.events(), records, episode.at(), all, vector);
    }
  }

  /**
   * Only what the new episode has a part in: of the others nothing new is known.
   *
   * @param known the reflections that are there
   */
  List<Thought> over(
      Work work, Strategy strategy, String namespace, Learnt episode, List<Extractor.Known> known) {
    String own = Consolidation.key(Objects.requireNonNull(episode.subject()));
    List<Extractor.Turn> turns = new ArrayList<>();
    Map<String, MemoryRecord> stored = new HashMap<>();
    List<MemoryRecord> before =
        RecordStore.below(
            database,
            work.memory(),
            new NamespacePath(namespace),
            work.strategy(),
            PREFIX,
            EPISODES);
    for (MemoryRecord record : before.reversed()) {
      boolean isNew =
          record.namespace().equals(episode.namespace()) && own.equals(record.subject());
      if (!isNew) {
        stored.put(record.id(), record);
        turns.add(turn(record.id(), record.content(), record.updatedAt()));
      }
    }
    turns.add(turn(NEW, episode.text(), episode.at()));
    return extractor
        .extract(
            new Extractor.Request(
                Extractor.Kind.REFLECTION,
                work.actor(),
                work.session(),
                strategy.reflection().path("appendToPrompt").asString(""),
                new RecordMetadata(
                        strategy.reflection().path("memoryRecordSchema").path("metadataSchema"))
                    .inferred(),
                known,
                List.of(),
                turns))
        .stream()
        .filter(candidate -> candidate.events().contains(NEW))
        .map(candidate -> thought(namespace, candidate, stored))
        .toList();
  }

  private static Extractor.Turn turn(String id, String text, Instant at) {
    return new Extractor.Turn(id, Extractor.Role.OTHER, text, at);
  }

  private static Thought thought(
      String namespace, Extractor.Candidate candidate, Map<String, MemoryRecord> stored) {
    String subject = candidate.subject() == null ? candidate.text() : candidate.subject();
    return new Thought(
        namespace,
        candidate.text(),
        // A long subject becomes a hash, which must not lose what it begins with.
        PREFIX + Consolidation.key(subject),
        candidate.events().stream().filter(stored::containsKey).toList(),
        candidate.metadata());
  }
}
