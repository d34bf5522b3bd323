package dev.cadre.inference;

import dev.cadre.embedding.Embedder;
import dev.cadre.http.Authenticator;
import dev.cadre.http.HttpConfig;
import dev.cadre.http.HttpServer;
import dev.cadre.http.Principal;
import io.opentelemetry.api.OpenTelemetry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Both interfaces on a free port, with scripted models behind them. */
final class Endpoints implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-21T09:17:53Z");

  final ScriptedModels models = new ScriptedModels();
  final URI url;
  volatile Principal caller = new Principal("ada", Principal.Kind.ACCESS_KEY, Set.of("inference"));

  private final HttpServer server = new HttpServer(HttpConfig.defaults("127.0.0.1", 0));
  private final HttpClient http = HttpClient.newHttpClient();

  /** Vectors of a text's length and its first letter. */
  private static final class Letters implements Embedder {
    @Override
    public int dimensions() {
      return 2;
    }

    @Override
    public List<float[]> embed(List<String> texts) {
      return texts.stream().map(text -> new float[] {text.length(), text.charAt(0)}).toList();
    }
  }

  Endpoints() {
    InferenceFeature feature =
        new InferenceFeature(
            models, () -> List.of("default", "small", "org/model"), new Letters(), () -> NOW);
    try {
      url = server.bind();
      server.start(
          routes -> feature.bind(routes.requiring("inference")),
          (_, _) -> Authenticator.Grant.of(caller),
          OpenTelemetry.noop().getTracer("test"),
          new PrometheusRegistry());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  HttpResponse<String> post(String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url.resolve(path))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .header("content-type", "application/json");
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(url.resolve(path)).build());
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    http.close();
    server.close();
  }
}
