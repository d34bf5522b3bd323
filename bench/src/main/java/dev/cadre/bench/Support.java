package dev.cadre.bench;

import dev.cadre.json.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/**
 * Conversations with the support desk, many at once: each person writes, reads the answer and
 * thinks a while before the next message.
 */
final class Support {
  private static final List<String> MESSAGES =
      List.of(
          "Where is my order ORD-2024-002?",
          "Which speaker would you recommend?",
          "My headphones do not turn on",
          "What is my loyalty tier?",
          "Where is my order ORD-2024-002, and what would go well with that watch?");

  private final URI platform;
  private final HttpClient client = HttpClient.newHttpClient();
  private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
  private final AtomicInteger failed = new AtomicInteger();

  Support(URI platform) {
    this.platform = platform;
  }

  /**
   * @param conversations at once
   * @param turns of each
   * @param thinkMillis the mean time between an answer and the next message; it varies from none to
   *     twice as long
   */
  void print(int conversations, int turns, int thinkMillis, PrintStream out)
      throws IOException, InterruptedException {
    for (String message : MESSAGES) {
      say("warm-up-" + UUID.randomUUID(), message);
    }
    nanos.clear();
    failed.set(0);
    long began = System.nanoTime();
    CountDownLatch done = new CountDownLatch(conversations);
    for (int i = 0; i < conversations; i++) {
      int number = i;
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  converse(number, turns, thinkMillis);
                } catch (IOException e) {
                  failed.incrementAndGet();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                } finally {
                  done.countDown();
                }
              });
    }
    done.await();
    double seconds = (System.nanoTime() - began) / 1e9;
    Latencies latencies = Latencies.of(nanos.stream().mapToLong(Long::longValue).toArray());
    out.println("| conversations | think time | p50 | p99 | turns/s | failed |");
    out.println("|---|---|---|---|---|---|");
    out.printf(
        "| %d | %d ms | %s | %s | %.1f | %d |%n",
        conversations,
        thinkMillis,
        Latencies.millis(latencies.percentile(50)),
        Latencies.millis(latencies.percentile(99)),
        nanos.size() / seconds,
        failed.get());
  }

  private void converse(int number, int turns, int thinkMillis)
      throws IOException, InterruptedException {
    SplittableRandom random = new SplittableRandom(number);
    String session = "support-bench-" + UUID.randomUUID();
    for (int turn = 0; turn < turns; turn++) {
      Thread.sleep(random.nextInt(2 * thinkMillis + 1));
      say(session, MESSAGES.get((number + turn) % MESSAGES.size()));
    }
  }

  private void say(String session, String message) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(platform.resolve("/runtimes/support/invocations"))
            .header("Content-Type", "application/json")
            .header("X-Amzn-Bedrock-AgentCore-Runtime-Session-Id", session)
            .header("X-Amzn-Bedrock-AgentCore-Runtime-User-Id", "cust001")
            .POST(
                HttpRequest.BodyPublishers.ofByteArray(
                    Json.bytes(Json.object().put("prompt", message))))
            .build();
    long began = System.nanoTime();
    HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    nanos.add(System.nanoTime() - began);
    JsonNode body = Json.parse(answer.body());
    boolean missing =
        body.path("agents").valueStream().anyMatch(agent -> !agent.path("ok").asBoolean());
    if (answer.statusCode() != 200 || missing) {
      failed.incrementAndGet();
    }
  }
}
