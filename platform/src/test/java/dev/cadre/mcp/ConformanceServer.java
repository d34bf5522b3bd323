package dev.cadre.mcp;

import dev.cadre.http.Exchange;
import dev.cadre.http.HttpConfig;
import dev.cadre.http.HttpServer;
import dev.cadre.identity.Identity;
import dev.cadre.identity.IdentityConfig;
import dev.cadre.store.TestDatabase;
import io.opentelemetry.api.trace.TracerProvider;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;

/** An MCP endpoint on the platform's own HTTP server, for tests and for the conformance suite. */
public final class ConformanceServer implements AutoCloseable {
  private final TestDatabase database = TestDatabase.fresh();
  private final HttpServer http;
  private final URI url;

  /** Where the server says what changed. */
  public final McpChanges changes = new McpChanges();

  /** Of both eras. */
  public ConformanceServer(McpServer server, int port) throws IOException {
    this(server, port, McpVersion.V2026_07_28);
  }

  /**
   * @param newest the newest revision it speaks
   */
  ConformanceServer(McpServer server, int port, McpVersion newest) throws IOException {
    Path state = Files.createTempDirectory("mcp");
    Identity identity =
        new Identity(
            database.database(),
            state,
            Clock.systemUTC(),
            new SecureRandom(),
            _ -> null,
            IdentityConfig.defaults(IdentityConfig.Mode.DEV));
    http = new HttpServer(HttpConfig.defaults("127.0.0.1", port));
    url = http.bind().resolve("/mcp");
    McpEndpoint endpoint = new McpEndpoint(server, changes, identity.vault(), Clock.systemUTC());
    http.start(
        routes -> {
          if (newest.stateless()) {
            endpoint.bind(routes, "/mcp");
          } else {
            routes
                .add("POST", "/mcp", exchange -> older(endpoint, exchange))
                .add("GET", "/mcp", endpoint::get)
                .add("DELETE", "/mcp", endpoint::delete);
          }
        },
        identity.authenticator(),
        TracerProvider.noop().get("test"),
        new PrometheusRegistry());
  }

  /** As a server that never heard of the stateless era. */
  private static void older(McpEndpoint endpoint, Exchange exchange)
      throws IOException, InterruptedException {
    String version = exchange.header(Headers.VERSION).orElse("");
    if (version.equals(McpVersion.V2026_07_28.toString())) {
      exchange.respond(400, "text/plain", "what?".getBytes(StandardCharsets.US_ASCII));
    } else {
      endpoint.post(exchange);
    }
  }

  public URI url() {
    return url;
  }

  @Override
  public void close() {
    http.close();
    database.close();
  }

  /** Serves until it is ended; the only argument is the port. */
  public static void main(String[] arguments) throws Exception {
    try (ConformanceServer server =
        new ConformanceServer(new EverythingServer(), Integer.parseInt(arguments[0]))) {
      System.out.println(server.url());
      Thread.currentThread().join();
    }
  }
}
