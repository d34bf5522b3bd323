package dev.cadre.server;

import dev.cadre.a2a.RemoteAgents;
import dev.cadre.gateway.GatewayFeature;
import dev.cadre.harness.AgentDefinition.Source;
import dev.cadre.harness.ToolSource;
import dev.cadre.session.AgentTools;
import dev.cadre.tool.Tool;
import dev.cadre.toolkit.Fleet;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tools of declared agents that are not the harness's own: those of MCP servers and gateways, and
 * other agents. A server is asked what it has at the beginning of each turn. Thread-safe.
 */
final class OtherTools implements ToolSource {
  private final McpClients clients;
  private final Fleet fleet;
  private final GatewayFeature gateways;
  private volatile @Nullable AgentTools agents;
  private volatile @Nullable RemoteAgents remotes;

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
      case Source.A2a remote -> List.of(bound(remotes).tool(remote));
      case Source.Agent agent -> List.of(bound(agents).of(agent));
      case Source.BuiltIn _, Source.Client _ ->
          throw new IllegalStateException("the harness has these itself");
    };
  }

  /** Agents run in sessions, which are made after the tools of agents. Before the first turn. */
  void bind(AgentTools made, RemoteAgents elsewhere) {
    agents = made;
    remotes = elsewhere;
  }

  private static <T> T bound(@Nullable T made) {
    if (made == null) {
      throw new IllegalStateException("a turn ran before there were sessions");
    }
    return made;
  }
}
