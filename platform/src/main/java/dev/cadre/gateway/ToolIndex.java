package dev.cadre.gateway;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tools of one gateway, found by meaning and words in one ranking: the cosine of the vectors,
 * and Okapi BM25 over name, description and parameters as a part of the most it could be.
 * Immutable.
 */
final class ToolIndex {

  /**
   * What counts how much.
   *
   * @param meaning of the cosine; the rest is of the words
   * @param name how often a word of the name counts
   * @param parameters how often a word of the parameters counts
   * @param k1 how soon a word that is repeated says nothing new
   * @param b how much a long text is held against it
   */
  record Weights(double meaning, double name, double parameters, double k1, double b) {
    /** Tuned on a fifth of MetaTool; see {@code docs/benchmarks.md}. */
    static final Weights TUNED = new Weights(0.6, 2, 0.5, 1.2, 0.3);
  }

  /**
   * A tool and where its vector is.
   *
   * @param vectors null while there are none
   * @param at the tool's place in them
   */
  record Entry(ObjectNode descriptor, @Nullable Vectors vectors, int at) {
    double near(float[] meaning) {
      return vectors == null || at >= vectors.size() ? 0 : dot(vectors.get(at), meaning);
    }
  }

  private record Posting(int tool, double frequency) {}

  private record Ranked(int tool, double score) {}

  private static final Comparator<Ranked> WORST_FIRST =
      Comparator.comparingDouble(Ranked::score)
          .thenComparing(Ranked::tool, Comparator.reverseOrder());

  private final List<Entry> entries;
  private final Weights weights;
  private final Map<String, List<Posting>> postings = new HashMap<>();
  private final double[] lengths;
  private final double averageLength;

  ToolIndex(List<Entry> entries, Weights weights) {
    this.entries = List.copyOf(entries);
    this.weights = weights;
    this.lengths = new double[entries.size()];
    for (int i = 0; i < entries.size(); i++) {
      add(i, entries.get(i).descriptor());
    }
    this.averageLength = Math.max(1, Arrays.stream(lengths).average().orElse(1));
  }

  private void add(int tool, ObjectNode descriptor) {
    Map<String, Double> frequencies = new HashMap<>();
    count(descriptor.path("name").asString(""), weights.name(), frequencies);
    count(ToolText.description(descriptor), 1, frequencies);
    count(ToolText.parameters(descriptor), weights.parameters(), frequencies);
    frequencies.forEach(
        (term, frequency) -> {
          lengths[tool] += frequency;
          postings.computeIfAbsent(term, _ -> new ArrayList<>()).add(new Posting(tool, frequency));
        });
  }

  private static void count(String text, double each, Map<String, Double> frequencies) {
    if (each > 0) {
      Terms.of(text).forEach(term -> frequencies.merge(term, each, Double::sum));
    }
  }

  /**
   * The descriptors that fit best, the best first.
   *
   * @param meaning the vector of {@code query}
   */
  List<ObjectNode> best(String query, float[] meaning, int wanted) {
    double[] scores = words(query);
    PriorityQueue<Ranked> best = new PriorityQueue<>(wanted + 1, WORST_FIRST);
    for (int i = 0; i < scores.length; i++) {
      double near = entries.get(i).near(meaning);
      best.add(new Ranked(i, weights.meaning() * near + (1 - weights.meaning()) * scores[i]));
      if (best.size() > wanted) {
        best.remove();
      }
    }
    return best.stream()
        .sorted(WORST_FIRST.reversed())
        .map(ranked -> entries.get(ranked.tool()).descriptor())
        .toList();
  }

  /** Okapi BM25 for each tool, as a part of what a tool with all the words could reach. */
  private double[] words(String query) {
    double[] scores = new double[entries.size()];
    Set<String> terms = new LinkedHashSet<>(Terms.of(query));
    double most = 0;
    for (String term : terms) {
      List<Posting> having = postings.getOrDefault(term, List.of());
      double rarity = Math.log(1 + (entries.size() - having.size() + 0.5) / (having.size() + 0.5));
      most += rarity * (weights.k1() + 1);
      for (Posting posting : having) {
        double f = posting.frequency();
        double length = lengths[posting.tool()] / averageLength;
        double norm = weights.k1() * (1 - weights.b() + weights.b() * length);
        scores[posting.tool()] += rarity * f * (weights.k1() + 1) / (f + norm);
      }
    }
    for (int i = 0; i < scores.length && most > 0; i++) {
      scores[i] /= most;
    }
    return scores;
  }

  private static double dot(float[] a, float[] b) {
    float sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
