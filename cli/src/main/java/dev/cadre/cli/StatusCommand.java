package dev.cadre.cli;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class StatusCommand implements Action {
  private static final Operand AGENT = new Operand("AGENT", Count.OPTIONAL, "Its name, id or ARN.");

  @Override
  public Syntax syntax() {
    return Syntax.of("status", "Show the platform, or one agent with its endpoints.")
        .takes(AGENT)
        .examples("cadre status", "cadre status support");
  }

  @Override
  public int run(Cadre cadre, Arguments given) {
    String agent = given.text(AGENT);
    Platform platform = cadre.platform();
    JsonNode shown = agent == null ? platform.get("/cadre/v1/status") : agent(platform, agent);
    if (cadre.json()) {
      cadre.printJson(shown);
    } else {
      print(cadre.terminal(), "", shown);
    }
    return Exit.OK.code();
  }

  private static JsonNode agent(Platform platform, String given) {
    Agents.Agent found = new Agents(platform).resolve(given);
    ObjectNode all = Json.object();
    platform.get(found.controlPath()).forEachEntry(all::set);
    JsonNode endpoints =
        platform.post(found.controlPath() + "runtime-endpoints/?maxResults=100", null);
    all.set("endpoints", endpoints.path("runtimeEndpoints"));
    return all;
  }

  /** One "key value" line each; what is nested is indented. */
  private static void print(Terminal terminal, String indent, JsonNode node) {
    node.forEachEntry(
        (key, value) -> {
          if (value.isArray()) {
            terminal.print(indent + key + ":");
            value.forEach(each -> item(terminal, indent + "  ", each));
          } else if (value.isObject()) {
            terminal.print(indent + key + ":");
            print(terminal, indent + "  ", value);
          } else if (!value.isNull()) {
            terminal.print(indent + key + ": " + Terminal.plain(value.asString()));
          }
        });
  }

  private static void item(Terminal terminal, String indent, JsonNode value) {
    if (!value.isObject()) {
      terminal.print(indent + "- " + Terminal.plain(value.asString()));
      return;
    }
    var line = new StringBuilder(indent).append('-');
    value.forEachEntry(
        (key, member) -> {
          if (member.isValueNode() && !member.isNull()) {
            line.append(' ').append(key).append('=').append(Terminal.plain(member.asString()));
          }
        });
    terminal.print(line.toString());
  }
}
