package dev.cadre.cli;

import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

final class ListCommand implements Action {
  @Override
  public Syntax syntax() {
    return Syntax.of("list", "List the agents of the platform.")
        .examples("cadre list", "cadre list --json | jq -r '.agents[].name'");
  }

  @Override
  public int run(Cadre cadre, Arguments given) {
    List<Agents.Agent> agents;
    Platform platform = cadre.platform();
    agents = new Agents(platform).list();
    if (cadre.json()) {
      ObjectNode node = Json.object();
      ArrayNode array = node.putArray("agents");
      agents.forEach(agent -> array.add(json(agent)));
      cadre.printJson(node);
    } else if (agents.isEmpty()) {
      cadre.terminal().note("no agent is deployed; next: cadre deploy FOLDER");
    } else {
      var table = new Table("NAME", "STATUS", "VERSION", "ID");
      agents.forEach(a -> table.row(a.name(), a.status(), a.version(), a.id()));
      table.print(cadre.terminal());
    }
    return Exit.OK.code();
  }

  private static ObjectNode json(Agents.Agent agent) {
    return Json.object()
        .put("name", agent.name())
        .put("id", agent.id())
        .put("arn", agent.arn())
        .put("version", agent.version())
        .put("status", agent.status())
        .put("lastUpdatedAt", agent.updated());
  }
}
