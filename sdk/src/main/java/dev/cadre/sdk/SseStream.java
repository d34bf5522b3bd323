package dev.cadre.sdk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Server-sent events over a chunked response. */
final class SseStream implements EventStream {
  private final Response response;
  private boolean ended;

  private SseStream(Response response) {
    this.response = response;
  }

  static SseStream open(Response response) {
    try {
      response.startStream("text/event-stream; charset=utf-8");
      return new SseStream(response);
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  @Override
  public void send(@Nullable Object value) {
    StringBuilder text = new StringBuilder("data: ");
    JsonWriter.write(value, text);
    send(text);
  }

  @Override
  public void send(String event, @Nullable Object value) {
    if (event.isEmpty() || !Headers.isValue(event)) {
      throw new IllegalArgumentException("the name of an event is one line of visible characters");
    }
    StringBuilder text = new StringBuilder("event: ").append(event).append("\ndata: ");
    JsonWriter.write(value, text);
    send(text);
  }

  private synchronized void send(StringBuilder text) {
    if (ended) {
      throw new IllegalStateException("the invocation has ended, and its stream with it");
    }
    try {
      response.sendChunk(text.append("\n\n").toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  synchronized void end() throws IOException {
    if (!ended) {
      ended = true;
      response.endStream();
    }
  }
}
