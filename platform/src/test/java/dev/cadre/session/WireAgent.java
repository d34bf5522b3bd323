package dev.cadre.session;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An agent of bare bytes: a test says what it sends on each of its connections. */
final class WireAgent implements AutoCloseable {
  /** One connection, from its start to its end; returning closes it. */
  interface Connection {
    void serve(Peer peer) throws IOException, InterruptedException;
  }

  private final ServerSocket server;
  private final Connection connection;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  /** The heads of the requests that came, in order. */
  final List<String> heads = new CopyOnWriteArrayList<>();

  final AtomicInteger connections = new AtomicInteger();

  /** Of them, those that this side has closed. */
  final AtomicInteger ended = new AtomicInteger();

  WireAgent(Connection connection) throws IOException {
    this.connection = connection;
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** Answers every request with the same bytes. */
  static WireAgent answering(String answer) throws IOException {
    return new WireAgent(
        peer -> {
          while (peer.head() != null) {
            peer.send(answer);
          }
        });
  }

  Target target() {
    return new Target.Remote(URI.create("http://127.0.0.1:" + server.getLocalPort()));
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        sockets.add(socket);
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      connection.serve(new Peer(socket));
    } catch (IOException | InterruptedException clientLeft) {
      // As tests make it.
    }
    ended.incrementAndGet();
  }

  /** The agent's side of one connection. */
  final class Peer {
    final InputStream in;
    private final OutputStream out;

    private Peer(Socket socket) throws IOException {
      in = socket.getInputStream();
      out = socket.getOutputStream();
    }

    /** The head of the next request; null when the client has left. */
    String head() throws IOException {
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      String text = "";
      while (!text.endsWith("\r\n\r\n")) {
        int b = in.read();
        if (b < 0) {
          return null;
        }
        head.write(b);
        text = head.toString(StandardCharsets.ISO_8859_1);
      }
      heads.add(text);
      return text;
    }

    OutputStream out() {
      return out;
    }

    void send(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
