package dev.cadre.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What a deployment did, line by line in a file that is read while it grows. Lines past its limit
 * are dropped from the file and still remembered among the last.
 */
final class BuildLog implements AutoCloseable {
  private static final long MAX_CHARS = 4L * 1024 * 1024;
  private static final int MAX_LINE = 2_000;
  private static final int TAIL = 12;
  private static final int SHOWN = 2_000;

  private final Writer file;
  private final Consumer<String> stages;
  private final Deque<String> tail = new ArrayDeque<>();
  private final List<String> warnings = new ArrayList<>();
  private long chars;

  private BuildLog(Writer file, Consumer<String> stages) {
    this.file = file;
    this.stages = stages;
  }

  /** Begins anew at {@code path}; {@code stages} is told of each stage before it begins. */
  static BuildLog create(Path path, Consumer<String> stages) throws IOException {
    Files.createDirectories(path.toAbsolutePath().getParent());
    return new BuildLog(Files.newBufferedWriter(path, UTF_8), stages);
  }

  /** The last lines of the log at {@code path}; none when there is no log. */
  static List<String> read(Path path) throws IOException {
    if (!Files.exists(path)) {
      return List.of();
    }
    Deque<String> last = new ArrayDeque<>();
    try (Stream<String> lines = Files.lines(path, UTF_8)) {
      lines.forEach(
          line -> {
            last.add(line);
            if (last.size() > SHOWN) {
              last.removeFirst();
            }
          });
    }
    return List.copyOf(last);
  }

  void stage(String stage) {
    stages.accept(stage);
    line("== " + stage);
  }

  synchronized void line(String text) {
    String line = text.length() > MAX_LINE ? text.substring(0, MAX_LINE) + " ..." : text;
    tail.add(line);
    if (tail.size() > TAIL) {
      tail.removeFirst();
    }
    chars += line.length() + 1;
    if (chars > MAX_CHARS) {
      return;
    }
    try {
      file.write(line);
      file.write('\n');
      file.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the build log cannot be written", e);
    }
  }

  /** A line that also stays with the version. */
  synchronized void warn(String text) {
    warnings.add(text);
    line("warning: " + text);
  }

  synchronized List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** The last few lines, for a failure's reason. */
  synchronized String tail() {
    return String.join("\n", tail);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
