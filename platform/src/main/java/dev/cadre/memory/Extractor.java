package dev.cadre.memory;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Makes records of what was said. It may block, and may be asked the same again. Thread-safe. */
public interface Extractor {

  /** What is looked for. */
  enum Kind {
    FACTS,
    PREFERENCES,
    /** One record: the session so far in short. */
    SUMMARY,
    /** One record: what was wanted, done and reached. */
    EPISODE,
    /** What several episodes have in common; each of them is a turn. */
    REFLECTION
  }

  /** Who said it, as the API spells it. */
  enum Role {
    USER,
    ASSISTANT,
    TOOL,
    OTHER
  }

  /** One thing said, in an event. */
  record Turn(String event, Role role, String text, Instant at) {}

  /**
   * @param instructions what a strategy's owner adds to the task; empty for nothing
   * @param metadata what is to be inferred of each record besides; only a language model can
   * @param known what the namespace has already, the latest first; not all of a large one
   * @param before turns right before these, which were read already: what the new ones refer to
   * @param turns oldest first: those that are new or, for a summary or an episode, all of the
   *     session
   */
  record Request(
      Kind kind,
      String actor,
      String session,
      String instructions,
      List<RecordMetadata.Field> metadata,
      List<Known> known,
      List<Turn> before,
      List<Turn> turns) {
    public Request {
      metadata = List.copyOf(metadata);
      known = List.copyOf(known);
      before = List.copyOf(before);
      turns = List.copyOf(turns);
    }
  }

  /** A record that is there. */
  record Known(String subject, String text) {}

  /**
   * @param text at most 16,000 characters
   * @param subject what it is about: what is learnt later about the same replaces it; null when
   *     only the same text is the same thing
   * @param events those it was made of, at least one; of turns or of those before
   * @param metadata what was inferred, by key; null for nothing
   */
  record Candidate(
      String text, @Nullable String subject, List<String> events, @Nullable ObjectNode metadata) {
    public Candidate {
      events = List.copyOf(events);
    }

    public Candidate(String text, @Nullable String subject, List<String> events) {
      this(text, subject, events, null);
    }
  }

  /** In the order in which they were said; empty when there is nothing to keep. */
  List<Candidate> extract(Request request);
}
