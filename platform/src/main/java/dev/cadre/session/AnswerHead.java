package dev.cadre.session;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The head of an agent's answer.
 *
 * @param keepsAlive whether the connection may be used again
 * @param fields in the order they came, names as sent
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112, HTTP/1.1</a>
 */
record AnswerHead(int status, boolean keepsAlive, List<Map.Entry<String, String>> fields) {
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
  private static final int MAX_FIELDS = 500;
  private static final int MAX_BYTES = 64 * 1024;

  /** How an answer's body ends. */
  sealed interface Framing {
    /** After so many bytes; 0 for an answer that has none. */
    record Length(long bytes) implements Framing {}

    record Chunks() implements Framing {}

    record UntilClosed() implements Framing {}
  }

  /**
   * Reads the head of the final answer; interim ones before it are passed over.
   *
   * @throws IOException when the agent hangs up, or what it sends is no HTTP/1
   */
  static AnswerHead read(AgentInput in) throws IOException {
    AnswerHead head = any(in);
    while (head.status() < 200 && head.status() != 101) {
      head = any(in);
    }
    return head;
  }

  private static AnswerHead any(AgentInput in) throws IOException {
    String line = in.line();
    if (!statusLine(line)) {
      throw new IOException("the agent does not speak HTTP/1.1: its answer begins '" + line + "'");
    }
    int status = Integer.parseInt(line, 9, 12, 10);
    List<Map.Entry<String, String>> fields = fields(in);
    String connection = first(fields, "connection");
    boolean keepsAlive =
        line.charAt(7) == '1'
            ? !holds(connection, "close")
            : connection != null && holds(connection, "keep-alive");
    return new AnswerHead(status, keepsAlive, fields);
  }

  /** {@code HTTP/1.x nnn reason}, where the reason may be missing. */
  private static boolean statusLine(String line) {
    return (line.startsWith("HTTP/1.1 ") || line.startsWith("HTTP/1.0 "))
        && line.length() >= 12
        && line.charAt(9) != '0'
        && line.chars().skip(9).limit(3).allMatch(c -> c >= '0' && c <= '9')
        && (line.length() == 12 || line.charAt(12) == ' ');
  }

  private static List<Map.Entry<String, String>> fields(AgentInput in) throws IOException {
    List<Map.Entry<String, String>> fields = new ArrayList<>();
    int bytes = 0;
    for (String line = in.line(); !line.isEmpty(); line = in.line()) {
      int colon = line.indexOf(':');
      if (colon < 1 || line.charAt(0) == ' ' || line.charAt(0) == '\t') {
        throw new IOException("the agent sent a header line that is none: '" + line + "'");
      }
      bytes += line.length();
      if (bytes > MAX_BYTES || fields.size() == MAX_FIELDS) {
        throw new IOException(
            "the agent sent more than "
                + MAX_FIELDS
                + " headers or "
                + MAX_BYTES
                + " bytes of them");
      }
      fields.add(Map.entry(line.substring(0, colon), line.substring(colon + 1).strip()));
    }
    return fields;
  }

  /** The first value of a header, or null. */
  @Nullable String header(String name) {
    return first(fields, name);
  }

  /**
   * How the body that follows ends.
   *
   * @throws IOException when the head contradicts itself
   */
  Framing framing() throws IOException {
    if (status == 204 || status == 304) {
      return new Framing.Length(0);
    }
    String coding = header("transfer-encoding");
    if (coding != null) {
      if (!coding.equalsIgnoreCase("chunked")) {
        throw new IOException("the agent's Transfer-Encoding '" + coding + "' is not understood");
      }
      if (header("content-length") != null) {
        throw new IOException("the agent sent both a Transfer-Encoding and a Content-Length");
      }
      return new Framing.Chunks();
    }
    return length();
  }

  private Framing length() throws IOException {
    long length = -1;
    for (Map.Entry<String, String> field : fields) {
      if (field.getKey().equalsIgnoreCase("content-length")) {
        long said = length(field.getValue());
        if (length >= 0 && said != length) {
          throw new IOException("the agent sent two different Content-Lengths");
        }
        length = said;
      }
    }
    return length < 0 ? new Framing.UntilClosed() : new Framing.Length(length);
  }

  private static long length(String text) throws IOException {
    if (!LENGTH.matcher(text).matches()) {
      throw new IOException("the agent's Content-Length '" + text + "' is no length");
    }
    return Long.parseLong(text);
  }

  private static @Nullable String first(List<Map.Entry<String, String>> fields, String name) {
    for (Map.Entry<String, String> field : fields) {
      if (field.getKey().equalsIgnoreCase(name)) {
        return field.getValue();
      }
    }
    return null;
  }

  private static boolean holds(@Nullable String list, String token) {
    return list != null && list.toLowerCase(Locale.ROOT).contains(token);
  }
}
