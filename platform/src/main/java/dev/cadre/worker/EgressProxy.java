package dev.cadre.worker;

import dev.cadre.time.Timer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A worker's only way out: an HTTP proxy inside its network that connects from the platform's, to
 * what the worker's policy allows.
 */
final class EgressProxy {
  /** Where a worker finds it, at 127.0.0.1. */
  static final int PORT = 3128;

  private static final String ESTABLISHED = "HTTP/1.1 200 Connection Established\r\n\r\n";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Timer timer;
  private final EgressRules rules;
  private final Consumer<String> notices;
  private final Names names;

  /** Looks names up. */
  @FunctionalInterface
  interface Names {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  EgressProxy(Timer timer, EgressRules rules, Consumer<String> notices, Names names) {
    this.timer = timer;
    this.rules = rules;
    this.notices = notices;
    this.names = names;
  }

  /** Carries out one client's request; returns when it is done and the channel closed. */
  void serve(SocketChannel client) {
    try (client) {
      try {
        carryOut(client);
      } catch (ProxyRequest.Malformed e) {
        answer(client, "400 Bad Request", String.valueOf(e.getMessage()));
      }
    } catch (IOException e) {
      // The client went away; there is nobody to tell.
      return;
    }
  }

  private void carryOut(SocketChannel client) throws IOException {
    // A client that sends nothing, and a server that never answers, hold a connection this long.
    Timer.Cancellable deadline = timer.after(PATIENCE, () -> Relay.closeQuietly(client));
    ProxyRequest request;
    SocketChannel server;
    try {
      request = ProxyRequest.read(client);
      server = connect(request, client);
    } finally {
      deadline.cancel();
    }
    if (server != null) {
      begin(request, client, server);
    }
  }

  private static void begin(ProxyRequest request, SocketChannel client, SocketChannel server)
      throws IOException {
    try (server) {
      if (request.tunnel()) {
        write(client, ESTABLISHED.getBytes(StandardCharsets.US_ASCII));
      }
      write(server, request.head().getBytes(StandardCharsets.ISO_8859_1));
      write(server, request.rest().getBytes(StandardCharsets.ISO_8859_1));
      Relay.run(client, server);
    }
  }

  private @Nullable SocketChannel connect(ProxyRequest request, SocketChannel client) {
    String host = request.host();
    InetAddress[] addresses;
    try {
      addresses = names.resolve(host);
    } catch (UnknownHostException e) {
      answer(client, "502 Bad Gateway", "no address is known for " + host);
      return null;
    }
    String refusal = "";
    IOException failure = null;
    for (InetAddress address : addresses) {
      Optional<String> refused = rules.refusal(host, address, request.port());
      if (refused.isPresent()) {
        refusal = refused.get();
        continue;
      }
      try {
        return connected(new InetSocketAddress(address, request.port()));
      } catch (IOException e) {
        failure = e;
      }
    }
    String where = host + ":" + request.port();
    if (failure != null) {
      answer(client, "502 Bad Gateway", where + " could not be reached: " + failure.getMessage());
    } else {
      notices.accept("connection to " + where + " refused: " + refusal);
      answer(client, "403 Forbidden", "connection to " + where + " refused: " + refusal);
    }
    return null;
  }

  private SocketChannel connected(InetSocketAddress address) throws IOException {
    SocketChannel server = SocketChannel.open();
    Timer.Cancellable deadline =
        timer.after(PATIENCE.dividedBy(2), () -> Relay.closeQuietly(server));
    try {
      server.connect(address);
      return server;
    } catch (IOException e) {
      server.close();
      throw e;
    } finally {
      deadline.cancel();
    }
  }

  private static void answer(SocketChannel client, String status, String message) {
    byte[] body = (message + "\n").getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 "
            + status
            + "\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    try {
      write(client, head.getBytes(StandardCharsets.US_ASCII));
      write(client, body);
    } catch (IOException e) {
      // It did not wait for the answer.
      return;
    }
  }

  private static void write(SocketChannel to, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      to.write(buffer);
    }
  }
}
