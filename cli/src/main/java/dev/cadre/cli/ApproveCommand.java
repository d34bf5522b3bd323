package dev.cadre.cli;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

final class ApproveCommand implements Action {
  private static final Operand AGENT =
      new Operand("AGENT", Count.OPTIONAL, "Whose call (none lists all that wait).");
  private static final Operand SESSION =
      new Operand("SESSION", Count.OPTIONAL, "In which session (default: the oldest that waits).");
  private static final Option DENY = Option.flag("Refuse it.", "--deny");
  private static final Option REASON =
      Option.value("TEXT", "Why, for the agent to read.", "--reason");

  @Override
  public Syntax syntax() {
    return Syntax.of("approve", "List tool calls that wait for a person, or allow them.")
        .takes(AGENT, SESSION, DENY, REASON)
        .notes("The agent goes on at once; its answer is printed as it comes.")
        .examples("cadre approve", "cadre approve support", "cadre approve support --deny");
  }

  @Override
  public int run(Cadre cadre, Arguments given) {
    Platform platform = cadre.platform();
    var approvals = new Approvals(platform);
    String agent = given.text(AGENT);
    if (agent == null) {
      list(cadre, approvals.list());
      return Exit.OK.code();
    }
    String id = new Agents(platform).resolve(agent).id();
    JsonNode chosen = chosen(approvals.list(), id, given.text(SESSION));
    var printer = new TurnPrinter(cadre.terminal());
    approvals.decide(
        id,
        Json.string(chosen, "sessionId"),
        chosen.path("calls"),
        !given.has(DENY),
        given.text(REASON),
        printer);
    return printer.broken() ? Exit.FAILED.code() : Exit.OK.code();
  }

  private static JsonNode chosen(JsonNode approvals, String agent, @Nullable String session) {
    for (JsonNode approval : approvals) {
      boolean itsAgent = Json.string(approval, "agentRuntimeId").equals(agent);
      if (itsAgent && (session == null || Json.string(approval, "sessionId").equals(session))) {
        return approval;
      }
    }
    throw new Failure(
        Exit.NOT_FOUND, "no call of " + agent + " waits for a person; see 'cadre approve'");
  }

  private static void list(Cadre cadre, JsonNode approvals) {
    if (cadre.json()) {
      cadre.printJson(approvals);
      return;
    }
    if (approvals.isEmpty()) {
      cadre.terminal().note("nothing waits for a person");
      return;
    }
    var table = new Table("AGENT", "SESSION", "TOOL", "ARGUMENTS");
    for (JsonNode approval : approvals) {
      for (JsonNode call : approval.path("calls")) {
        table.row(
            Json.string(approval, "agentRuntimeId"),
            Json.string(approval, "sessionId"),
            Json.string(call, "tool"),
            Json.text(call.path("arguments")));
      }
    }
    table.print(cadre.terminal());
  }
}
