package dev.cadre.gateway;

import dev.cadre.embedding.Embedder;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** Texts with the same letters are near: enough for tests, and fast. */
final class LetterEmbedder implements Embedder {
  final AtomicInteger embedded = new AtomicInteger();

  @Override
  public int dimensions() {
    return 26;
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    embedded.addAndGet(texts.size());
    return texts.stream().map(LetterEmbedder::vector).toList();
  }

  private static float[] vector(String text) {
    float[] vector = new float[26];
    text.toLowerCase(Locale.ROOT)
        .chars()
        .filter(c -> c >= 'a' && c <= 'z')
        .forEach(c -> vector[c - 'a']++);
    double length = 0;
    for (float part : vector) {
      length += part * part;
    }
    for (int i = 0; i < vector.length; i++) {
      vector[i] = length == 0 ? 0 : (float) (vector[i] / Math.sqrt(length));
    }
    return vector;
  }
}
