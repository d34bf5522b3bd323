package dev.cadre.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "status",
    description = "Show the platform, or one agent with its endpoints.",
    footer = {"Example:", "  cadre status", "  cadre status support"})
final class StatusCommand implements Callable<Integer> {
  private final Cadre cadre;

  @Parameters(arity = "0..1", paramLabel = "AGENT", description = "Its name, id or ARN.")
  private @Nullable String agent;

  StatusCommand(Cadre cadre) {
    this.cadre = cadre;
  }

  @Override
  public Integer call() {
    try (Platform platform = cadre.platform()) {
      JsonNode shown = agent == null ? platform.get("/cadre/v1/status") : agent(platform, agent);
      if (cadre.json()) {
        cadre.printJson(shown);
      } else {
        print("", shown);
      }
      return Exit.OK.code();
    }
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
  private void print(String indent, JsonNode node) {
    node.forEachEntry(
        (key, value) -> {
          if (value.isArray()) {
            cadre.terminal().print(indent + key + ":");
            value.forEach(each -> item(indent + "  ", each));
          } else if (value.isObject()) {
            cadre.terminal().print(indent + key + ":");
            print(indent + "  ", value);
          } else if (!value.isNull()) {
            cadre.terminal().print(indent + key + ": " + Terminal.plain(value.asString()));
          }
        });
  }

  private void item(String indent, JsonNode value) {
    if (!value.isObject()) {
      cadre.terminal().print(indent + "- " + Terminal.plain(value.asString()));
      return;
    }
    var line = new StringBuilder(indent).append('-');
    value.forEachEntry(
        (key, member) -> {
          if (member.isValueNode() && !member.isNull()) {
            line.append(' ').append(key).append('=').append(Terminal.plain(member.asString()));
          }
        });
    cadre.terminal().print(line.toString());
  }
}
