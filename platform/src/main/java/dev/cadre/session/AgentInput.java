package dev.cadre.session;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** What an agent sends, read through one buffer. Not thread-safe. */
final class AgentInput {
  private static final int BUFFER = 16 * 1024;
  private static final int MAX_LINE = 64 * 1024;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private int at;
  private int end;

  AgentInput(InputStream in) {
    this.in = in;
  }

  /** Whether all that came has been read. */
  boolean drained() {
    return at == end;
  }

  /** As {@link InputStream#read(byte[], int, int)}, of a length over 0. */
  int read(byte[] bytes, int offset, int length) throws IOException {
    if (at == end) {
      if (length >= BUFFER) {
        return in.read(bytes, offset, length);
      }
      if (!fill()) {
        return -1;
      }
    }
    int count = Math.min(length, end - at);
    System.arraycopy(buffer, at, bytes, offset, count);
    at += count;
    return count;
  }

  /**
   * A line without its end, which is CRLF or LF.
   *
   * @throws EOFException when the agent hangs up before the line's end
   */
  String line() throws IOException {
    StringBuilder start = new StringBuilder(0);
    while (true) {
      int newline = newline();
      if (newline >= 0) {
        String rest = text(at, newline);
        at = newline + 1;
        String line = start.isEmpty() ? rest : start.append(rest).toString();
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
      }
      start.append(text(at, end));
      if (start.length() > MAX_LINE) {
        throw new IOException("the agent sent a line of more than " + MAX_LINE + " bytes");
      }
      if (!fill()) {
        throw new EOFException("the agent closed the connection");
      }
    }
  }

  private int newline() {
    for (int i = at; i < end; i++) {
      if (buffer[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private String text(int from, int to) {
    return new String(buffer, from, to - from, StandardCharsets.ISO_8859_1);
  }

  private boolean fill() throws IOException {
    at = 0;
    end = Math.max(0, in.read(buffer, 0, BUFFER));
    return end > 0;
  }
}
