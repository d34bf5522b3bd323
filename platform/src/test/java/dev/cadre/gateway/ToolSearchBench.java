package dev.cadre.gateway;

import dev.cadre.embedding.BgeEmbedder;
import dev.cadre.gateway.ToolIndex.Weights;
import dev.cadre.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ObjectNode;

/**
 * How well tools are found: MetaTool's queries, each of which names one tool, over its 199 tools.
 * The weights are tuned on every fifth query and reported on the rest. Run by hand with the path of
 * MetaTool's folder {@code dataset}, and how many of each hundred queries to take.
 */
final class ToolSearchBench {
  private record Query(String text, String tool, float[] vector) {}

  private record Hits(double first, double five, double ten) {}

  private final BgeEmbedder embedder = new BgeEmbedder();
  private final List<ObjectNode> tools = new ArrayList<>();
  private final Vectors vectors;
  private final List<Query> tuning = new ArrayList<>();
  private final List<Query> held = new ArrayList<>();

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    int share = args.length > 1 ? Integer.parseInt(args[1]) : 100;
    new ToolSearchBench(folder, share).run();
    System.exit(0);
  }

  private ToolSearchBench(Path folder, int share) throws IOException {
    Json.parse(Files.readAllBytes(folder.resolve("plugin_des.json")))
        .properties()
        .forEach(
            tool ->
                tools.add(
                    Json.object()
                        .put("name", tool.getKey())
                        .put("description", tool.getValue().asString())));
    vectors = new Vectors(embedder.embed(tools.stream().map(ToolText::meaning).toList()));
    int number = 0;
    for (String line :
        Files.readAllLines(folder.resolve("data/all_clean_data.csv")).subList(1, 20_615)) {
      int comma = line.lastIndexOf(',');
      String text = line.substring(0, comma).replaceAll("^\"|\"$", "").replace("\"\"", "\"");
      number++;
      if (comma > 0 && number % 100 < share) {
        Query query =
            new Query(
                text,
                line.substring(comma + 1).strip(),
                embedder.embed(SearchTool.QUERY_PREFIX + text));
        (number % 5 == 0 ? tuning : held).add(query);
      }
    }
  }

  /** The time of a search over 5,000 tools: the question's vector, and the ranking. */
  private void time() {
    List<ToolIndex.Entry> many =
        IntStream.range(0, 5_000)
            .mapToObj(
                i -> new ToolIndex.Entry(tools.get(i % tools.size()), vectors, i % tools.size()))
            .toList();
    ToolIndex index = new ToolIndex(many, Weights.TUNED);
    List<Query> asked = held.subList(0, Math.min(500, held.size()));
    long[] meaning = new long[asked.size()];
    long[] ranking = new long[asked.size()];
    for (int i = 0; i < asked.size(); i++) {
      String text = asked.get(i).text() + " " + i;
      long began = System.nanoTime();
      float[] vector = embedder.embed(SearchTool.QUERY_PREFIX + text);
      long embedded = System.nanoTime();
      index.best(text, vector, 10);
      meaning[i] = embedded - began;
      ranking[i] = System.nanoTime() - embedded;
    }
    Arrays.sort(meaning);
    Arrays.sort(ranking);
    System.out.printf(
        Locale.ROOT,
        "5,000 tools: p50 %.2f ms for the question's vector, %.2f ms for the ranking (p99 %.2f,"
            + " %.2f)%n",
        meaning[meaning.length / 2] / 1e6,
        ranking[ranking.length / 2] / 1e6,
        meaning[meaning.length * 99 / 100] / 1e6,
        ranking[ranking.length * 99 / 100] / 1e6);
  }

  private void run() {
    time();
    System.out.printf("%d to tune on, %d held back%n", tuning.size(), held.size());
    Map<Weights, Hits> tried = new HashMap<>();
    for (double meaning : new double[] {0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9}) {
      for (double name : new double[] {1, 2, 3}) {
        for (double k1 : new double[] {0.3, 0.6, 1.2}) {
          for (double b : new double[] {0, 0.3, 0.75}) {
            Weights weights = new Weights(meaning, name, 0.5, k1, b);
            tried.put(weights, hits(weights, tuning));
          }
        }
      }
    }
    tried.entrySet().stream()
        .sorted(Comparator.comparingDouble(e -> -e.getValue().five() - e.getValue().first()))
        .limit(12)
        .forEach(e -> print("tuning: " + e.getKey(), e.getValue()));
    print("BM25 alone", hits(new Weights(0, 1, 0.5, 1.2, 0.75), held));
    print("embeddings alone", hits(new Weights(1, 1, 0.5, 1.2, 0.75), held));
    print("both: " + Weights.TUNED, hits(Weights.TUNED, held));
  }

  private Hits hits(Weights weights, List<Query> queries) {
    List<ToolIndex.Entry> entries =
        IntStream.range(0, tools.size())
            .mapToObj(i -> new ToolIndex.Entry(tools.get(i), vectors, i))
            .toList();
    ToolIndex index = new ToolIndex(entries, weights);
    int[] places =
        queries.parallelStream()
            .mapToInt(
                query ->
                    index.best(query.text(), query.vector(), 10).stream()
                        .map(tool -> tool.path("name").asString())
                        .toList()
                        .indexOf(query.tool()))
            .toArray();
    return new Hits(part(places, 1), part(places, 5), part(places, 10));
  }

  private static double part(int[] places, int within) {
    return (double) IntStream.of(places).filter(p -> p >= 0 && p < within).count() / places.length;
  }

  private static void print(String what, Hits hits) {
    System.out.printf(
        Locale.ROOT,
        "hit@1 %.3f  hit@5 %.3f  hit@10 %.3f  %s%n",
        hits.first(),
        hits.five(),
        hits.ten(),
        what);
  }
}
