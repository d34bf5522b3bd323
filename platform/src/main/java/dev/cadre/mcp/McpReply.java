package dev.cadre.mcp;

import dev.cadre.http.Exchange;
import dev.cadre.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The answer to one POST: plain JSON, unless something must be said before the result; then it
 * becomes a stream of events, of which the result is the last. Thread-safe.
 */
final class McpReply implements MessageSink {
  private final Exchange exchange;
  private @Nullable OutputStream events;

  McpReply(Exchange exchange) {
    this.exchange = exchange;
  }

  @Override
  public synchronized void send(ObjectNode message) {
    try {
      OutputStream out = begin();
      out.write("event: message\ndata: ".getBytes(StandardCharsets.US_ASCII));
      out.write(Json.bytes(message));
      out.write("\n\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a comment. */
  @Override
  public synchronized void quiet() {
    try {
      OutputStream out = begin();
      out.write(":\n\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends the result or the error that ends the answer. */
  synchronized void end(int status, ObjectNode message) throws IOException {
    if (events == null) {
      exchange.respond(status, "application/json", Json.bytes(message));
    } else {
      send(message);
      events.close();
    }
  }

  private OutputStream begin() throws IOException {
    if (events == null) {
      exchange.responseHeader("Cache-Control", "no-cache");
      exchange.responseHeader("X-Accel-Buffering", "no");
      events = exchange.stream(200, "text/event-stream");
    }
    return events;
  }
}
