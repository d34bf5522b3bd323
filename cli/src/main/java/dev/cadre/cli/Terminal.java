package dev.cadre.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where a command reads and writes: answers go to {@code out}, all that is about them to {@code
 * err}, so that a pipe gets the answer alone.
 *
 * @param interactive a person watches: lines may be redrawn and questions asked
 */
record Terminal(InputStream in, PrintStream out, PrintStream err, boolean interactive) {
  private static final int LONGEST_ANSWER = 200;
  private static final int LONGEST_LINE = 100_000;

  void print(String line) {
    out.print(line);
    out.print('\n');
    out.flush();
  }

  void note(String line) {
    err.print(line);
    err.print('\n');
    err.flush();
  }

  /** True when the person types yes; false at the end of the input. */
  boolean confirm(String question) {
    err.print(question + " [y/N] ");
    err.flush();
    var answer = new StringBuilder();
    try {
      for (int c = in.read(); c >= 0 && c != '\n' && answer.length() < LONGEST_ANSWER; ) {
        answer.append((char) c);
        c = in.read();
      }
    } catch (IOException e) {
      return false;
    }
    String typed = answer.toString().strip();
    return typed.equalsIgnoreCase("y") || typed.equalsIgnoreCase("yes");
  }

  /** The next line that is typed; null at the end of the input. */
  @Nullable String line() {
    var line = new ByteArrayOutputStream();
    try {
      int c = in.read();
      if (c < 0) {
        return null;
      }
      for (; c >= 0 && c != '\n' && line.size() < LONGEST_LINE; c = in.read()) {
        line.write(c);
      }
    } catch (IOException e) {
      return null;
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  /** The whole standard input as text; refuses more than {@code limit} bytes. */
  byte[] readAll(int limit) throws IOException {
    byte[] bytes = in.readNBytes(limit + 1);
    if (bytes.length > limit) {
      throw Failure.usage("the standard input has more than " + limit + " bytes");
    }
    return bytes;
  }

  void write(byte[] bytes, int length) {
    out.write(bytes, 0, length);
    out.flush();
  }

  /** Text from elsewhere, without control characters that would steer a terminal. */
  static String plain(String text) {
    var plain = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.isISOControl(c) && c != '\t' && c != '\n' ? '\uFFFD' : c)
        .forEach(plain::appendCodePoint);
    return plain.toString();
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
