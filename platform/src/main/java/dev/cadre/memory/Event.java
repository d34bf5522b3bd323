package dev.cadre.memory;

import dev.cadre.json.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/**
 * Something that happened in a session of an actor.
 *
 * @param seq its place in the session, from 1
 * @param createdAt when it arrived
 * @param at when it happened, as its sender says
 * @param branch {@link #MAIN} unless the conversation was forked
 * @param root the event that its branch leaves at; null on the main branch
 * @param payload a JSON array; null where it was not asked for
 */
record Event(
    MemoryId memory,
    String actor,
    String session,
    long seq,
    Instant createdAt,
    Instant at,
    String branch,
    @Nullable String root,
    @Nullable String payload,
    @Nullable ObjectNode metadata,
    @Nullable ObjectNode variables,
    Mode mode) {
  static final String MAIN = "main";

  /** What becomes of an event. */
  enum Mode {
    /** Kept, and read by the strategies. */
    EXTRACT,
    /** Kept only. */
    SKIP,
    /** Read by the strategies only. */
    INGESTED
  }

  EventId id() {
    return EventId.of(at, seq);
  }

  /** The same, when its place is known. */
  Event at(long place) {
    return new Event(
        memory, actor, session, place, createdAt, at, branch, root, payload, metadata, variables,
        mode);
  }

  /** The same, when the root of its branch is known. */
  Event on(String rootEvent) {
    return new Event(
        memory, actor, session, seq, createdAt, at, branch, rootEvent, payload, metadata, variables,
        mode);
  }

  /** The API's Event. */
  ObjectNode json() {
    ObjectNode json =
        Json.object()
            .put("memoryId", memory.value())
            .put("actorId", actor)
            .put("sessionId", session)
            .put("eventId", id().toString())
            .put("eventTimestamp", Timestamps.seconds(at));
    if (payload != null) {
      json.putRawValue("payload", new RawValue(payload));
    }
    if (!branch.equals(MAIN)) {
      json.putObject("branch").put("rootEventId", root).put("name", branch);
    }
    if (metadata != null) {
      json.set("metadata", metadata);
    }
    return json;
  }
}
