package dev.cadre.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TunnelTest {
  private static final String UPGRADE =
      "GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";

  private final CountDownLatch over = new CountDownLatch(1);
  private ServerSocket peers;
  private RunningServer server;

  @BeforeEach
  void start() throws IOException {
    peers = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    peers.setSoTimeout(10_000);
    server = new RunningServer(routes -> routes.add("GET", "/ws", this::open));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    peers.close();
  }

  private void open(Exchange exchange) throws IOException {
    SocketChannel peer =
        SocketChannel.open(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), peers.getLocalPort()));
    exchange.tunnel(
        List.of(Map.entry("Connection", "Upgrade"), Map.entry("Upgrade", "websocket")),
        peer,
        over::countDown);
  }

  /** A client and the peer that it was led to. */
  private record Ends(Wire client, Socket peer) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      client.close();
      peer.close();
    }
  }

  private Ends opened(String request) throws IOException {
    Wire client = server.connect().send(request);
    Socket peer = peers.accept();
    peer.setSoTimeout(10_000);
    assertThat(client.head().status()).isEqualTo(101);
    return new Ends(client, peer);
  }

  private boolean ended() throws InterruptedException {
    return over.await(10, TimeUnit.SECONDS);
  }

  @Test
  void bytes_pass_both_ways_as_they_are() throws Exception {
    try (Ends ends = opened(UPGRADE)) {
      byte[] up = new byte[1024 * 1024];
      byte[] down = new byte[1024 * 1024];
      new Random(1).nextBytes(up);
      new Random(2).nextBytes(down);
      Thread sending = Thread.ofVirtual().start(() -> write(ends.peer(), down));
      Thread uploading = Thread.ofVirtual().start(() -> write(ends.client(), up));
      assertThat(ends.client().read(down.length)).isEqualTo(down);
      assertThat(ends.peer().getInputStream().readNBytes(up.length)).isEqualTo(up);
      sending.join();
      uploading.join();
    }
  }

  @Test
  void one_direction_does_not_wait_for_a_reader_of_the_other() throws Exception {
    try (Ends ends = opened(UPGRADE)) {
      // More than all buffers on the way hold, and nobody reads it.
      Thread stuck = Thread.ofVirtual().start(() -> write(ends.peer(), new byte[64 << 20]));
      ends.client().send("still heard");
      assertThat(ends.peer().getInputStream().readNBytes(11))
          .isEqualTo("still heard".getBytes(StandardCharsets.UTF_8));
      assertThat(stuck.isAlive()).isTrue();
    }
  }

  @Test
  void what_came_with_the_handshake_goes_first() throws Exception {
    try (Ends ends = opened(UPGRADE + "too eager")) {
      ends.client().send(" and more");
      assertThat(new String(ends.peer().getInputStream().readNBytes(18), StandardCharsets.UTF_8))
          .isEqualTo("too eager and more");
    }
  }

  @Test
  void what_the_peer_said_before_it_hung_up_arrives() throws Exception {
    try (Ends ends = opened(UPGRADE)) {
      byte[] last = new byte[1024 * 1024];
      Thread.ofVirtual()
          .start(
              () -> {
                write(ends.peer(), last);
                close(ends.peer());
              });
      assertThat(ends.client().rest()).isEqualTo(last);
      assertThat(ended()).isTrue();
    }
  }

  @Test
  void what_the_client_said_before_it_ended_arrives_and_both_are_closed() throws Exception {
    try (Ends ends = opened(UPGRADE)) {
      ends.client().send("goodbye").endOutput();
      assertThat(new String(ends.peer().getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo("goodbye");
      assertThat(ended()).isTrue();
      assertThat(ends.client().rest()).isEmpty();
    }
  }

  @Test
  void a_client_that_vanishes_ends_the_tunnel() throws Exception {
    try (Ends ends = opened(UPGRADE)) {
      ends.client().reset();
      assertThat(ended()).isTrue();
      assertThat(ends.peer().getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void a_stopping_server_ends_its_tunnels() throws Exception {
    try (Ends ends = opened(UPGRADE)) {
      server.close();
      assertThat(ended()).isTrue();
      assertThat(ends.peer().getInputStream().read()).isEqualTo(-1);
    }
  }

  private static void write(Socket socket, byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException closedAtTheEndOfTheTest) {
      // Its reader says what arrived.
    }
  }

  private static void write(Wire wire, byte[] bytes) {
    try {
      wire.send(bytes);
    } catch (IOException closedAtTheEndOfTheTest) {
      // Its reader says what arrived.
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException alreadyClosed) {
      // That is what was wanted.
    }
  }
}
