package dev.cadre.bench;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Okapi BM25 with its usual constants over words given.
 *
 * @see <a href="https://doi.org/10.1561/1500000019">Robertson and Zaragoza, The Probabilistic
 *     Relevance Framework</a>
 */
final class Bm25 {
  private static final double K1 = 1.2;
  private static final double B = 0.75;

  private final List<Map<String, Integer>> texts;
  private final Map<String, Integer> having = new HashMap<>();
  private final double average;

  /**
   * @param texts the words of each and how often they occur
   */
  Bm25(List<Map<String, Integer>> texts) {
    this.texts = List.copyOf(texts);
    texts.forEach(text -> text.keySet().forEach(word -> having.merge(word, 1, Integer::sum)));
    average = texts.stream().mapToInt(Bm25::length).average().orElse(1);
  }

  private static int length(Map<String, Integer> text) {
    return text.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** The best texts' places, the best first. */
  List<Integer> best(List<String> words, int count) {
    double[] scores = texts.stream().mapToDouble(text -> score(text, words)).toArray();
    return IntStream.range(0, scores.length)
        .filter(i -> scores[i] > 0)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> scores[i]).reversed())
        .limit(count)
        .toList();
  }

  private double score(Map<String, Integer> text, List<String> words) {
    double norm = K1 * (1 - B + B * length(text) / average);
    double sum = 0;
    for (String word : words) {
      int count = text.getOrDefault(word, 0);
      int in = having.getOrDefault(word, 0);
      double rarity = Math.log(1 + (texts.size() - in + 0.5) / (in + 0.5));
      sum += rarity * count * (K1 + 1) / (count + norm);
    }
    return sum;
  }
}
