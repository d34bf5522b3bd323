package dev.cadre.server;

import dev.cadre.credential.Authorizations;
import dev.cadre.mcp.McpClient;
import dev.cadre.mcp.McpTools;
import dev.cadre.toolkit.Fleet;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Clients of MCP servers elsewhere, one for each address. Thread-safe. */
final class McpClients implements Fleet.Clients {
  private static final int MAX_SERVERS = 1_000;

  private final HttpClient http;
  private final Authorizations authorizations;
  private final Map<URI, McpTools> servers = new ConcurrentHashMap<>();
  private final InstantSource clock;

  /**
   * @param http whoever gave it closes it
   */
  McpClients(HttpClient http, Authorizations authorizations, InstantSource clock) {
    this.http = http;
    this.authorizations = authorizations;
    this.clock = clock;
  }

  @Override
  public McpTools at(URI url) {
    if (servers.size() >= MAX_SERVERS) {
      // What is known of a server is found out again with its next call.
      servers.clear();
    }
    return servers.computeIfAbsent(
        url, known -> new McpTools(new McpClient(http, known, authorizations.of(known)), clock));
  }
}
