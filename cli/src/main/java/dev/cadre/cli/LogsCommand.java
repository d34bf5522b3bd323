package dev.cadre.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

@Command(
    name = "logs",
    description = "Print what an agent's sessions wrote to their output.",
    footer = {
      "Example:",
      "  cadre logs support --since 10m --grep ERROR",
      "  cadre logs support -f"
    })
final class LogsCommand implements Callable<Integer> {
  private final Cadre cadre;

  @Parameters(
      arity = "0..1",
      paramLabel = "AGENT",
      description = "Its name, id or ARN (else the one of the YAML here).")
  private @Nullable String agent;

  @Option(
      names = {"-s", "--session"},
      paramLabel = "ID",
      description = "Only this session.")
  private @Nullable String session;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with new lines until interrupted.")
  private boolean follow;

  @Option(names = "--since", paramLabel = "TIME", description = "Not older than 30s, 10m, 2h, 1d.")
  private @Nullable String since;

  @Option(names = "--grep", paramLabel = "TEXT", description = "Only lines with this text.")
  private @Nullable String grep;

  @Option(names = "--limit", paramLabel = "N", description = "At most N lines.")
  private @Nullable Integer limit;

  LogsCommand(Cadre cadre) {
    this.cadre = cadre;
  }

  @Override
  public Integer call() {
    String filters =
        parameter("session", session)
            + parameter("since", since == null ? null : Sizes.duration(since))
            + parameter("grep", grep)
            + parameter("limit", limit == null ? null : limit.toString())
            + parameter("follow", follow ? "true" : null);
    try (Platform platform = cadre.platform()) {
      String id = Platform.segment(cadre.agent(platform, agent).id());
      var response =
          platform.stream("GET", "/cadre/v1/logs?agent=" + id + filters, Map.of(), new byte[0]);
      try (var lines =
          new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          print(line);
        }
      } catch (IOException e) {
        throw platform.unreachable(e);
      }
      return Exit.OK.code();
    }
  }

  private static String parameter(String name, @Nullable String value) {
    return value == null ? "" : "&" + name + "=" + Platform.segment(value);
  }

  private void print(String line) {
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
