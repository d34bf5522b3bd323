package dev.cadre.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

@Command(
    name = "invoke",
    description = "Send an agent a message and print its answer as it comes.",
    footer = {
      "TEXT that is a JSON object or array is sent as it is, other text as {\"prompt\": TEXT};",
      "- reads it from the standard input. The session's id is printed on the error stream: give",
      "it as --session to go on with the conversation.",
      "Example:",
      "  cadre invoke support \"Where is order ORD-2024-001?\"",
      "  cadre invoke support --stream '{\"prompt\": \"Hello\", \"lang\": \"de\"}'"
    })
final class InvokeCommand implements Callable<Integer> {
  /** AWS's limit for a payload, in bytes. */
  private static final int LARGEST_PAYLOAD = 100_000_000;

  private final Cadre cadre;

  @Parameters(index = "0", paramLabel = "AGENT", description = "Its name, id or ARN.")
  private String agent = "";

  @Parameters(index = "1", paramLabel = "TEXT", description = "The message.")
  private String text = "";

  @Option(
      names = {"-s", "--session", "--session-id"},
      paramLabel = "ID",
      description = "Go on with this session (33 to 256 characters).")
  private @Nullable String session;

  @Option(
      names = {"--user", "--user-id"},
      paramLabel = "ID",
      description = "On whose behalf.")
  private @Nullable String user;

  @Option(names = "--stream", description = "Ask the agent for a stream of events.")
  private boolean stream;

  @Option(
      names = {"-q", "--qualifier"},
      paramLabel = "ENDPOINT",
      description = "An endpoint's name or a version (default: DEFAULT).")
  private String qualifier = "DEFAULT";

  InvokeCommand(Cadre cadre) {
    this.cadre = cadre;
  }

  @Override
  public Integer call() throws IOException {
    byte[] payload = payload();
    var headers = new TreeMap<String, String>();
    headers.put("Content-Type", "application/json");
    headers.put("Accept", stream ? "text/event-stream" : "application/json, text/event-stream");
    if (session != null) {
      headers.put(SessionIds.HEADER, SessionIds.checked(session));
    }
    if (user != null) {
      headers.put("X-Amzn-Bedrock-AgentCore-Runtime-User-Id", user);
    }
    try (Platform platform = cadre.platform()) {
      Agents.Agent target = new Agents(platform).resolve(agent);
      String path = "/invocations?qualifier=" + Platform.segment(qualifier);
      print(platform, platform.stream("POST", target.dataPath() + path, headers, payload));
    }
    return Exit.OK.code();
  }

  private byte[] payload() throws IOException {
    String message =
        text.equals("-") ? Terminal.text(cadre.terminal().readAll(LARGEST_PAYLOAD)) : text;
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

  private void print(Platform platform, HttpResponse<InputStream> response) throws IOException {
    String type = response.headers().firstValue("Content-Type").orElse("");
    try (InputStream body = response.body()) {
      if (type.toLowerCase(Locale.ROOT).startsWith("text/event-stream")) {
        new ServerSentEvents(data -> cadre.terminal().print(shown(data))).read(body);
      } else {
        copy(body, type);
      }
    } catch (IOException e) {
      throw platform.unreachable(e);
    } finally {
      response
          .headers()
          .firstValue(SessionIds.HEADER)
          .ifPresent(id -> cadre.terminal().note("session " + Terminal.plain(id)));
    }
  }

  /** A JSON string reads as its text; everything else as it is. */
  private String shown(String data) {
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

  private void copy(InputStream body, String type) throws IOException {
    Terminal terminal = cadre.terminal();
    if (type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
      terminal.print(shown(Terminal.text(body.readNBytes(LARGEST_PAYLOAD)).strip()));
      return;
    }
    byte[] buffer = new byte[8192];
    for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
      terminal.write(buffer, n);
    }
  }
}
