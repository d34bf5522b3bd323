package dev.cadre.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "stop-session",
    description = "Stop one session of an agent, or all of them.",
    footer = {
      "Example:",
      "  cadre stop-session support 3f0c1d2e-0000-0000-0000-000000000000",
      "  cadre stop-session support --all"
    })
final class StopSessionCommand implements Callable<Integer> {
  private final Cadre cadre;

  @Parameters(index = "0", paramLabel = "AGENT", description = "Its name, id or ARN.")
  private String agent = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "SESSION",
      description = "The session's id.")
  private @Nullable String session;

  @Option(names = "--all", description = "Every session of the agent.")
  private boolean all;

  StopSessionCommand(Cadre cadre) {
    this.cadre = cadre;
  }

  @Override
  public Integer call() {
    if (all == (session != null)) {
      throw Failure.usage(
          "give either a SESSION or --all; 'cadre sessions " + agent + "' shows them");
    }
    try (Platform platform = cadre.platform()) {
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
}
