package dev.cadre.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

final class InvokeCommand implements Action {
  /** AWS's limit for a payload, in bytes. */
  private static final int LARGEST_PAYLOAD = 100_000_000;

  private static final Operand AGENT = new Operand("AGENT", Count.ONE, "Its name, id or ARN.");
  private static final Operand TEXT = new Operand("TEXT", Count.ONE, "The message.");
  private static final Option SESSION =
      Option.value(
          "ID",
          "Go on with this session (33 to 256 characters).",
          "-s",
          "--session",
          "--session-id");
  private static final Option USER = Option.value("ID", "On whose behalf.", "--user", "--user-id");
  private static final Option STREAM =
      Option.flag("Ask the agent for a stream of events.", "--stream");
  private static final Option QUALIFIER =
      Option.value(
          "ENDPOINT", "An endpoint's name or a version (default: DEFAULT).", "-q", "--qualifier");

  @Override
  public Syntax syntax() {
    return Syntax.of("invoke", "Send an agent a message and print its answer as it comes.")
        .takes(AGENT, TEXT, SESSION, USER, STREAM, QUALIFIER)
        .notes(
            "TEXT that is a JSON object or array is sent as it is, other text as"
                + " {\"prompt\": TEXT};",
            "- reads it from the standard input. The session's id is printed on the error stream:"
                + " give",
            "it as --session to go on with the conversation.")
        .examples(
            "cadre invoke support \"Where is order ORD-2024-001?\"",
            "cadre invoke support --stream '{\"prompt\": \"Hello\", \"lang\": \"de\"}'");
  }

  @Override
  public int run(Cadre cadre, Arguments given) throws IOException {
    byte[] payload = payload(cadre.terminal(), given.needed(TEXT));
    var headers = new TreeMap<String, String>();
    headers.put("Content-Type", "application/json");
    headers.put(
        "Accept", given.has(STREAM) ? "text/event-stream" : "application/json, text/event-stream");
    String session = given.text(SESSION);
    if (session != null) {
      headers.put(SessionIds.HEADER, SessionIds.checked(session));
    }
    String user = given.text(USER);
    if (user != null) {
      headers.put("X-Amzn-Bedrock-AgentCore-Runtime-User-Id", user);
    }
    String named = given.text(QUALIFIER);
    String qualifier = named == null ? "DEFAULT" : named;
    Platform platform = cadre.platform();
    Agents.Agent target = new Agents(platform).resolve(given.needed(AGENT));
    String path = "/invocations?qualifier=" + Platform.segment(qualifier);
    print(cadre, platform, platform.stream("POST", target.dataPath() + path, headers, payload));
    return Exit.OK.code();
  }

  private static byte[] payload(Terminal terminal, String text) throws IOException {
    String message = text.equals("-") ? Terminal.text(terminal.readAll(LARGEST_PAYLOAD)) : text;
    String start = message.stripLeading();
    if (!start.startsWith("{") && !start.startsWith("[")) {
      return Json.bytes(Json.object().put("prompt", message));
    }
    try {
      Json.parse(message);
      return message.getBytes(StandardCharsets.UTF_8);
    } catch (JacksonException e) {
      throw Failure.usage(
          "TEXT begins like JSON and isn't: "
              + e.getOriginalMessage().lines().findFirst().orElse("")
              + "; to send it as text, give {\"prompt\": \"...\"}");
    }
  }

  private static void print(Cadre cadre, Platform platform, Answer response) throws IOException {
    String type = response.header("Content-Type");
    try (InputStream body = response.body()) {
      if (type.toLowerCase(Locale.ROOT).startsWith("text/event-stream")) {
        var turn = new TurnPrinter(cadre.terminal());
        new ServerSentEvents(
                data -> {
                  if (cadre.json() || !turn.accept(data)) {
                    cadre.terminal().print(shown(cadre, data));
                  }
                })
            .read(body);
        waits(cadre, turn);
      } else {
        copy(cadre, body, type);
      }
    } catch (IOException e) {
      throw platform.unreachable(e);
    } finally {
      String id = response.header(SessionIds.HEADER);
      if (!id.isEmpty()) {
        cadre.terminal().note("session " + Terminal.plain(id));
      }
    }
  }

  private static void waits(Cadre cadre, TurnPrinter turn) {
    for (JsonNode call : turn.awaitsApproval()) {
      cadre
          .terminal()
          .note(
              "  waits for a person to allow "
                  + Json.string(call, "tool")
                  + " "
                  + Terminal.plain(Json.text(call.path("arguments")))
                  + ": see 'cadre approve'");
    }
  }

  /** A JSON string reads as its text; everything else as it is. */
  private static String shown(Cadre cadre, String data) {
    if (!cadre.json() && data.startsWith("\"")) {
      try {
        JsonNode value = Json.parse(data);
        return value.isString() ? value.asString() : data;
      } catch (JacksonException e) {
        return data;
      }
    }
    return data;
  }

  private static void copy(Cadre cadre, InputStream body, String type) throws IOException {
    Terminal terminal = cadre.terminal();
    if (type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
      String text = Terminal.text(body.readNBytes(LARGEST_PAYLOAD)).strip();
      var turn = new TurnPrinter(terminal);
      if (cadre.json() || !turn.whole(text)) {
        terminal.print(shown(cadre, text));
      }
      waits(cadre, turn);
      return;
    }
    byte[] buffer = new byte[8192];
    for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
      terminal.write(buffer, n);
    }
  }
}
