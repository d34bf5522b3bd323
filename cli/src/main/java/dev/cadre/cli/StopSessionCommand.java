package dev.cadre.cli;

import tools.jackson.databind.JsonNode;

final class StopSessionCommand implements Action {
  private static final Operand AGENT = new Operand("AGENT", Count.ONE, "Its name, id or ARN.");
  private static final Operand SESSION =
      new Operand("SESSION", Count.OPTIONAL, "The session's id.");
  private static final Option ALL = Option.flag("Every session of the agent.", "--all");

  @Override
  public Syntax syntax() {
    return Syntax.of("stop-session", "Stop one session of an agent, or all of them.")
        .takes(AGENT, SESSION, ALL)
        .examples(
            "cadre stop-session support 3f0c1d2e-0000-0000-0000-000000000000",
            "cadre stop-session support --all");
  }

  @Override
  public int run(Cadre cadre, Arguments given) {
    String agent = given.needed(AGENT);
    String session = given.text(SESSION);
    if (given.has(ALL) == (session != null)) {
      throw Failure.usage(
          "give either a SESSION or --all; 'cadre sessions " + agent + "' shows them");
    }
    Platform platform = cadre.platform();
    String id = new Agents(platform).resolve(agent).id();
    var sessions = new Sessions(platform);
    JsonNode answer = session == null ? sessions.stopAll(id) : sessions.stop(id, session);
    if (cadre.json()) {
      cadre.printJson(answer);
    } else {
      cadre.terminal().note(session == null ? "stopped all sessions of " + agent : "stopped");
    }
    return Exit.OK.code();
  }
}
