package dev.cadre.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

final class LogsCommand implements Action {
  private static final Operand AGENT =
      new Operand("AGENT", Count.OPTIONAL, "Its name, id or ARN (else the one of the YAML here).");
  private static final Option SESSION = Option.value("ID", "Only this session.", "-s", "--session");
  private static final Option FOLLOW =
      Option.flag("Go on with new lines until interrupted.", "-f", "--follow");
  private static final Option SINCE =
      Option.value("TIME", "Not older than 30s, 10m, 2h, 1d.", "--since");
  private static final Option GREP = Option.value("TEXT", "Only lines with this text.", "--grep");
  private static final Option LIMIT = Option.value("N", "At most N lines.", "--limit");

  @Override
  public Syntax syntax() {
    return Syntax.of("logs", "Print what an agent's sessions wrote to their output.")
        .takes(AGENT, SESSION, FOLLOW, SINCE, GREP, LIMIT)
        .examples("cadre logs support --since 10m --grep ERROR", "cadre logs support -f");
  }

  @Override
  public int run(Cadre cadre, Arguments given) {
    String since = given.text(SINCE);
    Integer limit = given.number(LIMIT);
    String filters =
        Platform.parameter("session", given.text(SESSION))
            + Platform.parameter("since", since == null ? null : Sizes.duration(since))
            + Platform.parameter("grep", given.text(GREP))
            + Platform.parameter("limit", limit == null ? null : limit.toString())
            + Platform.parameter("follow", given.has(FOLLOW) ? "true" : null);
    Platform platform = cadre.platform();
    String id = Platform.segment(cadre.agent(platform, given.text(AGENT)).id());
    var response =
        platform.stream("GET", "/cadre/v1/logs?agent=" + id + filters, Map.of(), new byte[0]);
    try (var lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        print(cadre, line);
      }
    } catch (IOException e) {
      throw platform.unreachable(e);
    }
    return Exit.OK.code();
  }

  private static void print(Cadre cadre, String line) {
    if (line.isBlank()) { // a heartbeat
      return;
    }
    if (cadre.json()) {
      cadre.terminal().print(line);
      return;
    }
    try {
      JsonNode entry = Json.parse(line);
      String id = Json.string(entry, "session");
      String mark = Json.string(entry, "stream").equals("stderr") ? " ! " : "   ";
      cadre
          .terminal()
          .print(
              Json.string(entry, "at")
                  + " "
                  + Terminal.plain(id.substring(Math.max(0, id.length() - 8)))
                  + mark
                  + Terminal.plain(Json.string(entry, "line")));
    } catch (JacksonException e) {
      throw new Failure(Exit.FAILED, "the platform sent a log line that is not JSON");
    }
  }
}
