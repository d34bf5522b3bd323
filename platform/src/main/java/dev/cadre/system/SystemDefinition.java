package dev.cadre.system;

import dev.cadre.toolkit.Toolkit;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a {@code system.yaml} says.
 *
 * @param folder it stands in
 * @param migrations the folder whose SQL files make its database; null for none
 * @param importing the SQL file that takes over tables of a file; null when it takes none
 * @param servers MCP servers by their names within the system
 * @param routes plain HTTP routes of its own
 * @param memories what CreateMemory is to be called with, for those that are not there
 */
record SystemDefinition(
    String name,
    String description,
    Path folder,
    @Nullable Path migrations,
    @Nullable Path importing,
    Map<String, Toolkit.Plan> servers,
    List<ObjectNode> memories,
    List<AgentEntry> agents,
    List<RouteEntry> routes) {

  SystemDefinition {
    servers = Map.copyOf(servers);
    memories = List.copyOf(memories);
    agents = List.copyOf(agents);
    routes = List.copyOf(routes);
  }

  /**
   * An agent of the system and how it is to be run where each has a service of its own.
   *
   * @param file declares it
   * @param port null when it needs no port of its own
   * @param health the path that answers while it is well
   */
  record AgentEntry(Path file, @Nullable Port port, String health, Scaling scaling) {}

  /**
   * @param name of the service
   * @param number 1 to 65535
   */
  record Port(String name, int number) {}

  /**
   * @param min instances that always run
   * @param max instances at most
   * @param cpu the load, in percent, that is aimed at
   */
  record Scaling(int min, int max, int cpu) {}

  /** The name by which the whole platform knows a server of the system. */
  String known(String server) {
    return name + "_" + server;
  }
}
