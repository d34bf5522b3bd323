package dev.cadre.bench;

import dev.cadre.embedding.BgeEmbedder;
import dev.cadre.json.Json;
import dev.cadre.store.Database;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How much of the evidence of LoCoMo's questions is among the first records found: by
 * RetrieveMemoryRecords over the wire, and by what one would have without it. One record for each
 * turn, one namespace for each conversation.
 */
final class Recall {
  private static final int TOP = 10;
  private static final int FIRST = 5;

  private final List<Locomo> conversations;
  private final BgeEmbedder embedder = new BgeEmbedder();

  Recall(List<Locomo> conversations) {
    this.conversations = List.copyOf(conversations);
  }

  /** Finds turns for a question; their ids, the best first. */
  private interface Way {
    List<String> find(String question) throws IOException;
  }

  /** What one way found, over all questions. */
  private static final class Score {
    private int questions;
    private double atFirst;
    private double atTop;

    void add(Locomo.Question question, List<String> found) {
      questions++;
      atFirst += share(question, found.subList(0, Math.min(FIRST, found.size())));
      atTop += share(question, found);
    }

    private static double share(Locomo.Question question, List<String> found) {
      long hit = question.evidence().stream().filter(found::contains).count();
      return (double) hit / question.evidence().size();
    }
  }

  void print(PrintStream out) throws IOException {
    Map<String, Score> scores = new LinkedHashMap<>();
    try (MemoryPlatform platform = MemoryPlatform.start(embedder)) {
      String memory = platform.create("locomo");
      for (Locomo conversation : conversations) {
        for (Map.Entry<String, Way> way : ways(platform, memory, conversation).entrySet()) {
          Score score = scores.computeIfAbsent(way.getKey(), _ -> new Score());
          for (Locomo.Question question : conversation.questions()) {
            score.add(question, way.getValue().find(question.text()));
          }
        }
      }
    }
    out.println("| way | questions | recall@5 | recall@10 |");
    out.println("|---|---|---|---|");
    scores.forEach(
        (name, score) ->
            out.printf(
                Locale.ROOT,
                "| %s | %,d | %.1f %% | %.1f %% |%n",
                name,
                score.questions,
                100 * score.atFirst / score.questions,
                100 * score.atTop / score.questions));
  }

  private Map<String, Way> ways(MemoryPlatform platform, String memory, Locomo conversation)
      throws IOException {
    List<String> texts = conversation.turns().stream().map(Locomo.Turn::text).toList();
    String namespace = "/conversation/" + conversation.number();
    List<String> records = platform.add(memory, namespace, texts);
    Map<String, String> turns = new HashMap<>();
    for (int i = 0; i < records.size(); i++) {
      turns.put(records.get(i), conversation.turns().get(i).id());
    }
    Database database = platform.database();
    Bm25 bm25 = new Bm25(texts.stream().map(text -> words(database, text)).toList());
    List<float[]> vectors = embedder.embed(texts);
    Map<String, Way> ways = new LinkedHashMap<>();
    ways.put(
        "PostgreSQL's full text (ts_rank_cd)", q -> named(fullText(database, namespace, q), turns));
    ways.put("embeddings (BGE small)", q -> placed(nearest(vectors, q), conversation));
    ways.put(
        "BM25 over PostgreSQL's stems",
        q -> placed(bm25.best(List.copyOf(words(database, q).keySet()), TOP), conversation));
    ways.put("RetrieveMemoryRecords", q -> named(retrieved(platform, memory, namespace, q), turns));
    return ways;
  }

  private static List<String> named(List<String> records, Map<String, String> turns) {
    return records.stream().map(record -> turns.getOrDefault(record, "")).toList();
  }

  private static List<String> placed(List<Integer> places, Locomo conversation) {
    return places.stream().map(place -> conversation.turns().get(place).id()).toList();
  }

  private static List<String> retrieved(
      MemoryPlatform platform, String memory, String namespace, String question)
      throws IOException {
    try (Wire wire = new Wire(platform.target())) {
      byte[] request = MemoryPlatform.search(platform.target(), memory, namespace, question, TOP);
      List<String> found = new ArrayList<>();
      Json.parse(wire.exchange(request).requireOk().body())
          .path("memoryRecordSummaries")
          .forEach(record -> found.add(record.path("memoryRecordId").asString()));
      return found;
    }
  }

  private List<Integer> nearest(List<float[]> vectors, String question) {
    float[] asked = embedder.embed(question);
    double[] scores = vectors.stream().mapToDouble(vector -> cosine(asked, vector)).toArray();
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> scores[i]).reversed())
        .limit(TOP)
        .toList();
  }

  private static double cosine(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static Map<String, Integer> words(Database database, String text) {
    Map<String, Integer> words = new HashMap<>();
    database.list(
        "select lexeme, cardinality(positions) from unnest(to_tsvector('english', ?))",
        row -> words.put(row.getString(1), row.getInt(2)) == null,
        text);
    return words;
  }

  /** Any of the question's words will do: of all of them there is hardly ever a text. */
  private static List<String> fullText(Database database, String namespace, String question) {
    return database.list(
        """
        select r.id from memory_record r join memory_namespace n on n.key = r.namespace_key,
          to_tsquery('english', replace(plainto_tsquery('english', ?)::text, '&', '|')) query
        where n.namespace = ? and r.words @@ query order by ts_rank_cd(r.words, query) desc, r.id limit 10
        """,
        row -> row.getString(1),
        question,
        namespace);
  }
}
