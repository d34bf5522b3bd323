package dev.cadre.worker;

import java.time.Instant;

/**
 * One line that a worker wrote: at most 16 KB, malformed UTF-8 replaced, NUL removed, no newline.
 */
public record LogLine(Instant at, Stream stream, String text) {

  /** Where the line came from; {@code NOTICE} is the platform speaking about the worker. */
  public enum Stream {
    STDOUT,
    STDERR,
    NOTICE
  }
}
