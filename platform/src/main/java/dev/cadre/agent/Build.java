package dev.cadre.agent;

import java.util.List;
import java.util.Map;

/**
 * A code artifact made ready to start.
 *
 * @param folder the name of its folder under the builds folder
 * @param root the working folder of the agent, absolute; read-only
 * @param command what starts the agent
 * @param environment what the command needs besides the agent's own variables
 * @param reads folders outside {@code root} that the command reads
 */
record Build(
    String folder,
    String root,
    List<String> command,
    Map<String, String> environment,
    List<String> reads) {
  Build {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    reads = List.copyOf(reads);
  }
}
