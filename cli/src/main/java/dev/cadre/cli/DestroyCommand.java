package dev.cadre.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "destroy",
    description = "Delete an agent with its versions, endpoints and sessions.",
    footer = {"Example:", "  cadre destroy support", "  cadre destroy support --force"})
final class DestroyCommand implements Callable<Integer> {
  private final Cadre cadre;

  @Parameters(index = "0", paramLabel = "AGENT", description = "Its name, id or ARN.")
  private String agent = "";

  @Option(names = "--force", description = "Don't ask.")
  private boolean force;

  DestroyCommand(Cadre cadre) {
    this.cadre = cadre;
  }

  @Override
  public Integer call() {
    try (Platform platform = cadre.platform()) {
      Agents.Agent found = new Agents(platform).resolve(agent);
      if (!force) {
        confirm(found);
      }
      JsonNode answer = platform.delete(found.controlPath());
      if (cadre.json()) {
        cadre.printJson(answer);
      } else {
        cadre.terminal().note("deleted " + found.id());
      }
      return Exit.OK.code();
    }
  }

  private void confirm(Agents.Agent found) {
    if (!cadre.terminal().interactive()) {
      throw Failure.usage("nobody is there to be asked: give --force to delete " + found.id());
    }
    if (!cadre.terminal().confirm("Delete " + found.id() + " and stop its sessions?")) {
      throw new Failure(Exit.FAILED, "nothing was deleted");
    }
  }
}
