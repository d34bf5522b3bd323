package dev.cadre.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "sessions",
    description = "List sessions: state, age, requests, memory, CPU, why they ended.",
    footer = {"Example:", "  cadre sessions", "  cadre sessions support --all"})
final class SessionsCommand implements Callable<Integer> {
  private final Cadre cadre;

  @Parameters(
      arity = "0..1",
      paramLabel = "AGENT",
      description = "Only of this agent: its name, id or ARN.")
  private @Nullable String agent;

  @Option(names = "--all", description = "Those that ended, too.")
  private boolean all;

  SessionsCommand(Cadre cadre) {
    this.cadre = cadre;
  }

  @Override
  public Integer call() {
    List<JsonNode> sessions;
    try (Platform platform = cadre.platform()) {
      String id = agent == null ? "" : new Agents(platform).resolve(agent).id();
      sessions = new Sessions(platform).list(id, all);
    }
    if (cadre.json()) {
      ObjectNode node = Json.object();
      ArrayNode array = node.putArray("sessions");
      sessions.forEach(array::add);
      cadre.printJson(node);
    } else if (sessions.isEmpty()) {
      cadre.terminal().note(all ? "no session" : "no live session (--all shows those that ended)");
    } else {
      table(sessions).print(cadre.terminal());
    }
    return Exit.OK.code();
  }

  private static Table table(List<JsonNode> sessions) {
    var table =
        new Table("AGENT", "SESSION", "STATE", "AGE", "REQUESTS", "MEMORY", "CPU", "USER", "ENDED");
    for (JsonNode session : sessions) {
      table.row(
          Json.string(session, "agentRuntimeId"),
          Json.string(session, "sessionId"),
          Json.string(session, "state"),
          Sizes.age(session.path("ageSeconds").asLong(0)),
          Json.string(session, "requests"),
          Sizes.bytes(session.path("memoryBytes").asLong(0)),
          Json.string(session, "cpuSeconds"),
          Json.string(session, "user"),
          Json.string(session, "endReason"));
    }
    return table;
  }
}
