package dev.cadre.embedding;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * BGE small (English, version 1.5, quantised) in this process: 384 dimensions, its weights in a
 * library's jar, a few milliseconds for a sentence. The first call, or {@link #load}, loads it,
 * which takes about a second; making an instance costs nothing.
 *
 * <p>Vectors of the latest texts are kept, for what is compared with every request: the
 * descriptions of tools above all.
 */
public final class BgeEmbedder implements Embedder {
  private static final int DIMENSIONS = 384;

  /** About 512 tokens of English; what comes after them the model can't read. */
  private static final int MAX_CHARACTERS = 2_000;

  /** About 7 MB of vectors. */
  private static final int KEPT = 4_096;

  private final Map<String, float[]> kept = new Kept();
  private @Nullable BgeModel model;

  /** Loads the model, so that no later call waits for it. */
  public void load() {
    model();
  }

  @Override
  public int dimensions() {
    return DIMENSIONS;
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    List<String> cut = texts.stream().map(BgeEmbedder::beginning).toList();
    Map<String, float[]> vectors = known(cut);
    SequencedSet<String> missing = new LinkedHashSet<>(cut);
    missing.removeAll(vectors.keySet());
    if (!missing.isEmpty()) {
      vectors.putAll(make(List.copyOf(missing)));
    }
    List<float[]> result = new ArrayList<>(cut.size());
    for (String text : cut) {
      // Callers may change what they get; what is kept stays as it was made.
      result.add(Objects.requireNonNull(vectors.get(text)).clone());
    }
    return List.copyOf(result);
  }

  private Map<String, float[]> known(List<String> texts) {
    Map<String, float[]> known = LinkedHashMap.newLinkedHashMap(texts.size());
    synchronized (kept) {
      for (String text : texts) {
        float[] vector = kept.get(text);
        if (vector != null) {
          known.put(text, vector);
        }
      }
    }
    return known;
  }

  private Map<String, float[]> make(List<String> texts) {
    List<Embedding> made =
        model().embedAll(texts.stream().map(TextSegment::from).toList()).content();
    Map<String, float[]> vectors = LinkedHashMap.newLinkedHashMap(texts.size());
    for (int i = 0; i < texts.size(); i++) {
      vectors.put(texts.get(i), unit(made.get(i).vector()));
    }
    synchronized (kept) {
      kept.putAll(vectors);
    }
    return vectors;
  }

  private synchronized BgeModel model() {
    if (model == null) {
      model = BgeModel.load();
    }
    return model;
  }

  /**
   * The library refuses a text of white space and control characters: a full stop stands for it.
   */
  private static String beginning(String text) {
    String cut = text.length() > MAX_CHARACTERS ? text.substring(0, MAX_CHARACTERS) : text;
    return cut.trim().isEmpty() ? "." : cut;
  }

  private static float[] unit(float[] vector) {
    double square = 0;
    for (float component : vector) {
      square += component * component;
    }
    float length = (float) Math.sqrt(square);
    float[] unit = new float[vector.length];
    for (int i = 0; i < vector.length; i++) {
      unit[i] = vector[i] / length;
    }
    return unit;
  }

  /** Drops what was used longest ago. */
  private static final class Kept extends LinkedHashMap<String, float[]> {
    private static final long serialVersionUID = 1L;

    Kept() {
      super(256, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, float[]> eldest) {
      return size() > KEPT;
    }
  }
}
