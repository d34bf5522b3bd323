package dev.cadre.worker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What bubblewrap reports on its information descriptor before anything else is written. */
final class SandboxInfo {
  private static final int MAX_BYTES = 4096;
  private static final Pattern CHILD = Pattern.compile("\"child-pid\": *([0-9]+)");

  private SandboxInfo() {}

  /**
   * Reads up to the end of the report, no byte further.
   *
   * @return the process id, on the host, of the sandbox's first process
   * @throws IOException with what bubblewrap said instead
   */
  static long read(InputStream in) throws IOException {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    boolean closed = false;
    for (int next = in.read(); next >= 0 && said.size() < MAX_BYTES; next = in.read()) {
      said.write(next);
      closed |= next == '}';
      if (closed && next == '\n') {
        break;
      }
    }
    String text = said.toString(StandardCharsets.UTF_8);
    Matcher child = CHILD.matcher(text);
    if (!child.find()) {
      throw new IOException(text.isBlank() ? "it ended without a word" : text.strip());
    }
    return Long.parseLong(child.group(1));
  }
}
