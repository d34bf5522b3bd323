package dev.cadre.memory;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Vectors without a model: every word, and every three letters of one, turns the vector a little to
 * one side. Texts are near when they share words or parts of words; it knows no meaning.
 */
final class WordEmbedder implements Embedder {
  private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final int PART = 3;
  private static final float PART_WEIGHT = 0.3f;

  @Override
  public String name() {
    return "words-1";
  }

  @Override
  public float[] embed(String text) {
    float[] vector = new float[DIMENSIONS];
    for (String word : NO_WORD.split(text.toLowerCase(Locale.ROOT))) {
      if (!word.isEmpty()) {
        add(vector, word, 1);
        for (int i = 0; i + PART <= word.length(); i++) {
          add(vector, "#" + word.substring(i, i + PART), PART_WEIGHT);
        }
      }
    }
    return Vectors.normalised(vector);
  }

  @Override
  public List<float[]> embedAll(List<String> texts) {
    return texts.stream().map(this::embed).toList();
  }

  private static void add(float[] vector, String token, float weight) {
    long hash = Words.hash(token);
    int at = (int) Math.floorMod(hash, (long) vector.length);
    vector[at] += (hash >>> 40 & 1) == 0 ? weight : -weight;
  }
}
