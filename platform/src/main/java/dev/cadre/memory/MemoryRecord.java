package dev.cadre.memory;

import dev.cadre.json.Json;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Something that is known for long.
 *
 * @param seq rises with creation
 * @param subject what it is about, so that what is learnt later replaces it; null when its writer
 *     did not say
 */
record MemoryRecord(
    String id,
    long seq,
    String namespace,
    String strategy,
    @Nullable String subject,
    String content,
    @Nullable ObjectNode metadata,
    Instant createdAt,
    Instant updatedAt) {

  /** 40 characters, as short as AWS allows. */
  static String newId() {
    return "mem-" + UUID.randomUUID();
  }

  /** The API's MemoryRecord, and its MemoryRecordSummary but for the score. */
  ObjectNode json() {
    ObjectNode json = Json.object().put("memoryRecordId", id);
    json.putObject("content").put("text", content);
    json.put("memoryStrategyId", strategy);
    json.putArray("namespaces").add(namespace);
    json.put("createdAt", Timestamps.seconds(createdAt));
    if (metadata != null && !metadata.isEmpty()) {
      json.set("metadata", metadata);
    }
    return json;
  }
}
