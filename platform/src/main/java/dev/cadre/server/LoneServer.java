package dev.cadre.server;

import dev.cadre.embedding.BgeEmbedder;
import dev.cadre.fault.Fault;
import dev.cadre.http.HttpConfig;
import dev.cadre.http.HttpServer;
import dev.cadre.http.Routes;
import dev.cadre.identity.Vault;
import dev.cadre.mcp.McpChanges;
import dev.cadre.mcp.McpEndpoint;
import dev.cadre.mcp.McpServer;
import dev.cadre.mcp.McpStdio;
import dev.cadre.mcp.ToolServer;
import dev.cadre.telemetry.Metrics;
import dev.cadre.time.SystemTimer;
import dev.cadre.tool.SchemaCheck;
import dev.cadre.tool.ToolRunner;
import dev.cadre.toolkit.Means;
import dev.cadre.toolkit.Serving;
import dev.cadre.toolkit.Toolkit;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One server of the toolkit without the platform around it. */
final class LoneServer implements AutoCloseable {
  private static final Tracer TRACER = TracerProvider.noop().get("mcp");

  private final Clock clock = Clock.systemUTC();
  private final McpChanges changes = new McpChanges();
  private final Vault vault = Vault.transientOne(new SecureRandom());
  private final SystemTimer timer;
  private final Serving serving;
  private final McpServer server;
  private final String name;
  private @Nullable HttpServer http;

  static LoneServer open(Toolkit.Kind kind, Toolkit.Plan plan) {
    SystemTimer timer = new SystemTimer();
    boolean opened = false;
    try {
      LoneServer server = new LoneServer(kind, plan, timer);
      opened = true;
      return server;
    } finally {
      if (!opened) {
        timer.close();
      }
    }
  }

  private LoneServer(Toolkit.Kind kind, Toolkit.Plan plan, SystemTimer timer) {
    this.timer = timer;
    name = kind.name();
    serving = plan.open(new Means(clock, timer, null, new BgeEmbedder(), null, null));
    server =
        new ToolServer(
            serving.tools(),
            new ToolRunner(new SchemaCheck(), clock, timer, TRACER),
            new McpServer.About(kind.name(), Version.NUMBER, kind.about()),
            BuiltInServers.CALL_LIMIT);
  }

  McpStdio stdio() {
    return new McpStdio(server, changes, vault, clock);
  }

  /**
   * Listens, and returns the server's address.
   *
   * @param token that callers must bring; null only on loopback
   */
  URI http(String host, int port, @Nullable String token) throws IOException {
    if (token == null && !InetAddress.getByName(host).isLoopbackAddress()) {
      throw new Fault.Invalid(
          "--host "
              + host
              + " is reachable from other machines, and anybody could call the server; set the"
              + " environment variable CADRE_MCP_TOKEN, or stay on 127.0.0.1");
    }
    HttpServer listening = new HttpServer(HttpConfig.defaults(host, port));
    http = listening;
    URI url = listening.bind();
    Metrics metrics = new Metrics();
    listening.start(
        routes -> bind(routes, metrics), new McpCallers(token), TRACER, metrics.registry());
    return url.resolve("/mcp");
  }

  private void bind(Routes routes, Metrics metrics) {
    McpEndpoint endpoint = new McpEndpoint(server, changes, vault, clock);
    endpoint.bind(routes, "/mcp");
    // Old clients post to the root.
    routes.add("POST", "/", endpoint::post);
    new HealthRoutes(Map.of(name, this::trouble), metrics).bind(routes);
  }

  private @Nullable String trouble() {
    try {
      return serving.probe().trouble();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "it was interrupted";
    }
  }

  @Override
  public void close() {
    if (http != null) {
      http.close();
    }
    try {
      serving.close();
    } finally {
      timer.close();
    }
  }
}
