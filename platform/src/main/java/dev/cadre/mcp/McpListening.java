package dev.cadre.mcp;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** A stream of what a server says unasked. For one thread; an interrupt ends its reading. */
final class McpListening implements AutoCloseable {
  private static final int MAX_MESSAGE = 1024 * 1024;

  private final InputStream in;
  private final SseReader events;
  private final Runnable end;

  /**
   * @param end tells the server that nobody listens any more
   */
  McpListening(InputStream in, Runnable end) {
    this.in = in;
    this.events = new SseReader(in, MAX_MESSAGE);
    this.end = end;
  }

  /** The next message; empty when the server has ended the stream. */
  Optional<ObjectNode> next() throws IOException {
    for (var event = events.next(); event.isPresent(); event = events.next()) {
      ObjectNode message = McpWire.message(event.get());
      if (message != null) {
        return Optional.of(message);
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException alreadyGone) {
      // There is nothing left to close.
    }
    end.run();
  }
}
