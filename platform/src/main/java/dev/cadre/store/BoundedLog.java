package dev.cadre.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A log file that begins anew at {@code maxBytes} and keeps one older file beside it, so that the
 * two never take more than twice that. Thread-safe.
 */
final class BoundedLog implements AutoCloseable {
  private static final int REMEMBERED_LINES = 12;

  private final Path file;
  private final long maxBytes;
  private final Deque<String> last = new ArrayDeque<>();
  private OutputStream out;
  private long written;

  BoundedLog(Path file, long maxBytes) throws IOException {
    this.file = file;
    this.maxBytes = maxBytes;
    this.out = append(file);
    this.written = Files.size(file);
  }

  synchronized void line(String line) throws IOException {
    if (last.size() == REMEMBERED_LINES) {
      last.removeFirst();
    }
    last.addLast(line);
    byte[] bytes = (line + "\n").getBytes(UTF_8);
    if (written + bytes.length > maxBytes) {
      out.close();
      Files.move(
          file,
          file.resolveSibling(file.getFileName() + ".1"),
          StandardCopyOption.REPLACE_EXISTING);
      out = append(file);
      written = 0;
    }
    out.write(bytes);
    written += bytes.length;
  }

  /** The newest lines, oldest first. */
  synchronized String tail() {
    return String.join("\n", last);
  }

  @Override
  public synchronized void close() throws IOException {
    out.close();
  }

  private static OutputStream append(Path file) throws IOException {
    return Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
