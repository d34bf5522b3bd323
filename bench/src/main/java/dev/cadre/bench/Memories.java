package dev.cadre.bench;

import dev.cadre.embedding.BgeEmbedder;
import dev.cadre.embedding.Embedder;
import dev.cadre.json.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import tools.jackson.databind.node.ObjectNode;

/**
 * How fast memories are over the wire: events written by 1 and 64 at once, a long session listed,
 * records found among many, and how long until an event is learnt from. Records have made-up
 * vectors; questions are embedded for real and never the same twice.
 */
final class Memories {
  private static final String SAID = "A line of some length, as people say them to an agent.";
  private static final int LONG_SESSION = 10_000;
  private static final int SEARCHES = 400;
  private static final int WARMING = 100;
  private static final int LEARNT = 20;
  private static final int NAMESPACE = 1_000;
  private static final int MOST = 10_000;

  private final Random random = new Random(1);
  private final BgeEmbedder questions = new BgeEmbedder();
  private final int events;
  private final int[] sizes;
  private final PrintStream out;

  /**
   * @param events written in each run
   * @param sizes records in the memory, ascending
   */
  Memories(int events, int[] sizes, PrintStream out) {
    this.events = events;
    this.sizes = sizes.clone();
    this.out = out;
  }

  /** Records begin with "record": their vectors are drawn, which takes no time. */
  private final class Drawn implements Embedder {
    @Override
    public int dimensions() {
      return questions.dimensions();
    }

    @Override
    public List<float[]> embed(List<String> texts) {
      return texts.getFirst().startsWith("record")
          ? texts.stream().map(_ -> drawn()).toList()
          : questions.embed(texts);
    }
  }

  private synchronized float[] drawn() {
    float[] vector = new float[questions.dimensions()];
    double square = 0;
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) random.nextGaussian();
      square += vector[i] * vector[i];
    }
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= (float) Math.sqrt(square);
    }
    return vector;
  }

  void print() throws IOException, InterruptedException {
    questions.load();
    try (MemoryPlatform platform = MemoryPlatform.start(new Drawn())) {
      String plain = platform.create("plain");
      ObjectNode strategy = Json.object();
      strategy
          .putObject("semanticMemoryStrategy")
          .put("name", "facts")
          .putArray("namespaces")
          .add("/facts/{actorId}/");
      String learning = platform.create("learning", strategy);
      out.println("| events | writers | events/s | p50 | p99 | CPU |");
      out.println("|---|---|---|---|---|---|");
      write(platform.target(), plain, 8);
      row("no strategy", 1, platform.target(), plain);
      row("no strategy", 64, platform.target(), plain);
      row("one strategy", 64, platform.target(), learning);
      list(platform, plain);
      lag(platform, learning);
      search(platform);
    }
  }

  private void row(String name, int writers, Target target, String memory)
      throws IOException, InterruptedException {
    long before = cpu();
    Load.Outcome outcome = write(target, memory, writers);
    out.printf(
        Locale.ROOT,
        "| %s | %d | %,.0f | %s | %s | %s |%n",
        name,
        writers,
        outcome.perSecond(),
        Latencies.millis(outcome.latencies().percentile(50)),
        Latencies.millis(outcome.latencies().percentile(99)),
        Latencies.millis((cpu() - before) / outcome.count()));
  }

  /** Of this process: platform and clients, not the database. */
  private static long cpu() throws IOException {
    return Cpu.nanos(ProcessHandle.current().pid());
  }

  private Load.Outcome write(Target target, String memory, int writers)
      throws IOException, InterruptedException {
    int each = Math.max(1, events / writers);
    return Load.run(
        target,
        writers,
        (number, wire) -> {
          byte[] request = event(target, memory, "writer-" + writers + "-" + number, SAID);
          long[] nanos = new long[each];
          for (int i = 0; i < each; i++) {
            nanos[i] = created(wire, request);
          }
          return nanos;
        });
  }

  private static long created(Wire wire, byte[] request) throws IOException {
    Wire.Answer answer = wire.exchange(request);
    if (answer.status() != 201) {
      throw new IOException("status " + answer.status() + ": " + answer.body());
    }
    return answer.totalNanos();
  }

  private static byte[] event(Target target, String memory, String session, String text) {
    ObjectNode body =
        Json.object()
            .put("actorId", "anna")
            .put("sessionId", session)
            .put("eventTimestamp", 1_700_000_000);
    body.putArray("payload")
        .addObject()
        .putObject("conversational")
        .put("role", "USER")
        .putObject("content")
        .put("text", text);
    return AgentRequests.post(target, "/memories/" + memory + "/events", Json.text(body));
  }

  private void list(MemoryPlatform platform, String memory) throws IOException {
    try (Wire wire = new Wire(platform.target())) {
      byte[] request = event(platform.target(), memory, "long", SAID);
      for (int i = 0; i < LONG_SESSION; i++) {
        created(wire, request);
      }
      String path = "/memories/" + memory + "/actor/anna/sessions/long";
      ObjectNode body = Json.object().put("maxResults", 100);
      long[] nanos = new long[LONG_SESSION / 100];
      for (int page = 0; page < nanos.length; page++) {
        Wire.Answer answer =
            wire.exchange(AgentRequests.post(platform.target(), path, Json.text(body))).requireOk();
        nanos[page] = answer.totalNanos();
        body.set("nextToken", Json.parse(answer.body()).path("nextToken"));
      }
      Latencies pages = Latencies.of(nanos);
      out.printf(
          "%nA page of 100 of a session of %,d events: p50 %s, p99 %s%n",
          LONG_SESSION,
          Latencies.millis(pages.percentile(50)),
          Latencies.millis(pages.percentile(99)));
    }
  }

  /** From the moment an event is accepted until a record of it is found. */
  private void lag(MemoryPlatform platform, String memory)
      throws IOException, InterruptedException {
    long[] nanos = new long[LEARNT];
    try (Wire wire = new Wire(platform.target())) {
      for (int i = 0; i < LEARNT; i++) {
        String text = "I live in Village" + i + ".";
        created(wire, event(platform.target(), memory, "lag-" + i, text));
        long accepted = System.nanoTime();
        byte[] list =
            AgentRequests.post(
                platform.target(),
                "/memories/" + memory + "/memoryRecords",
                "{\"namespace\":\"/facts/anna/\",\"maxResults\":1}");
        while (!wire.exchange(list).requireOk().body().contains("Village" + i)) {
          Thread.sleep(10);
        }
        nanos[i] = System.nanoTime() - accepted;
      }
    }
    Latencies lag = Latencies.of(nanos);
    out.printf(
        "An event is learnt from after: p50 %s, most %s%n%n",
        Latencies.millis(lag.percentile(50)), Latencies.millis(lag.percentile(100)));
  }

  private void search(MemoryPlatform platform) throws IOException {
    String memory = platform.create("searched");
    int made = 0;
    for (int size : new int[] {1, 100, NAMESPACE, MOST}) {
      fill(platform, memory, "/size/" + size, size);
      made += size;
    }
    out.println("| records in the memory | in the namespace | p50 | p99 | CPU | heap | on disk |");
    out.println("|---|---|---|---|---|---|---|");
    for (int size : sizes) {
      for (; made + NAMESPACE <= size; made += NAMESPACE) {
        fill(platform, memory, "/other/" + made, NAMESPACE);
      }
      for (int in : new int[] {1, 100, NAMESPACE, MOST}) {
        long before = cpu();
        Latencies found = searched(platform, memory, "/size/" + in);
        out.printf(
            Locale.ROOT,
            "| %,d | %,d | %s | %s | %s | %s | %s |%n",
            made,
            in,
            Latencies.millis(found.percentile(50)),
            Latencies.millis(found.percentile(99)),
            Latencies.millis((cpu() - before) / (SEARCHES + WARMING)),
            heap(),
            disk(platform));
      }
    }
    long start = System.nanoTime();
    long before = cpu();
    for (int i = 0; i < WARMING; i++) {
      questions.embed("a question never asked before, number " + i);
    }
    out.printf(
        "%nOf it the question's vector: %s, CPU %s%n",
        Latencies.millis((System.nanoTime() - start) / WARMING),
        Latencies.millis((cpu() - before) / WARMING));
  }

  private Latencies searched(MemoryPlatform platform, String memory, String namespace)
      throws IOException {
    long[] nanos = new long[SEARCHES];
    try (Wire wire = new Wire(platform.target())) {
      for (int i = -WARMING; i < SEARCHES; i++) {
        String question =
            "which word goes with word" + random.nextInt(500) + ", asked " + random.nextInt();
        byte[] request = MemoryPlatform.search(platform.target(), memory, namespace, question, 10);
        long took = wire.exchange(request).requireOk().totalNanos();
        nanos[Math.max(0, i)] = took;
      }
    }
    return Latencies.of(nanos);
  }

  private void fill(MemoryPlatform platform, String memory, String namespace, int records)
      throws IOException {
    List<String> texts = new ArrayList<>(records);
    for (int i = 0; i < records; i++) {
      texts.add(
          "record %d says that word%d goes with word%d and word%d"
              .formatted(i, random.nextInt(500), random.nextInt(500), random.nextInt(500)));
    }
    platform.add(memory, namespace, texts);
  }

  private static String heap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) / (1 << 20) + " MB";
  }

  private static String disk(MemoryPlatform platform) {
    return platform
            .database()
            .list("select pg_total_relation_size('memory_record') / 1048576", row -> row.getLong(1))
            .getFirst()
        + " MB";
  }
}
