package dev.cadre.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "exec",
    description = "Run a command inside of a session; its exit code becomes this one's.",
    footer = {
      "One word is a shell's line; several are quoted one by one.",
      "Example:",
      "  cadre exec support --session $ID -- ls -la",
      "  cadre exec support --session $ID 'ps aux | head'"
    })
final class ExecCommand implements Callable<Integer> {
  private static final int LONGEST_COMMAND = 65_536;

  private final Cadre cadre;

  @Parameters(index = "0", paramLabel = "AGENT", description = "Its name, id or ARN.")
  private String agent = "";

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "CMD", description = "The command.")
  private List<String> words = List.of();

  @Option(
      names = {"-s", "--session"},
      paramLabel = "ID",
      required = true,
      description = "The session.")
  private String session = "";

  @Option(names = "--timeout", paramLabel = "SECONDS", description = "Ends the command after it.")
  private @Nullable Integer timeout;

  ExecCommand(Cadre cadre) {
    this.cadre = cadre;
  }

  @Override
  public Integer call() {
    ObjectNode body = Json.object().put("command", command());
    if (timeout != null) {
      body.put("timeout", timeout);
    }
    Map<String, String> headers =
        Map.of(
            "Content-Type",
            "application/json",
            "Accept",
            "application/vnd.amazon.eventstream",
            SessionIds.HEADER,
            SessionIds.checked(session));
    try (Platform platform = cadre.platform()) {
      Agents.Agent target = new Agents(platform).resolve(agent);
      var output = new CommandOutput(cadre.terminal());
      try (InputStream events =
          platform.stream("POST", target.dataPath() + "/commands", headers, Json.bytes(body))
              .body()) {
        return output.read(events);
      } catch (IOException e) {
        throw platform.unreachable(e);
      }
    }
  }

  private String command() {
    String command =
        words.size() == 1
            ? words.getFirst()
            : words.stream().map(ExecCommand::quoted).collect(Collectors.joining(" "));
    if (command.length() > LONGEST_COMMAND) {
      throw Failure.usage("the command is longer than " + LONGEST_COMMAND + " characters");
    }
    return command;
  }

  static String quoted(String word) {
    return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
