package dev.cadre.memory;

import dev.cadre.store.Sql;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings what was learnt into the records: what is new becomes a record, what is known gets another
 * source, and what is known otherwise is replaced. Runs on the caller's transaction.
 */
final class Consolidation {
  private static final int MAX_SUBJECT = 200;
  private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

  private Consolidation() {}

  /** What became of something learnt. */
  enum Outcome {
    CREATED,
    /** It was known; one more event says so. */
    CONFIRMED,
    REPLACED,
    /** Something later is known about the same. */
    OUTDATED
  }

  /**
   * Something learnt.
   *
   * @param at when it was said
   * @param records those it was made of besides the events: what these were made of, it was, too
   */
  record Learnt(
      String namespace,
      String text,
      @Nullable String subject,
      List<String> events,
      List<String> records,
      Instant at,
      @Nullable ObjectNode metadata,
      Vector vector) {}

  static Outcome apply(
      Sql sql,
      ExtractionStore.Work work,
      Namespaces.Locked namespace,
      Learnt learnt,
      String embedder) {
    String subject = key(learnt.subject() == null ? learnt.text() : learnt.subject());
    Optional<MemoryRecord> known = RecordStore.about(sql, namespace, work.strategy(), subject);
    MemoryRecord now =
        new MemoryRecord(
            known.map(MemoryRecord::id).orElseGet(MemoryRecord::newId),
            0,
            learnt.namespace(),
            work.strategy(),
            subject,
            learnt.text(),
            learnt.metadata(),
            known.map(MemoryRecord::createdAt).orElse(learnt.at()),
            learnt.at());
    Outcome outcome = known.map(before -> judge(sql, work, before, now)).orElse(Outcome.CREATED);
    switch (outcome) {
      case CREATED ->
          RecordStore.insert(sql, work.memory(), namespace, now, learnt.vector(), embedder);
      case REPLACED -> RecordStore.update(sql, namespace, now, learnt.vector(), embedder);
      case CONFIRMED, OUTDATED -> {}
    }
    if (outcome != Outcome.OUTDATED) {
      RecordStore.addSources(
          sql, work.memory(), now.id(), work.actor(), work.session(), learnt.events());
      RecordStore.addSourcesOf(sql, now.id(), learnt.records());
    }
    return outcome;
  }

  /** Within a session what comes later is later, whatever the clock says. */
  private static Outcome judge(
      Sql sql, ExtractionStore.Work work, MemoryRecord before, MemoryRecord now) {
    if (before.content().equals(now.content())) {
      return Outcome.CONFIRMED;
    }
    boolean later = !now.updatedAt().isBefore(before.updatedAt());
    return later || RecordStore.madeOf(sql, before.id(), work.actor(), work.session())
        ? Outcome.REPLACED
        : Outcome.OUTDATED;
  }

  /** The same subject however it is written; a long one by its hash. */
  static String key(String subject) {
    String words = NO_WORD.matcher(subject.toLowerCase(Locale.ROOT)).replaceAll(" ").strip();
    return words.length() <= MAX_SUBJECT ? words : hash(words);
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
