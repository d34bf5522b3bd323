package dev.cadre.gateway;

import dev.cadre.credential.Outbound;
import dev.cadre.mcp.McpServer;
import java.util.Optional;

/** Makes the servers behind targets that gateways do not make themselves. Thread-safe. */
public interface TargetKinds {

  /**
   * An API as an MCP server; nothing is called before it is asked.
   *
   * @param document in JSON or YAML
   * @throws dev.cadre.fault.Fault.Invalid naming what is wrong with the document
   */
  McpServer openApi(String name, String document, Outbound outbound);

  /** One of the platform's own servers. */
  Optional<McpServer> builtIn(String name);
}
