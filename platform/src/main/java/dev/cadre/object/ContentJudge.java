package dev.cadre.object;

import org.jspecify.annotations.Nullable;

/** Sees from a file's content what it is. Thread-safe. */
@FunctionalInterface
public interface ContentJudge {

  /**
   * Null when the content may be what {@code mediaType} says, else what it is instead, with its
   * article: {@code a PNG image}.
   *
   * @param mediaType one of {@link MediaKind}'s
   */
  @Nullable String otherwise(String name, String mediaType, byte[] content);
}
