package dev.cadre.memory;

import dev.cadre.embedding.Embedder;
import java.util.List;

/**
 * Makes vectors of texts. Thread-safe.
 *
 * @param name what makes them: vectors of different names can't be compared
 */
record Meaning(String name, Embedder embedder) {

  Vector embed(String text) {
    return Vector.of(embedder.embed(text));
  }

  /** The vectors of {@code texts}, in their order. */
  List<Vector> embedAll(List<String> texts) {
    return texts.isEmpty() ? List.of() : embedder.embed(texts).stream().map(Vector::of).toList();
  }
}
