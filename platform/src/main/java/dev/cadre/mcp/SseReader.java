package dev.cadre.mcp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The data of server-sent events, one after the other. Source: the WHATWG HTML standard, "parsing
 * an event stream"; only {@code data} matters here.
 */
final class SseReader {
  private final InputStream in;
  private final int limit;

  /**
   * @param limit of one event's data in bytes
   */
  SseReader(InputStream in, int limit) {
    this.in = in;
    this.limit = limit;
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
      }
    }
    // An event that no empty line ended is not whole.
    return Optional.empty();
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
