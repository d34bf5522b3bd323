package dev.cadre.memory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What a search looks at of one record: not its text. */
record Indexed(
    String id,
    String strategy,
    @Nullable ObjectNode metadata,
    Instant createdAt,
    Instant updatedAt,
    Vector vector,
    Words words) {
  private static final int OVERHEAD = 200;

  /** About what it takes of the heap without its vector. */
  long bytes() {
    int perWord = Long.BYTES + Short.BYTES;
    return OVERHEAD + (long) words.different() * perWord;
  }

  Indexed at(Vector place) {
    return new Indexed(id, strategy, metadata, createdAt, updatedAt, place, words);
  }
}
