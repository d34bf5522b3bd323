package dev.cadre.server;

import dev.cadre.mcp.McpClient;
import dev.cadre.mcp.McpTools;
import dev.cadre.toolkit.Fleet;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Clients of MCP servers elsewhere, one for each address. Thread-safe. */
final class McpClients implements Fleet.Clients, AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final int MAX_SERVERS = 1_000;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();
  private final Map<URI, McpTools> servers = new ConcurrentHashMap<>();
  private final InstantSource clock;

  McpClients(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public McpTools at(URI url) {
    if (servers.size() >= MAX_SERVERS) {
      // What is known of a server is found out again with its next call.
      servers.clear();
    }
    return servers.computeIfAbsent(
        url, known -> new McpTools(new McpClient(http, known, Map.of()), clock));
  }

  HttpClient http() {
    return http;
  }

  @Override
  public void close() {
    http.close();
  }
}
