package dev.cadre.cli;

import tools.jackson.databind.JsonNode;

final class DestroyCommand implements Action {
  private static final Operand AGENT = new Operand("AGENT", Count.ONE, "Its name, id or ARN.");
  private static final Option FORCE = Option.flag("Don't ask.", "--force");

  @Override
  public Syntax syntax() {
    return Syntax.of("destroy", "Delete an agent with its versions, endpoints and sessions.")
        .takes(AGENT, FORCE)
        .examples("cadre destroy support", "cadre destroy support --force");
  }

  @Override
  public int run(Cadre cadre, Arguments given) {
    Platform platform = cadre.platform();
    Agents.Agent found = new Agents(platform).resolve(given.needed(AGENT));
    if (!given.has(FORCE)) {
      confirm(cadre.terminal(), found);
    }
    JsonNode answer = platform.delete(found.controlPath());
    if (cadre.json()) {
      cadre.printJson(answer);
    } else {
      cadre.terminal().note("deleted " + found.id());
    }
    return Exit.OK.code();
  }

  private static void confirm(Terminal terminal, Agents.Agent found) {
    if (!terminal.interactive()) {
      throw Failure.usage("nobody is there to be asked: give --force to delete " + found.id());
    }
    if (!terminal.confirm("Delete " + found.id() + " and stop its sessions?")) {
      throw new Failure(Exit.FAILED, "nothing was deleted");
    }
  }
}
