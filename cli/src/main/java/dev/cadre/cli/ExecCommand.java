package dev.cadre.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

final class ExecCommand implements Action {
  private static final int LONGEST_COMMAND = 65_536;

  private static final Operand AGENT = new Operand("AGENT", Count.ONE, "Its name, id or ARN.");
  private static final Operand COMMAND = new Operand("CMD", Count.SOME, "The command.");
  private static final Option SESSION =
      Option.value("ID", "The session.", "-s", "--session").given(Count.ONE);
  private static final Option TIMEOUT =
      Option.value("SECONDS", "Ends the command after it.", "--timeout");

  @Override
  public Syntax syntax() {
    return Syntax.of("exec", "Run a command inside of a session; its exit code becomes this one's.")
        .takes(AGENT, COMMAND, SESSION, TIMEOUT)
        .notes("One word is a shell's line; several are quoted one by one.")
        .examples(
            "cadre exec support --session $ID -- ls -la",
            "cadre exec support --session $ID 'ps aux | head'");
  }

  @Override
  public int run(Cadre cadre, Arguments given) {
    ObjectNode body = Json.object().put("command", command(given.all(COMMAND)));
    Integer timeout = given.number(TIMEOUT);
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
            SessionIds.checked(given.needed(SESSION)));
    Platform platform = cadre.platform();
    Agents.Agent target = new Agents(platform).resolve(given.needed(AGENT));
    var output = new CommandOutput(cadre.terminal());
    try (InputStream events =
        platform.stream("POST", target.dataPath() + "/commands", headers, Json.bytes(body))
            .body()) {
      return output.read(events);
    } catch (IOException e) {
      throw platform.unreachable(e);
    }
  }

  private static String command(List<String> words) {
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
