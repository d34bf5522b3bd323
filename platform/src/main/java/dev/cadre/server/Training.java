package dev.cadre.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A start whose only purpose is that the JVM sees which classes a start and a first request need,
 * for its AOT cache.
 */
final class Training {
  private static final List<String> PATHS =
      List.of(
          "/health",
          "/metrics",
          "/cadre/v1/status",
          "/cadre/v1/sessions",
          "/cadre/v1/agents",
          "/nowhere");

  private Training() {}

  static int run(Settings settings, Map<String, String> environment) throws InterruptedException {
    try {
      Path state = Files.createTempDirectory("cadre-train");
      try {
        Options options =
            Options.parse(new String[] {"--port", "0", "--state", state.toString(), "--no-warm"});
        // Twice: the second start finds a database, as most do.
        start(options, settings, environment);
        start(options, settings, environment);
      } finally {
        delete(state);
      }
      return 0;
    } catch (IOException e) {
      System.err.println("cadre: training failed: " + e);
      return 1;
    }
  }

  private static void start(Options options, Settings settings, Map<String, String> environment)
      throws IOException, InterruptedException {
    Server server = Server.start(options, settings, environment);
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI url = server.summary().url();
      for (String path : PATHS) {
        client.send(
            HttpRequest.newBuilder(url.resolve(path)).build(),
            HttpResponse.BodyHandlers.discarding());
      }
      client.send(
          HttpRequest.newBuilder(url.resolve("/runtimes/"))
              .POST(HttpRequest.BodyPublishers.noBody())
              .build(),
          HttpResponse.BodyHandlers.discarding());
      client.send(
          HttpRequest.newBuilder(url.resolve("/runtimes/"))
              .PUT(HttpRequest.BodyPublishers.ofString("{}"))
              .build(),
          HttpResponse.BodyHandlers.discarding());
    } finally {
      server.drain();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder())
          .forEach(
              path -> {
                try {
                  Files.delete(path);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
