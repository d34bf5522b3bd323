package dev.cadre.worker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Cuts a stream of bytes into lines: at newlines, at the end, and at 16 KB. UTF-8, with what is
 * malformed replaced; NUL and the carriage return of a line's end are removed.
 */
final class LineSplitter {
  static final int MAX_BYTES = 16 * 1024;
  static final String CUT = " [cut at 16 KB]";

  private final Consumer<String> lines;
  private final byte[] line = new byte[MAX_BYTES];
  private int length;
  private boolean skipping;

  LineSplitter(Consumer<String> lines) {
    this.lines = lines;
  }

  /** Reads to the end of {@code in}. */
  void drain(InputStream in) throws IOException {
    byte[] buffer = new byte[8192];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      accept(buffer, n);
    }
    if (length > 0) {
      end("");
    }
  }

  private void accept(byte[] bytes, int count) {
    for (int i = 0; i < count; i++) {
      byte next = bytes[i];
      if (next == '\n') {
        if (!skipping) {
          end("");
        }
        skipping = false;
      } else if (!skipping && next != 0) {
        line[length++] = next;
        if (length == MAX_BYTES) {
          end(CUT);
          skipping = true;
        }
      }
    }
  }

  private void end(String mark) {
    int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    length = 0;
    lines.accept(new String(line, 0, end, StandardCharsets.UTF_8) + mark);
  }
}
