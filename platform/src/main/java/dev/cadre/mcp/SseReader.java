package dev.cadre.mcp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The data of server-sent events, one after the other, and from where to go on when the stream is
 * cut. Source: the WHATWG HTML standard, "parsing an event stream"; events' names do not matter
 * here.
 */
final class SseReader {
  private final InputStream in;
  private final int limit;
  private @Nullable String lastId;
  private @Nullable Duration retry;

  /**
   * @param limit of one event's data in bytes
   */
  SseReader(InputStream in, int limit) {
    this.in = in;
    this.limit = limit;
  }

  /** The id of the last event that had one; null while none had. */
  @Nullable String lastId() {
    return lastId;
  }

  /**
   * How long the server wants to be left alone before it is asked again; null when it is silent.
   */
  @Nullable Duration retry() {
    return retry;
  }

  /** The next event that has data; empty at the stream's end. */
  Optional<String> next() throws IOException {
    StringBuilder data = new StringBuilder();
    boolean any = false;
    for (Optional<String> line = line(); line.isPresent(); line = line()) {
      String text = line.get();
      if (text.isEmpty()) {
        if (any) {
          return Optional.of(data.toString());
        }
      } else if (text.startsWith("data:")) {
        String value = text.substring("data:".length());
        if (any) {
          data.append('\n');
        }
        data.append(value.startsWith(" ") ? value.substring(1) : value);
        any = true;
        if (data.length() > limit) {
          throw new IOException("an event is longer than " + limit + " bytes");
        }
      } else {
        hint(text);
      }
    }
    // An event that no empty line ended is not whole.
    return Optional.empty();
  }

  private void hint(String line) {
    if (line.startsWith("id:")) {
      lastId = line.substring("id:".length()).strip();
    } else if (line.startsWith("retry:")) {
      String millis = line.substring("retry:".length()).strip();
      retry = millis.matches("[0-9]{1,9}") ? Duration.ofMillis(Long.parseLong(millis)) : retry;
    }
  }

  private Optional<String> line() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int b = in.read();
    if (b < 0) {
      return Optional.empty();
    }
    while (b >= 0 && b != '\n') {
      if (b != '\r') {
        bytes.write(b);
      }
      if (bytes.size() > limit) {
        throw new IOException("a line is longer than " + limit + " bytes");
      }
      b = in.read();
    }
    return Optional.of(bytes.toString(StandardCharsets.UTF_8));
  }
}
