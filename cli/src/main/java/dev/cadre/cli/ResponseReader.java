package dev.cadre.cli;

import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;

/** Reads an HTTP/1.1 response (RFC 9112): its head at once, its body as it comes. */
final class ResponseReader {
  /** The longest head, in bytes. */
  private static final int LONGEST_HEAD = 65_536;

  private final InputStream in;
  private int left = LONGEST_HEAD;

  private ResponseReader(InputStream in) {
    this.in = in;
  }

  /** Closing the answer's body closes {@code connection}. */
  static Answer read(InputStream in, Closeable connection) throws IOException {
    var reader = new ResponseReader(in);
    int status = reader.status();
    Map<String, String> headers = reader.headers();
    while (status < 200) { // 100 and 103 announce; the answer follows
      status = reader.status();
      headers = reader.headers();
    }
    return new Answer(status, headers, body(status, headers, in, connection));
  }

  private int status() throws IOException {
    String line = line();
    String[] parts = line.split(" ", 3);
    if (parts.length < 2 || !parts[0].startsWith("HTTP/1.") || !parts[1].matches("[1-5][0-9]{2}")) {
      throw new IOException("what answers does not speak HTTP");
    }
    return Integer.parseInt(parts[1]);
  }

  private Map<String, String> headers() throws IOException {
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new IOException("a header has no name");
      }
      headers.putIfAbsent(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    return headers;
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("it closed without an answer");
      }
      if (--left < 0) {
        throw new IOException("the head of the answer is longer than " + LONGEST_HEAD + " bytes");
      }
      line.append((char) c);
    }
    int end = line.length();
    return line.substring(0, end > 0 && line.charAt(end - 1) == '\r' ? end - 1 : end);
  }

  private static InputStream body(
      int status, Map<String, String> headers, InputStream in, Closeable connection)
      throws IOException {
    if (status == 204 || status == 304) {
      return new Sized(in, connection, 0);
    }
    if (headers.getOrDefault("Transfer-Encoding", "").equalsIgnoreCase("chunked")) {
      return new Chunked(in, connection);
    }
    String length = headers.get("Content-Length");
    if (length == null) {
      return new Sized(in, connection, Long.MAX_VALUE);
    }
    if (!length.matches("[0-9]{1,18}")) {
      throw new IOException("the answer's Content-Length is '" + length + "'");
    }
    return new Sized(in, connection, Long.parseLong(length));
  }

  /** A body of a known length; of the longest one, what comes until the connection ends. */
  private static class Sized extends FilterInputStream {
    private final Closeable connection;
    long left;

    Sized(InputStream in, Closeable connection, long length) {
      super(in);
      this.connection = connection;
      this.left = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int n = in.read(bytes, offset, (int) Math.min(length, left));
      if (n >= 0) {
        left -= n;
      } else if (left < Long.MAX_VALUE / 2) {
        throw new EOFException("it closed before the answer was whole");
      }
      return n;
    }

    /** Of the body: who asks must not be told of what frames the next chunk, and wait for it. */
    @Override
    public int available() throws IOException {
      return (int) Math.min(left, in.available());
    }

    @Override
    public void close() throws IOException {
      connection.close();
    }
  }

  /** A body in chunks: each is its length in hexadecimal, a line break, bytes, a line break. */
  private static final class Chunked extends Sized {
    private boolean begun;
    private boolean ended;

    Chunked(InputStream in, Closeable connection) {
      super(in, connection, 0);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (left == 0 && !ended) {
        next();
      }
      return ended ? -1 : super.read(bytes, offset, length);
    }

    private void next() throws IOException {
      var lines = new ResponseReader(in);
      if (begun && !lines.line().isEmpty()) {
        throw new IOException("a chunk is longer than it says");
      }
      begun = true;
      String size = lines.line().split(";", 2)[0].strip();
      if (!size.matches("[0-9a-fA-F]{1,15}")) {
        throw new IOException("a chunk's length is '" + Terminal.plain(size) + "'");
      }
      left = Long.parseLong(size, 16);
      ended = left == 0; // trailers have nothing to say here
    }
  }
}
