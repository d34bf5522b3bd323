package dev.cadre.server;

import dev.cadre.credential.Outbound;
import dev.cadre.gateway.TargetKinds;
import dev.cadre.mcp.McpServer;
import dev.cadre.openapi.OpenApiConfig;
import dev.cadre.openapi.OpenApiDocument;
import dev.cadre.openapi.OpenApiServer;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.Optional;

/** What gateways' targets need of other features. */
record GatewayTargets(HttpClient http, InstantSource clock, BuiltInServers servers)
    implements TargetKinds {

  @Override
  public McpServer openApi(String name, String document, Outbound outbound) {
    return new OpenApiServer(
        name, OpenApiDocument.parse(document), outbound, http, clock, OpenApiConfig.defaults());
  }

  @Override
  public Optional<McpServer> builtIn(String name) {
    return servers.find(name);
  }
}
