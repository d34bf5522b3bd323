package dev.cadre.server;

import dev.cadre.credential.Outbound;
import dev.cadre.fault.Fault;
import dev.cadre.gateway.TargetKinds;
import dev.cadre.mcp.McpServer;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What gateways' targets need of other features. */
final class GatewayTargets implements TargetKinds {
  @Override
  public McpServer openApi(String name, String document, Outbound outbound) {
    throw new Fault.Invalid(
        "openApiSchema: this platform makes no tools of APIs yet; put an MCP server before it");
  }

  @Override
  public Optional<McpServer> builtIn(String name) {
    return Optional.empty();
  }

  /** Targets that ask for no proof. */
  static Outbound credentials(JsonNode configurations) {
    if (configurations.isEmpty()) {
      return Outbound.NONE;
    }
    throw new Fault.Invalid(
        "credentialProviderConfigurations: this platform keeps no credentials for targets yet;"
            + " leave them out");
  }
}
