package dev.cadre.toolkit.knowledge;

import dev.cadre.embedding.Embedder;
import dev.cadre.toolkit.documents.Stems;
import dev.cadre.toolkit.files.Interruption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleConsumer;
import java.util.function.Predicate;

/**
 * The chunks of a folder at one time, and which of them answer a question: by BM25 over word stems,
 * and by meaning. Vectors are made when a question first needs them. Thread-safe.
 */
final class Corpus {
  private static final double K1 = 1.2;
  private static final double B = 0.75;

  /** The best by words, and of few all, are compared by meaning too. */
  private static final int EMBEDDED = 32;

  /** BGE's vectors of texts that have nothing to do with one another are this near. */
  private static final double UNRELATED = 0.5;

  private static final double WORDS = 0.5;

  /** What is so much worse than the best is about something else. */
  private static final double NEAR_BEST = 0.75;

  private final Embedder embedder;
  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, Integer> holders = new HashMap<>();
  private final Map<Chunk, float[]> vectors = new ConcurrentHashMap<>();
  private final double average;

  private record Entry(Chunk chunk, Map<String, Integer> stems, int length) {}

  /**
   * @param score 0 to 1
   */
  record Hit(Chunk chunk, double score) {}

  private record Scored(Chunk chunk, double words) {}

  Corpus(Embedder embedder, List<Chunk> chunks) {
    this.embedder = embedder;
    long words = 0;
    for (Chunk chunk : chunks) {
      Map<String, Integer> stems = new HashMap<>();
      List<String> all = Stems.of(chunk.searched());
      all.forEach(stem -> stems.merge(stem, 1, Integer::sum));
      stems.keySet().forEach(stem -> holders.merge(stem, 1, Integer::sum));
      entries.add(new Entry(chunk, stems, all.size()));
      words += all.size();
    }
    average = Math.max(1, (double) words / Math.max(1, chunks.size()));
  }

  List<Chunk> chunks() {
    return entries.stream().map(Entry::chunk).toList();
  }

  /**
   * The best first, of those that {@code among} takes.
   *
   * @param floor the least score
   * @param done hears which part of the passages is compared, from 0 to 1
   */
  List<Hit> search(
      String question, Predicate<Chunk> among, int most, double floor, DoubleConsumer done)
      throws InterruptedException {
    Set<String> asked = new HashSet<>(Stems.of(question));
    double whole =
        asked.stream().filter(holders::containsKey).mapToDouble(stem -> rarity(stem)).sum();
    List<Scored> scored = new ArrayList<>();
    for (Entry entry : entries) {
      if (among.test(entry.chunk())) {
        scored.add(new Scored(entry.chunk(), whole == 0 ? 0 : words(asked, entry) / whole));
      }
    }
    scored.sort(Comparator.comparingDouble(Scored::words).reversed());
    float[] vector = scored.isEmpty() ? new float[0] : embedder.embed(question);
    List<Hit> hits = new ArrayList<>();
    List<Scored> compared = scored.subList(0, Math.min(EMBEDDED, scored.size()));
    for (int i = 0; i < compared.size(); i++) {
      Interruption.check();
      done.accept((double) i / compared.size());
      Scored one = compared.get(i);
      double near = (cosine(vector, vector(one.chunk())) - UNRELATED) / (1 - UNRELATED);
      double score = WORDS * Math.min(1, one.words()) + (1 - WORDS) * Math.clamp(near, 0, 1);
      if (score >= floor) {
        hits.add(new Hit(one.chunk(), score));
      }
    }
    hits.sort(Comparator.comparingDouble(Hit::score).reversed());
    double least = hits.isEmpty() ? 0 : hits.getFirst().score() * NEAR_BEST;
    return hits.stream().filter(hit -> hit.score() >= least).limit(most).toList();
  }

  private double words(Set<String> asked, Entry entry) {
    double sum = 0;
    for (String stem : asked) {
      int tf = entry.stems().getOrDefault(stem, 0);
      if (tf > 0) {
        sum += rarity(stem) * tf * (K1 + 1) / (tf + K1 * (1 - B + B * entry.length() / average));
      }
    }
    return sum;
  }

  private double rarity(String stem) {
    int with = holders.getOrDefault(stem, 0);
    return Math.log(1 + (entries.size() - with + 0.5) / (with + 0.5));
  }

  private float[] vector(Chunk chunk) {
    return vectors.computeIfAbsent(chunk, one -> embedder.embed(one.heading() + "\n" + one.text()));
  }

  /** The same chunks' vectors hold on. */
  Corpus keeping(Corpus before) {
    Set<Chunk> own = new HashSet<>(chunks());
    before.vectors.forEach(
        (chunk, vector) -> {
          if (own.contains(chunk)) {
            vectors.put(chunk, vector);
          }
        });
    return this;
  }

  private static double cosine(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
