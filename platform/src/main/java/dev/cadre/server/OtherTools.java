package dev.cadre.server;

import dev.cadre.credential.Outbound;
import dev.cadre.fault.Fault;
import dev.cadre.gateway.GatewayFeature;
import dev.cadre.harness.AgentDefinition.Source;
import dev.cadre.harness.ToolSource;
import dev.cadre.mcp.McpClient;
import dev.cadre.mcp.McpTools;
import dev.cadre.tool.Tool;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tools of declared agents that are not the harness's own: those of MCP servers and gateways. A
 * server is asked what it has at the beginning of each turn. Thread-safe.
 */
final class OtherTools implements ToolSource {
  private static final int MAX_SERVERS = 1_000;

  private final HttpClient http;
  private final Map<String, McpTools> servers = new ConcurrentHashMap<>();
  private final GatewayFeature gateways;
  private final InstantSource clock;

  OtherTools(HttpClient http, GatewayFeature gateways, InstantSource clock) {
    this.http = http;
    this.gateways = gateways;
    this.clock = clock;
  }

  @Override
  public List<Tool> tools(Source source) throws InterruptedException {
    return switch (source) {
      case Source.Mcp(String _, String url) -> server(url).tools();
      case Source.Gateway(String id) -> gateways.tools(id);
      case Source.Agent _ -> throw absent("agents as tools");
      case Source.BuiltIn _, Source.Client _ ->
          throw new IllegalStateException("the harness has these itself");
    };
  }

  private McpTools server(String url) {
    if (servers.size() >= MAX_SERVERS) {
      // What is known of a server is found out again with its next call.
      servers.clear();
    }
    return servers.computeIfAbsent(
        url, known -> new McpTools(new McpClient(http, URI.create(known), Outbound.NONE), clock));
  }

  private static Fault absent(String what) {
    return new Fault.Invalid(
        "this platform has no " + what + " yet; leave them out of the agent's file");
  }
}
