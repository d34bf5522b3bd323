package dev.cadre.cli;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

final class SessionsCommand implements Action {
  private static final Operand AGENT =
      new Operand("AGENT", Count.OPTIONAL, "Only of this agent: its name, id or ARN.");
  private static final Option ALL = Option.flag("Those that ended, too.", "--all");

  @Override
  public Syntax syntax() {
    return Syntax.of(
            "sessions", "List sessions: state, age, requests, memory, CPU, why they ended.")
        .takes(AGENT, ALL)
        .examples("cadre sessions", "cadre sessions support --all");
  }

  @Override
  public int run(Cadre cadre, Arguments given) {
    String agent = given.text(AGENT);
    boolean all = given.has(ALL);
    List<JsonNode> sessions;
    Platform platform = cadre.platform();
    String id = agent == null ? "" : new Agents(platform).resolve(agent).id();
    sessions = new Sessions(platform).list(id, all);
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
