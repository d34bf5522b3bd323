package dev.cadre.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * {@code /ws} against the JDK's client, and frame by frame where that client is too well-behaved.
 */
@Timeout(30)
final class WebSocketTest {
  private static final String OPEN =
      "GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: WebSocket\r\nConnection: keep-alive, Upgrade\r\n"
          + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
  private RunningAgent agent;

  @BeforeEach
  void start() throws Exception {
    agent =
        new AgentApp(InstantSource.system(), Limits.standard())
            .webSocket(WebSocketTest::echo)
            .start(0);
  }

  @AfterEach
  void stop() {
    agent.close();
  }

  private static void echo(AgentSocket socket, RequestContext context) throws Exception {
    AgentSocket.Message message = socket.receive();
    while (message != null) {
      switch (message) {
        case AgentSocket.Message.Text(String text) when text.equals("who") ->
            socket.sendText("session " + context.sessionId());
        case AgentSocket.Message.Text(String text) when text.equals("bye") ->
            socket.close(3001, "as you wish");
        case AgentSocket.Message.Text(String text) when text.equals("fail") ->
            throw new IllegalStateException("as you wish");
        case AgentSocket.Message.Text(String text) when text.equals("return") -> {
          return;
        }
        case AgentSocket.Message.Text(String text) -> socket.sendText(text);
        case AgentSocket.Message.Binary(byte[] bytes) -> socket.sendBinary(bytes);
      }
      message = socket.receive();
    }
  }

  @Test
  void text_and_bytes_go_both_ways_in_any_size() throws Exception {
    Heard heard = new Heard();
    WebSocket socket = connect(heard);
    String large = "ä".repeat(200_000);

    socket.sendText("hello", true).join();
    socket.sendText("in ", false).join();
    socket.sendText("parts", true).join();
    socket.sendText(large, true).join();
    socket.sendBinary(ByteBuffer.wrap(new byte[70_000]), true).join();
    socket.sendText("", true).join();
    socket.sendText("who", true).join();

    assertThat(heard.next()).isEqualTo("hello");
    assertThat(heard.next()).isEqualTo("in parts");
    assertThat(heard.next()).isEqualTo(large);
    assertThat(heard.next()).isEqualTo("70000 bytes");
    assertThat(heard.next()).isEqualTo("");
    assertThat(heard.next()).isEqualTo("session s-1");
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "enough").join();
    assertThat(heard.next()).isEqualTo("closed 1000");
  }

  @Test
  void a_ping_is_answered() throws Exception {
    Heard heard = new Heard();
    connect(heard).sendPing(ByteBuffer.wrap("beat".getBytes())).join();

    assertThat(heard.next()).isEqualTo("pong beat");
  }

  @Test
  void the_agent_may_close_fail_or_just_return() throws Exception {
    Heard heard = new Heard();
    connect(heard).sendText("bye", true).join();
    assertThat(heard.next()).isEqualTo("closed 3001 as you wish");
    connect(heard).sendText("fail", true).join();
    assertThat(heard.next()).isEqualTo("closed 1011");
    connect(heard).sendText("return", true).join();
    assertThat(heard.next()).isEqualTo("closed 1000");
  }

  @Test
  void a_stopping_agent_says_that_it_goes_away() throws Exception {
    Heard heard = new Heard();
    WebSocket socket = connect(heard);
    socket.sendText("hello", true).join();
    assertThat(heard.next()).isEqualTo("hello");

    agent.close();

    assertThat(heard.next()).startsWith("closed 1001");
  }

  @Test
  void a_client_that_does_not_read_can_not_hold_up_the_stop() throws Exception {
    CountDownLatch sending = new CountDownLatch(1);
    Limits hasty = new Limits(8_000, 50, 100, 1 << 20, 10, 10_000, 10_000, 50);
    var flooding =
        new AgentApp(InstantSource.system(), hasty)
            .webSocket(
                (socket, _) -> {
                  while (true) {
                    sending.countDown();
                    socket.sendBinary(new byte[1 << 20]);
                  }
                })
            .start(0);
    try (var client = new RawClient(flooding)) {
      client.say(OPEN).hearUntil("\r\n\r\n");
      sending.await();
      flooding.close(); // the class's timeout is what fails this
      assertThat(client.hearAll()).isNotEmpty();
    }
  }

  @Test
  void the_opening_is_the_one_of_the_rfc() throws Exception {
    try (var client = new RawClient(agent)) {
      assertThat(client.say(OPEN).hearUntil("\r\n\r\n"))
          .startsWith("HTTP/1.1 101 ")
          .contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n");
    }
  }

  @Test
  void a_wrong_opening_is_refused() throws Exception {
    try (var client = new RawClient(agent)) {
      client.say(OPEN.replace("Version: 13", "Version: 8"));
      assertThat(client.hearAll()).startsWith("HTTP/1.1 426 ").contains("Version: 13\r\n");
    }
    try (var client = new RawClient(agent)) {
      client.say(OPEN.replace("dGhlIHNhbXBsZSBub25jZQ==", "dGhl"));
      assertThat(client.hearAll()).startsWith("HTTP/1.1 400 ");
    }
  }

  @Test
  void a_message_interrupted_by_a_ping_is_still_one() throws Exception {
    try (var client = new RawClient(agent)) {
      client.say(OPEN).hearUntil("\r\n\r\n");
      client.say(frame(0x01, "a")).say(frame(0x89, "p")).say(frame(0x80, "b"));

      assertThat(client.hear(3)).containsExactly(0x8a, 1, 'p');
      assertThat(client.hear(4)).containsExactly(0x81, 2, 'a', 'b');
    }
  }

  @Test
  void violations_are_closed_with_their_code() throws Exception {
    assertThat(closeCodeAfter(new byte[] {(byte) 0x81, 1, 'a'})).isEqualTo(1002); // not masked
    assertThat(closeCodeAfter(frame(0xc1, "reserved bit"))).isEqualTo(1002);
    assertThat(closeCodeAfter(frame(0x83, "unknown opcode"))).isEqualTo(1002);
    assertThat(closeCodeAfter(frame(0x80, "continues nothing"))).isEqualTo(1002);
    assertThat(closeCodeAfter(frame(0x09, "a ping in parts"))).isEqualTo(1002);
    assertThat(closeCodeAfter(new byte[] {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, (byte) 0xc3, 'a'}))
        .isEqualTo(1007); // not UTF-8
    assertThat(closeCodeAfter(new byte[] {(byte) 0x82, (byte) 0xff, 0, 0, 0, 0, 0, 0x10, 0, 1}))
        .isEqualTo(1009); // 1 MiB and one byte
    assertThat(
            closeCodeAfter(new byte[] {(byte) 0x82, (byte) 0xff, (byte) 0x80, 0, 0, 0, 0, 0, 0, 1}))
        .isEqualTo(1002); // a negative length
  }

  @Test
  void close_codes_and_reasons_outside_the_rfc_are_refused() {
    var socket = new WireSocket(new WireInput(java.io.InputStream.nullInputStream()), null, 10);

    assertThatThrownBy(() -> socket.close(1001, "")).hasMessageContaining("not 1001");
    assertThatThrownBy(() -> socket.close(3000, "x".repeat(124))).hasMessageContaining("123");
  }

  private int closeCodeAfter(byte[] said) throws Exception {
    try (var client = new RawClient(agent)) {
      client.say(OPEN).hearUntil("\r\n\r\n");
      byte[] close = client.say(said).hear(4);
      assertThat(close[0]).isEqualTo((byte) 0x88);
      return (close[2] & 0xff) << 8 | (close[3] & 0xff);
    }
  }

  /** A frame masked with zeros. */
  private static byte[] frame(int first, String text) {
    ByteBuffer frame = ByteBuffer.allocate(6 + text.length());
    frame.put((byte) first).put((byte) (0x80 | text.length())).putInt(0).put(text.getBytes());
    return frame.array();
  }

  private WebSocket connect(Heard heard) {
    return HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .header("X-Amzn-Bedrock-AgentCore-Runtime-Session-Id", "s-1")
        .buildAsync(URI.create("ws://127.0.0.1:" + agent.port() + "/ws"), heard)
        .join();
  }

  /** What the client heard, as short words. */
  private static final class Heard implements WebSocket.Listener {
    private final BlockingQueue<String> all = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();
    private int bytes;

    String next() throws InterruptedException {
      return all.poll(10, TimeUnit.SECONDS);
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        all.add(text.toString());
        text.setLength(0);
      }
      socket.request(1);
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      bytes += data.remaining();
      if (last) {
        all.add(bytes + " bytes");
        bytes = 0;
      }
      socket.request(1);
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
      all.add("pong " + java.nio.charset.StandardCharsets.UTF_8.decode(message));
      socket.request(1);
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      all.add(("closed " + code + " " + reason).strip());
      return CompletableFuture.completedStage(null);
    }
  }
}
