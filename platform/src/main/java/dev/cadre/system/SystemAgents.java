package dev.cadre.system;

import dev.cadre.agent.Declarations;
import dev.cadre.fault.Fault;
import dev.cadre.system.SystemDefinition.AgentEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the files of a system's agents. A name of an MCP server means the system's own, where it
 * has one of that name, and the platform's otherwise.
 */
final class SystemAgents {
  private SystemAgents() {}

  /** An agent that can be deployed. */
  record Agent(AgentEntry entry, ObjectNode definition) {
    String name() {
      return definition.path("name").asString();
    }
  }

  /**
   * @throws Fault.Invalid with a line for each problem of each file
   */
  static List<Agent> read(SystemDefinition system, Declarations declarations) {
    List<Agent> agents = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (AgentEntry entry : system.agents()) {
      String source = SystemFile.source(system, entry.file());
      try {
        Agent agent = new Agent(entry, definition(system, declarations, source, entry));
        if (!names.add(agent.name())) {
          problems.add(source + ": the system has another agent named '" + agent.name() + "'");
        }
        agents.add(agent);
      } catch (Fault.Invalid e) {
        problems.add(e.getMessage());
      } catch (IOException e) {
        problems.add(source + " cannot be read");
      }
    }
    for (RouteEntry route : system.routes()) {
      String agent = asked(route.does());
      if (agent != null && !names.contains(agent)) {
        problems.add(
            SystemFile.source(system, system.folder().resolve(SystemFile.NAME))
                + ": routes names the agent '"
                + agent
                + "', which the system does not have");
      }
    }
    if (!problems.isEmpty()) {
      throw new Fault.Invalid(String.join("\n", problems));
    }
    return agents;
  }

  private static @Nullable String asked(RouteEntry.Does does) {
    return switch (does) {
      case RouteEntry.Does.Ask ask -> ask.agent();
      case RouteEntry.Does.Health health -> health.agent();
      case RouteEntry.Does.About about -> about.agent();
      case RouteEntry.Does.Sessions sessions -> sessions.agent();
      case RouteEntry.Does.Status _,
          RouteEntry.Does.Streams _,
          RouteEntry.Does.Uploads _,
          RouteEntry.Does.Recall _ ->
          null;
    };
  }

  private static ObjectNode definition(
      SystemDefinition system, Declarations declarations, String source, AgentEntry entry)
      throws IOException {
    ObjectNode definition = declarations.ofFile(source, Files.readString(entry.file()));
    for (JsonNode use : definition.path("tools")) {
      // By a name alone; one with an address is somewhere else.
      String server = use.path("mcp").asString("");
      if (use instanceof ObjectNode tool && system.servers().containsKey(server)) {
        tool.put("mcp", system.known(server));
      }
    }
    return definition;
  }
}
