package dev.cadre.server;

import dev.cadre.fault.Fault;
import dev.cadre.gateway.GatewayFeature;
import dev.cadre.harness.AgentDefinition.Source;
import dev.cadre.harness.ToolSource;
import dev.cadre.tool.Tool;
import dev.cadre.toolkit.Fleet;
import java.net.URI;
import java.util.List;

/**
 * Tools of declared agents that are not the harness's own: those of MCP servers and gateways. A
 * server is asked what it has at the beginning of each turn. Thread-safe.
 */
final class OtherTools implements ToolSource {
  private final McpClients clients;
  private final Fleet fleet;
  private final GatewayFeature gateways;

  /**
   * @param clients of what agents' files name by an address
   * @param fleet what they name by a name alone
   */
  OtherTools(McpClients clients, Fleet fleet, GatewayFeature gateways) {
    this.clients = clients;
    this.fleet = fleet;
    this.gateways = gateways;
  }

  @Override
  public List<Tool> tools(Source source) throws InterruptedException {
    return switch (source) {
      case Source.Mcp(String name, String url) when url.isEmpty() -> fleet.tools(name);
      case Source.Mcp(String _, String url) -> clients.at(URI.create(url)).tools();
      case Source.Gateway(String id) -> gateways.tools(id);
      case Source.Agent _ -> throw absent("agents as tools");
      case Source.BuiltIn _, Source.Client _ ->
          throw new IllegalStateException("the harness has these itself");
    };
  }

  private static Fault absent(String what) {
    return new Fault.Invalid(
        "this platform has no " + what + " yet; leave them out of the agent's file");
  }
}
