package dev.cadre.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A raw connection, for what no client library would send. */
final class Wire implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;

  Wire(URI server) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort());
    socket.setSoTimeout(20_000);
    socket.setTcpNoDelay(true);
    in = socket.getInputStream();
  }

  record Answer(int status, Map<String, String> headers, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  Wire send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  Wire send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  Wire get(String path) throws IOException {
    return send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  }

  void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** Closes with a reset, as a killed client's machine does. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int b = in.read();
    while (b >= 0 && b != '\n') {
      if (b != '\r') {
        line.write(b);
      }
      b = in.read();
    }
    if (b < 0 && line.size() == 0) {
      throw new IOException("the server hung up");
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  /** Status line and headers. */
  Answer head() throws IOException {
    int status = Integer.parseInt(line().split(" ")[1]);
    Map<String, String> headers = new TreeMap<>();
    String header = line();
    while (!header.isEmpty()) {
      int colon = header.indexOf(':');
      headers.put(
          header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
      header = line();
    }
    return new Answer(status, headers, new byte[0]);
  }

  /** A whole answer, by its length or in chunks. */
  Answer answer() throws IOException {
    Answer head = head();
    String length = head.headers().get("content-length");
    byte[] body = length == null ? new byte[0] : read(Integer.parseInt(length));
    if ("chunked".equals(head.headers().get("transfer-encoding"))) {
      body = chunks();
    }
    return new Answer(head.status(), head.headers(), body);
  }

  /** Fails when the server hangs up before the last chunk. */
  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] chunk = chunk();
    while (chunk.length > 0) {
      body.writeBytes(chunk);
      chunk = chunk();
    }
    return body.toByteArray();
  }

  /** The line end of a chunk comes with the next one. */
  byte[] chunk() throws IOException {
    String size = line();
    if (size.isEmpty()) {
      size = line();
    }
    byte[] chunk = read(Integer.parseInt(size, 16));
    if (chunk.length == 0) {
      line();
    }
    return chunk;
  }

  byte[] read(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new IOException("the server hung up after " + bytes.length + " of " + length);
    }
    return bytes;
  }

  /** What comes until the server hangs up. */
  byte[] rest() throws IOException {
    return in.readAllBytes();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
