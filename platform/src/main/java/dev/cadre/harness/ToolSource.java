package dev.cadre.harness;

import dev.cadre.tool.Tool;
import java.util.List;

/**
 * Turns a definition's sources into tools. Bound to built-ins, MCP servers, gateways and agents.
 */
@FunctionalInterface
public interface ToolSource {

  /**
   * The tools behind {@code source}, in a stable order.
   *
   * @throws dev.cadre.fault.Fault.Invalid when there is no such source, naming the nearest
   * @throws dev.cadre.fault.Fault.Unavailable when it does not answer
   */
  List<Tool> tools(AgentDefinition.Source source) throws InterruptedException;
}
