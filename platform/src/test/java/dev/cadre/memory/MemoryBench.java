package dev.cadre.memory;

import dev.cadre.embedding.BgeEmbedder;
import dev.cadre.embedding.Embedder;
import dev.cadre.json.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.node.ObjectNode;

/**
 * How fast memories are, without the wire: events written by 1 and 64 at once, a long session
 * listed, and records found. Run by hand; the argument is how many records the memory has, 100,000
 * unless told. Records have made-up vectors; questions are embedded for real.
 */
final class MemoryBench {
  private static final int EVENTS = 4_000;
  private static final int SEARCHES = 400;

  private final Random random = new Random(1);
  private final BgeEmbedder questions = new BgeEmbedder();
  private final Memories memories = new Memories(new PlainExtractor(), new MadeUp());

  /** Short texts are questions; what begins with "record" is stored. */
  private final class MadeUp implements Embedder {
    @Override
    public int dimensions() {
      return questions.dimensions();
    }

    @Override
    public List<float[]> embed(List<String> texts) {
      if (!texts.getFirst().startsWith("record")) {
        return questions.embed(texts);
      }
      return texts.stream().map(_ -> vector()).toList();
    }
  }

  private float[] vector() {
    float[] vector = new float[questions.dimensions()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return WordEmbedder.normalised(vector);
  }

  public static void main(String[] args) throws InterruptedException {
    new MemoryBench().run(args.length == 0 ? 100_000 : Integer.parseInt(args[0]));
    System.exit(0);
  }

  private void run(int records) throws InterruptedException {
    Memory plain = memories.create();
    Memory learning =
        memories.create(
            "{'semanticMemoryStrategy': {'name': 'facts', 'namespaces': ['/facts/{actorId}']}}");
    write("warm-up", plain, 8);
    write("events, no strategy", plain, 1);
    write("events, no strategy", plain, 64);
    write("events, one strategy", learning, 64);
    list(plain);
    if (records > 0) {
      search(records);
    }
  }

  private void write(String name, Memory memory, int writers) throws InterruptedException {
    AtomicInteger left = new AtomicInteger(EVENTS);
    List<Thread> threads = new ArrayList<>();
    long start = System.nanoTime();
    for (int i = 0; i < writers; i++) {
      String session = name.substring(0, 3) + writers + "-" + i;
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    while (left.decrementAndGet() >= 0) {
                      memories.say(
                          memory, "anna", session, "A line of some length, as people say.");
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf("%s, %d writers: %.0f events/s%n", name, writers, EVENTS / seconds);
  }

  private void list(Memory memory) {
    for (int i = 0; i < 10_000; i++) {
      memories.say(memory, "anna", "long", "turn " + i);
    }
    ObjectNode input =
        Json.object()
            .put("memoryId", memory.id().value())
            .put("actorId", "anna")
            .put("sessionId", "long")
            .put("maxResults", 100);
    long start = System.nanoTime();
    int pages = 0;
    do {
      ObjectNode page = memories.events.list(input);
      input.set("nextToken", page.get("nextToken"));
      pages++;
    } while (input.hasNonNull("nextToken"));
    double millis = (System.nanoTime() - start) / 1e6;
    System.out.printf("list 10,000 events: %.0f ms, %.2f ms a page%n", millis, millis / pages);
  }

  private void search(int records) {
    Memory memory = memories.create();
    fill(memory, "/one", 1);
    fill(memory, "/hundred", 100);
    fill(memory, "/thousand", 1_000);
    fill(memory, "/ten-thousand", 10_000);
    for (int i = 0; i < Math.max(0, records - 11_101) / 1_000; i++) {
      fill(memory, "/other/" + i, 1_000);
    }
    System.out.printf(
        "%d records, %.0f MB on disk%n",
        memories.count("memory_record"),
        memories
            .database()
            .list("select pg_total_relation_size('memory_record') / 1e6", row -> row.getDouble(1))
            .getFirst());
    for (String namespace : List.of("/one", "/hundred", "/thousand", "/ten-thousand")) {
      double[] millis = new double[SEARCHES];
      for (int i = -50; i < SEARCHES; i++) {
        long start = System.nanoTime();
        memories.search.find(
            new Search.Question(
                memory.id(),
                new NamespacePath(namespace),
                "which word " + random.nextInt(500) + " is it, number " + i,
                null,
                MetadataFilter.NONE,
                10));
        millis[Math.max(0, i)] = (System.nanoTime() - start) / 1e6;
      }
      Arrays.sort(millis);
      System.out.printf(
          "search %s: p50 %.1f ms, p99 %.1f ms%n",
          namespace, millis[SEARCHES / 2], millis[SEARCHES * 99 / 100]);
    }
    long start = System.nanoTime();
    for (int i = 0; i < 100; i++) {
      questions.embed("a question never asked before, number " + i);
    }
    System.out.printf("of it the question's vector: %.1f ms%n", (System.nanoTime() - start) / 1e8);
  }

  private void fill(Memory memory, String namespace, int records) {
    for (int from = 0; from < records; from += 1_000) {
      ObjectNode input = Json.object().put("memoryId", memory.id().value());
      var list = input.putArray("records");
      for (int i = from; i < Math.min(records, from + 1_000); i++) {
        ObjectNode record = list.addObject().put("requestIdentifier", "r").put("timestamp", 1);
        record.putArray("namespaces").add(namespace);
        record
            .putObject("content")
            .put(
                "text",
                "record %d says that word%d goes with word%d and word%d"
                    .formatted(i, random.nextInt(500), random.nextInt(500), random.nextInt(500)));
      }
      memories.batches.create(input);
    }
  }
}
