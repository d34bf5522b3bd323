package dev.cadre.embedding;

import java.util.List;

/** Makes vectors of texts. Thread-safe; calls block. */
public interface Embedder {

  /** Components of every vector. */
  int dimensions();

  /**
   * One vector of length 1 for each text, in their order. Of a text longer than the model reads
   * (512 tokens) the beginning counts.
   */
  List<float[]> embed(List<String> texts);

  default float[] embed(String text) {
    return embed(List.of(text)).getFirst();
  }
}
