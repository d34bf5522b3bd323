package dev.cadre.cli;

import java.util.Locale;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

final class UsageCommand implements Action {
  private static final Option BY =
      Option.value(
          "WHAT", "Sum by day (as usual), session, agent, tenant, provider or model.", "--by");
  private static final Option AGENT =
      Option.value("AGENT", "Only this agent's, by name, id or ARN.", "-a", "--agent");
  private static final Option SESSION =
      Option.value("ID", "Only this session's.", "-s", "--session");
  private static final Option SINCE =
      Option.value("DAY", "From this day on, such as 2026-01-31 (else 30 days).", "--since");
  private static final Option UNTIL = Option.value("DAY", "Up to this day.", "--until");
  private static final Option LIMIT = Option.value("N", "At most N lines.", "--limit");

  @Override
  public Syntax syntax() {
    return Syntax.of("usage", "Sum up calls of models, their tokens and what they cost.")
        .takes(BY, AGENT, SESSION, SINCE, UNTIL, LIMIT)
        .examples("cadre usage", "cadre usage --by agent --since 2026-11-01");
  }

  @Override
  public int run(Cadre cadre, Arguments given) {
    String by = Objects.requireNonNullElse(given.text(BY), "day");
    Integer limit = given.number(LIMIT);
    Platform platform = cadre.platform();
    String agent = given.text(AGENT);
    JsonNode usage =
        platform.get(
            "/cadre/v1/usage?by="
                + Platform.segment(by)
                + Platform.parameter(
                    "agent", agent == null ? null : cadre.agent(platform, agent).id())
                + Platform.parameter("session", given.text(SESSION))
                + Platform.parameter("since", given.text(SINCE))
                + Platform.parameter("until", given.text(UNTIL))
                + Platform.parameter("limit", limit == null ? null : limit.toString()));
    if (cadre.json()) {
      cadre.printJson(usage);
    } else if (usage.path("usage").isEmpty()) {
      cadre.terminal().note("no model was called in that time");
    } else {
      var table = new Table(by.toUpperCase(Locale.ROOT), "CALLS", "INPUT", "OUTPUT", "COST");
      usage.path("usage").forEach(sum -> row(table, sum));
      table.print(cadre.terminal());
    }
    return Exit.OK.code();
  }

  private static void row(Table table, JsonNode sum) {
    table.row(
        Json.string(sum, "key"),
        sum.path("calls").asString(),
        sum.path("inputTokens").asString(),
        sum.path("outputTokens").asString(),
        "$" + sum.path("cost").decimalValue().stripTrailingZeros().toPlainString());
  }
}
