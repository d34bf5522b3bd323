package dev.cadre.memory;

import java.util.List;

/** Turns texts into vectors whose nearness is nearness in meaning. Thread-safe. */
public interface Embedder {
  /** Numbers in a vector. */
  int DIMENSIONS = 384;

  /** What made a vector; vectors of different names can't be compared. */
  String name();

  /** {@link #DIMENSIONS} numbers of length 1 together. */
  float[] embed(String text);

  /** The vectors of {@code texts}, in their order. */
  List<float[]> embedAll(List<String> texts);
}
