package dev.cadre.sdk;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A socket that says exactly what a test wants said. */
final class RawClient implements AutoCloseable {
  private final Socket socket;

  RawClient(RunningAgent agent) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), agent.port());
    socket.setSoTimeout(10_000);
  }

  RawClient say(String text) throws IOException {
    return say(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawClient say(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /** Reads as far as the text, and no further. */
  String hearUntil(String end) throws IOException {
    ByteArrayOutputStream heard = new ByteArrayOutputStream();
    InputStream in = socket.getInputStream();
    while (!heard.toString(StandardCharsets.ISO_8859_1).endsWith(end)) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("the agent closed after: " + heard);
      }
      heard.write(b);
    }
    return heard.toString(StandardCharsets.ISO_8859_1);
  }

  String hearAll() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  int hearByte() throws IOException {
    return socket.getInputStream().read();
  }

  byte[] hear(int count) throws IOException {
    return socket.getInputStream().readNBytes(count);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
