package dev.cadre.server;

import dev.cadre.credential.Authorizations;
import dev.cadre.http.Routes;
import dev.cadre.identity.Vault;
import dev.cadre.mcp.McpChanges;
import dev.cadre.mcp.McpEndpoint;
import dev.cadre.mcp.McpServer;
import dev.cadre.mcp.ToolServer;
import dev.cadre.tool.Tool;
import dev.cadre.tool.ToolRunner;
import dev.cadre.toolkit.Fleet;
import dev.cadre.toolkit.FleetRoutes;
import dev.cadre.toolkit.Means;
import dev.cadre.toolkit.ServersConfig;
import dev.cadre.toolkit.Serving;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The MCP servers that the configuration wants served, each at {@code /mcp/NAME}. */
final class BuiltInServers implements AutoCloseable {
  /** Of one call; what a server allows a statement or a request is less. */
  static final Duration CALL_LIMIT = Duration.ofMinutes(30);

  private static final Duration CONNECT = Duration.ofSeconds(10);

  private final Map<String, Serving> open = new TreeMap<>();
  private final Map<String, McpServer> servers = new HashMap<>();
  private final Map<String, McpEndpoint> endpoints = new TreeMap<>();

  /** Calls what the operator names, which no policy for agents holds back. */
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();

  private final Fleet fleet;

  BuiltInServers(
      Means means,
      ToolRunner runner,
      Vault vault,
      Authorizations authorizations,
      URI url,
      ServersConfig config) {
    InstantSource clock = means.clock();
    Map<String, Fleet.Member> members = new HashMap<>();
    config
        .served()
        .forEach(
            (name, plan) -> {
              Serving serving = plan.open(means);
              open.put(name, serving);
              McpServer.About about = new McpServer.About(name, Version.NUMBER, serving.about());
              ToolServer server = new ToolServer(serving.tools(), runner, about, CALL_LIMIT);
              servers.put(name, server);
              endpoints.put(name, new McpEndpoint(server, new McpChanges(), vault, clock));
              members.put(name, new Fleet.Member.Here(url.resolve(path(name)), serving));
            });
    config
        .elsewhere()
        .forEach(
            (name, entry) ->
                members.put(name, new Fleet.Member.Elsewhere(entry.url(), entry.health())));
    fleet = new Fleet(members, new McpClients(http, authorizations, clock), http, clock);
  }

  /** The platform's own tools as a server, so that whoever may call agents can try them. */
  static McpEndpoint ofTools(
      List<Tool> tools, ToolRunner runner, Vault vault, InstantSource clock) {
    McpServer.About about =
        new McpServer.About("cadre", Version.NUMBER, "The platform's own tools.");
    ToolServer server = new ToolServer(tools, runner, about, CALL_LIMIT);
    return new McpEndpoint(server, new McpChanges(), vault, clock);
  }

  private static String path(String name) {
    return "/mcp/" + name;
  }

  Fleet fleet() {
    return fleet;
  }

  /** One of those that are served, by its name in the configuration. */
  Optional<McpServer> find(String name) {
    return Optional.ofNullable(servers.get(name));
  }

  void bind(Routes calls, Routes operate) {
    endpoints.forEach((name, endpoint) -> endpoint.bind(calls, path(name)));
    new FleetRoutes(fleet).bind(operate);
  }

  @Override
  public void close() {
    http.shutdownNow();
    open.values().forEach(Serving::close);
  }
}
