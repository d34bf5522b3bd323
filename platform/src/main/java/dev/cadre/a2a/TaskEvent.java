package dev.cadre.a2a;

import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/**
 * Something that happened to a task, as it is stored.
 *
 * @param seq counts a task's events from 1
 * @param body a {@code Message}, {@code TaskStatus}, or {@code {artifact, append, lastChunk}}
 */
record TaskEvent(int seq, Kind kind, Instant at, ObjectNode body) {

  /** What happens to tasks. */
  enum Kind {
    MESSAGE,
    STATUS,
    ARTIFACT
  }
}
