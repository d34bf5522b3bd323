package dev.cadre.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The least that can stand between a client and an agent: it reads a message, looks for its length
 * alone, and writes it on, a virtual thread and two connections for each client. What is lost here
 * is lost to the machine, not to the platform: its ratio is the ceiling of any other.
 */
final class Proxy implements AutoCloseable {
  private static final int BUFFER = 64 << 10;
  private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
  private static final String LENGTH = "\r\ncontent-length:";

  private final ServerSocket server;
  private final Target agent;

  private Proxy(ServerSocket server, Target agent) {
    this.server = server;
    this.agent = agent;
  }

  /** Listens on loopback; {@code port} 0 takes a free one. */
  static Proxy start(Target agent, int port) throws IOException {
    Proxy proxy = new Proxy(new ServerSocket(port, 1_024, InetAddress.getLoopbackAddress()), agent);
    Thread.ofPlatform().name("accept").start(proxy::accept);
    return proxy;
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException closed) {
      // It has been told to end.
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket upstream = new Socket(agent.host(), agent.port())) {
      client.setTcpNoDelay(true);
      upstream.setTcpNoDelay(true);
      byte[] buffer = new byte[BUFFER];
      while (pass(client.getInputStream(), upstream.getOutputStream(), buffer)) {
        pass(upstream.getInputStream(), client.getOutputStream(), buffer);
      }
    } catch (IOException gone) {
      // One of the two has left; so does the other.
    }
  }

  /** One message of at most {@link #BUFFER} bytes; false when there is none any more. */
  private static boolean pass(InputStream in, OutputStream out, byte[] buffer) throws IOException {
    int count = in.read(buffer);
    if (count < 0) {
      return false;
    }
    int total = count;
    while (total < length(buffer, total)) {
      count = in.read(buffer, total, BUFFER - total);
      if (count <= 0) {
        throw new EOFException("a message that is cut or too long");
      }
      total += count;
    }
    out.write(buffer, 0, total);
    return true;
  }

  /** Of the whole message, or more than has come when its head is not whole yet. */
  private static int length(byte[] buffer, int total) throws IOException {
    int body = end(buffer, total);
    if (body < 0) {
      return total + 1;
    }
    String head = new String(buffer, 0, body, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    int field = head.indexOf(LENGTH);
    if (field < 0) {
      throw new IOException("only messages that say their length pass");
    }
    int from = field + LENGTH.length();
    return body + Integer.parseInt(head.substring(from, head.indexOf('\r', from)).strip());
  }

  private static int end(byte[] buffer, int total) {
    for (int i = 0; i + HEAD_END.length <= total; i++) {
      if (buffer[i] == '\r'
          && buffer[i + 1] == '\n'
          && buffer[i + 2] == '\r'
          && buffer[i + 3] == '\n') {
        return i + HEAD_END.length;
      }
    }
    return -1;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
