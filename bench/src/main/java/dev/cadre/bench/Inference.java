package dev.cadre.bench;

import dev.cadre.embedding.Embedder;
import dev.cadre.http.Authenticator;
import dev.cadre.http.Exchange;
import dev.cadre.http.HttpConfig;
import dev.cadre.http.HttpServer;
import dev.cadre.http.Principal;
import dev.cadre.inference.InferenceFeature;
import io.opentelemetry.api.OpenTelemetry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;

/**
 * What the model endpoints add to the first token: the same scripted reply told as bare bytes, as
 * Bedrock's events and as OpenAI's, in turns, by one server in this process. The request is an
 * agent's: instructions, eight tools and a conversation of twenty messages.
 */
final class Inference {
  private static final String BARE = "/bare";

  private final int requests;

  Inference(int requests) {
    this.requests = requests;
  }

  void print(int[] clients, PrintStream out) throws IOException, InterruptedException {
    InferenceFeature feature =
        new InferenceFeature(
            new ScriptedModels(),
            () -> List.of("default"),
            new NoVectors(),
            InstantSource.system());
    HttpServer server = new HttpServer(HttpConfig.defaults("127.0.0.1", 0));
    try {
      URI url = server.bind();
      server.start(
          routes -> {
            feature.bind(routes);
            routes.add("POST", BARE, Inference::bare);
          },
          (_, _) -> Authenticator.Grant.of(Principal.ANONYMOUS),
          OpenTelemetry.noop().getTracer("bench"),
          new PrometheusRegistry());
      Target target = new Target("endpoints", url.getHost(), url.getPort(), "");
      out.println("| clients | | first byte p50 | p99 | replies/s |");
      out.println("|---|---|---|---|---|");
      for (int count : clients) {
        compare(target, count, out);
      }
    } finally {
      server.close();
    }
  }

  /** The same words without any protocol. */
  private static void bare(Exchange exchange) throws IOException {
    exchange.body().readAllBytes();
    OutputStream out = exchange.stream(200, "text/plain");
    for (String word : ScriptedModels.WORDS) {
      out.write(word.getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
  }

  private void compare(Target target, int clients, PrintStream out)
      throws IOException, InterruptedException {
    Load.Outcome bare = measure(target, clients, BARE, AgentRequests.CONVERSE);
    row(out, clients, "bare bytes", bare, bare);
    row(
        out,
        clients,
        "ConverseStream",
        measure(target, clients, "/model/default/converse-stream", AgentRequests.CONVERSE),
        bare);
    row(
        out,
        clients,
        "chat completions",
        measure(target, clients, "/v1/chat/completions", AgentRequests.CHAT),
        bare);
  }

  private Load.Outcome measure(Target target, int clients, String path, String body)
      throws IOException, InterruptedException {
    run(target, clients, path, body, Math.max(1, requests / 5));
    return run(target, clients, path, body, requests);
  }

  private static Load.Outcome run(Target target, int clients, String path, String body, int total)
      throws IOException, InterruptedException {
    byte[] request = AgentRequests.post(target, path, body);
    int each = Math.max(1, total / clients);
    return Load.run(
        target,
        clients,
        (_, wire) -> {
          long[] nanos = new long[each];
          for (int i = 0; i < each; i++) {
            nanos[i] = wire.exchange(request).requireOk().firstByteNanos();
          }
          return nanos;
        });
  }

  private static void row(
      PrintStream out, int clients, String name, Load.Outcome outcome, Load.Outcome bare) {
    long p50 = outcome.latencies().percentile(50);
    out.printf(
        "| %d | %s | %s (x%.2f) | %s | %,.0f |%n",
        clients,
        name,
        Latencies.millis(p50),
        (double) p50 / bare.latencies().percentile(50),
        Latencies.millis(outcome.latencies().percentile(99)),
        outcome.perSecond());
  }

  /** Nobody asks for any here. */
  private static final class NoVectors implements Embedder {
    @Override
    public int dimensions() {
      return 1;
    }

    @Override
    public List<float[]> embed(List<String> texts) {
      return texts.stream().map(_ -> new float[] {1}).toList();
    }
  }
}
