package dev.cadre.memory;

import dev.cadre.embedding.Embedder;
import java.util.List;

/**
 * Makes vectors of texts. Thread-safe.
 *
 * @param name what makes them: vectors of different names can't be compared
 */
record Meaning(String name, Embedder embedder) {

  /** A vector of length 1. */
  float[] embed(String text) {
    return embedder.embed(text);
  }

  /** The vectors of {@code texts}, in their order. */
  List<float[]> embedAll(List<String> texts) {
    return texts.isEmpty() ? List.of() : embedder.embed(texts);
  }
}
