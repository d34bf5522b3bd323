package dev.cadre.memory;

import dev.cadre.embedding.Embedder;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Vectors without a model: every word, and every three letters of one, turns the vector a little to
 * one side. Texts are near when they share words or parts of words; it knows no meaning.
 */
final class WordEmbedder implements Embedder {
  static final int DIMENSIONS = 384;
  private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final int PART = 3;
  private static final float PART_WEIGHT = 0.3f;

  @Override
  public int dimensions() {
    return DIMENSIONS;
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    return texts.stream().map(WordEmbedder::vector).toList();
  }

  private static float[] vector(String text) {
    float[] vector = new float[DIMENSIONS];
    for (String word : NO_WORD.split(text.toLowerCase(Locale.ROOT), -1)) {
      if (!word.isEmpty()) {
        add(vector, word, 1);
        for (int i = 0; i + PART <= word.length(); i++) {
          add(vector, "#" + word.substring(i, i + PART), PART_WEIGHT);
        }
      }
    }
    return normalised(vector);
  }

  /** {@code vector} itself, brought to length 1 unless it is all zeros. */
  static float[] normalised(float[] vector) {
    double square = 0;
    for (float component : vector) {
      square += component * component;
    }
    float length = (float) Math.sqrt(square);
    for (int i = 0; length > 0 && i < vector.length; i++) {
      vector[i] /= length;
    }
    return vector;
  }

  private static void add(float[] vector, String token, float weight) {
    long hash = Words.hash(token);
    int at = (int) Math.floorMod(hash, (long) vector.length);
    vector[at] += ((hash >>> 40) & 1) == 0 ? weight : -weight;
  }
}
