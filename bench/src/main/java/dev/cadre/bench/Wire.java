package dev.cadre.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One kept connection of a client so small that it adds the same few microseconds to everything it
 * measures. Not for several threads.
 */
final class Wire implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 60_000;
  private static final int MAX_LINE = 64 << 10;

  private final Socket socket = new Socket();
  private final InputStream in;

  Wire(Target target) throws IOException {
    socket.connect(new InetSocketAddress(target.host(), target.port()), TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    in = new BufferedInputStream(socket.getInputStream(), 8 << 10);
  }

  /**
   * An answer.
   *
   * @param firstByteNanos of the body, counted from the sending of the request
   * @param totalNanos to its last byte
   */
  record Answer(int status, String body, long firstByteNanos, long totalNanos) {
    Answer requireOk() throws IOException {
      if (status != 200) {
        String start = body.substring(0, Math.min(300, body.length()));
        throw new IOException("status " + status + ": " + start);
      }
      return this;
    }
  }

  Answer exchange(byte[] request) throws IOException {
    long sent = System.nanoTime();
    socket.getOutputStream().write(request);
    String statusLine = line();
    int status = Integer.parseInt(statusLine.substring(9, 12));
    int length = 0;
    boolean chunked = false;
    for (String field = line(); !field.isEmpty(); field = line()) {
      String lower = field.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring(15).strip());
      } else if (lower.startsWith("transfer-encoding:") && lower.contains("chunked")) {
        chunked = true;
      }
    }
    in.mark(1);
    in.read();
    in.reset();
    long first = System.nanoTime();
    byte[] body = chunked ? chunks() : in.readNBytes(length);
    long end = System.nanoTime();
    return new Answer(status, new String(body, StandardCharsets.UTF_8), first - sent, end - sent);
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (int size = chunkSize(); size > 0; size = chunkSize()) {
      whole.write(in.readNBytes(size));
      line();
    }
    line();
    return whole.toByteArray();
  }

  private int chunkSize() throws IOException {
    return Integer.parseInt(line(), 16);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder(64);
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0 || line.length() > MAX_LINE) {
        throw new EOFException("the server closed in the middle of an answer");
      }
      line.append((char) b);
    }
    line.setLength(Math.max(0, line.length() - 1));
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
