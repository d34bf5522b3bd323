package dev.cadre.toolkit.documents;

import dev.cadre.embedding.Embedder;
import dev.cadre.toolkit.documents.Passages.Passage;
import dev.cadre.toolkit.files.Interruption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which passages answer a question: by BM25 over word stems, and of the best of those, and the
 * whole of a short document, by meaning too. A vector of a passage takes some 50 ms, so that a book
 * is not embedded for one question.
 */
final class Relevance {
  private static final int EMBEDDED = 16;
  private static final double K1 = 1.2;
  private static final double B = 0.75;

  /** BGE's vectors of passages that have nothing to do with one another are this near. */
  private static final double UNRELATED = 0.5;

  /** What words count; the rest is meaning's. */
  private static final double WORDS = 0.35;

  private final Embedder embedder;

  Relevance(Embedder embedder) {
    this.embedder = embedder;
  }

  /**
   * @param score from 0 to 1
   * @param words whether it shares a word with the question
   */
  record Hit(Passage passage, double score, boolean words) {}

  /** The best first; what has nothing to do with the question is left out. */
  List<Hit> rank(String question, List<Passage> passages, int most) throws InterruptedException {
    double[] lexical = bm25(Stems.of(question), passages);
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < passages.size(); i++) {
      order.add(i);
    }
    order.sort(Comparator.comparingDouble((Integer i) -> -lexical[i]));
    List<Integer> candidates = order.subList(0, Math.min(EMBEDDED, order.size()));
    if (candidates.isEmpty()) {
      return List.of();
    }
    double best = Math.max(lexical[candidates.getFirst()], 1e-9);
    float[] asked = embedder.embed(question);
    List<Hit> hits = new ArrayList<>();
    for (int i : candidates) {
      Interruption.check();
      Passage passage = passages.get(i);
      double meaning = cosine(asked, embedder.embed(passage.label() + "\n" + passage.text()));
      double near = Math.clamp((meaning - UNRELATED) / (1 - UNRELATED), 0, 1);
      double score = WORDS * lexical[i] / best + (1 - WORDS) * near;
      if (score >= 0.1) {
        hits.add(new Hit(passage, score, lexical[i] > 0));
      }
    }
    hits.sort(Comparator.comparingDouble(Hit::score).reversed());
    return List.copyOf(hits.subList(0, Math.min(most, hits.size())));
  }

  private static double cosine(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double[] bm25(List<String> question, List<Passage> passages)
      throws InterruptedException {
    List<Map<String, Integer>> counts = new ArrayList<>();
    Map<String, Integer> documents = new HashMap<>();
    double words = 0;
    for (Passage passage : passages) {
      Interruption.check();
      Map<String, Integer> count = new HashMap<>();
      Stems.of(passage.label() + " " + passage.text())
          .forEach(stem -> count.merge(stem, 1, Integer::sum));
      counts.add(count);
      count.keySet().forEach(stem -> documents.merge(stem, 1, Integer::sum));
      words += count.values().stream().mapToInt(Integer::intValue).sum();
    }
    double average = Math.max(words / Math.max(passages.size(), 1), 1);
    int[] lengths =
        counts.stream()
            .mapToInt(count -> count.values().stream().mapToInt(Integer::intValue).sum())
            .toArray();
    double[] scores = new double[passages.size()];
    for (String stem : question.stream().distinct().toList()) {
      Interruption.check();
      int with = documents.getOrDefault(stem, 0);
      double rarity = Math.log(1 + (passages.size() - with + 0.5) / (with + 0.5));
      for (int i = 0; i < scores.length; i++) {
        double tf = counts.get(i).getOrDefault(stem, 0);
        scores[i] += rarity * tf * (K1 + 1) / (tf + K1 * (1 - B + B * lengths[i] / average));
      }
    }
    return scores;
  }
}
