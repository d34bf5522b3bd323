package dev.cadre.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;
import software.amazon.eventstream.MessageDecoder;
import tools.jackson.databind.JsonNode;

/**
 * Reads the event stream of InvokeAgentRuntimeCommand: what the command writes is printed as it
 * comes, its standard output to ours, its errors to ours.
 */
final class CommandOutput {
  /** As {@code timeout(1)} of coreutils says it. */
  private static final int TIMED_OUT = 124;

  private final Terminal terminal;
  private @Nullable Integer exitCode;

  CommandOutput(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The command's exit code; throws {@link Failure} for an error event or a stream cut off. */
  int read(InputStream events) throws IOException {
    var decoder = new MessageDecoder(this::accept);
    byte[] buffer = new byte[8192];
    for (int n = events.read(buffer); n >= 0; n = events.read(buffer)) {
      decoder.feed(buffer, 0, n);
    }
    if (exitCode == null) {
      throw new Failure(Exit.FAILED, "the stream ended before the command did");
    }
    return exitCode;
  }

  private void accept(Message message) {
    String payload = Terminal.text(message.getPayload());
    if (!header(message, ":message-type").equals("event")) {
      String type = header(message, ":exception-type");
      throw Refusals.failure(type.isEmpty() ? header(message, ":error-code") : type, payload);
    }
    JsonNode chunk = Json.parse(payload);
    JsonNode delta = chunk.path("contentDelta");
    write(terminal.out(), Json.string(delta, "stdout"));
    write(terminal.err(), Json.string(delta, "stderr"));
    JsonNode stop = chunk.path("contentStop");
    if (stop.isObject()) {
      boolean late = Json.string(stop, "status").equals("TIMED_OUT");
      exitCode = late ? TIMED_OUT : stop.path("exitCode").asInt(Exit.FAILED.code()) & 0xff;
    }
  }

  private static void write(PrintStream stream, String text) {
    if (!text.isEmpty()) {
      stream.print(text);
      stream.flush();
    }
  }

  private static String header(Message message, String name) {
    HeaderValue value = message.getHeaders().get(name);
    return value == null ? "" : value.getString();
  }
}
