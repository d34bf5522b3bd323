package dev.cadre.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One search's order: nearness in meaning (the cosine), shared words (Okapi BM25 over the records
 * looked at, as a part of what a text with all the words could reach) and, to decide between
 * equals, youth. Scores are between 0 and 1. Looking at records in pieces or at once gives the
 * same.
 */
final class Ranking {
  private static final Duration HALF_LIFE = Duration.ofDays(30);
  private static final double DECAY = Math.log(2) / HALF_LIFE.toSeconds();

  /**
   * What counts how much.
   *
   * @param k1 how soon a word that is repeated says nothing new
   * @param b how much a long text is held against it
   */
  record Weights(double meaning, double words, double youth, double k1, double b) {
    /** Those that found most of LoCoMo's evidence; see {@code docs/benchmarks.md}. */
    static final Weights TUNED = new Weights(0.6, 0.38, 0.02, 0.6, 0.3);
  }

  private static final Comparator<Scored> WORST_FIRST =
      Comparator.comparingDouble(Scored::score)
          .thenComparing(scored -> scored.record().id(), Comparator.reverseOrder());

  private final Vector meaning;
  private final long[] words;
  private final Instant now;
  private final int wanted;
  private final Weights weights;
  private final List<Sharing> sharing = new ArrayList<>();
  private final PriorityQueue<Scored> others = new PriorityQueue<>(WORST_FIRST);
  private final long[] having;
  private long seen;
  private long length;

  /** A record and its score. */
  record Scored(Indexed record, double score) {}

  /** A record that shares words with the question. */
  private static final class Sharing {
    private final Indexed record;
    private final double base;
    private final int[] counts;

    Sharing(Indexed record, double base, int[] counts) {
      this.record = record;
      this.base = base;
      this.counts = counts;
    }
  }

  /**
   * @param words hashes of the question's words
   * @param wanted how many of the best are kept
   */
  Ranking(Vector meaning, long[] words, Instant now, int wanted, Weights weights) {
    this.weights = weights;
    this.meaning = meaning;
    this.words = words;
    this.now = now;
    this.wanted = wanted;
    this.having = new long[words.length];
  }

  /** Looks at those records of {@code block} that are {@code wanted}. */
  void look(Block block, Predicate<Indexed> wanted) {
    float[] meant = block.vectors().cosines(meaning);
    for (int i = 0; i < meant.length; i++) {
      Indexed record = block.records().get(i);
      if (wanted.test(record)) {
        look(record, meant[i]);
      }
    }
  }

  private void look(Indexed record, float meant) {
    seen++;
    length += record.words().length();
    double base = base(record, meant);
    int @Nullable [] counts = null;
    for (int i = 0; i < words.length; i++) {
      int count = record.words().count(words[i]);
      if (count > 0) {
        counts = counts == null ? new int[words.length] : counts;
        counts[i] = count;
        having[i]++;
      }
    }
    if (counts != null) {
      sharing.add(new Sharing(record, base, counts));
    } else {
      // Without a word in common only the nearest in meaning can be among the best.
      offer(others, new Scored(record, base));
    }
  }

  /** The best first. */
  List<Scored> best() {
    PriorityQueue<Scored> best = new PriorityQueue<>(others);
    double[] rarity = new double[words.length];
    double most = 0;
    for (int i = 0; i < words.length; i++) {
      rarity[i] = Math.log(1 + (seen - having[i] + 0.5) / (having[i] + 0.5));
      most += rarity[i] * (weights.k1() + 1);
    }
    double average = seen == 0 ? 1 : Math.max(1, (double) length / seen);
    for (Sharing one : sharing) {
      offer(
          best,
          new Scored(one.record, one.base + weights.words() * bm25(one, rarity, average) / most));
    }
    List<Scored> order = new ArrayList<>(best);
    order.sort(WORST_FIRST.reversed());
    return order;
  }

  private double base(Indexed record, float meant) {
    double age = Math.max(0, now.getEpochSecond() - record.updatedAt().getEpochSecond());
    // Without words to share, meaning counts for all.
    double share = words.length == 0 ? weights.meaning() + weights.words() : weights.meaning();
    return share * Math.clamp(meant, 0, 1) + weights.youth() * Math.exp(-DECAY * age);
  }

  private double bm25(Sharing one, double[] rarity, double average) {
    double b = weights.b();
    double norm = weights.k1() * (1 - b + b * one.record.words().length() / average);
    double sum = 0;
    for (int i = 0; i < rarity.length; i++) {
      sum += rarity[i] * one.counts[i] * (weights.k1() + 1) / (one.counts[i] + norm);
    }
    return sum;
  }

  private void offer(PriorityQueue<Scored> best, Scored scored) {
    if (best.size() < wanted) {
      best.add(scored);
    } else if (!best.isEmpty() && WORST_FIRST.compare(best.element(), scored) < 0) {
      best.remove();
      best.add(scored);
    }
  }
}
