package dev.cadre.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An agent's WebSocket, with the JDK's client. */
class WebSocketTest {
  private static final Platform PLATFORM = Platform.open();

  private static String probe;

  private final Heard heard = new Heard();

  @BeforeAll
  static void deploy() {
    probe = PLATFORM.probe();
  }

  private static final class Heard implements WebSocket.Listener {
    final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    final BlockingQueue<byte[]> binaries = new LinkedBlockingQueue<>();
    final CompletableFuture<String> closed = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        texts.add(text.toString());
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      byte[] bytes = new byte[data.remaining()];
      data.get(bytes);
      binary.writeBytes(bytes);
      if (last) {
        binaries.add(binary.toByteArray());
        binary.reset();
      }
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      closed.complete(code + " " + reason);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      closed.completeExceptionally(error);
    }
  }

  private WebSocket opened(String session) throws Exception {
    URI ws =
        URI.create(
            "ws://"
                + PLATFORM.url().getAuthority()
                + "/runtimes/"
                + InvocationTest.encoded(probe)
                + "/ws");
    return PLATFORM
        .http()
        .newWebSocketBuilder()
        .header("X-Amzn-Bedrock-AgentCore-Runtime-Session-Id", session)
        .buildAsync(ws, heard)
        .get(20, TimeUnit.SECONDS);
  }

  private String text() throws InterruptedException {
    return heard.texts.poll(10, TimeUnit.SECONDS);
  }

  @Test
  void text_and_binary_come_back() throws Exception {
    WebSocket socket = opened(Platform.session());
    socket.sendText("grüß dich", true).join();
    assertThat(text()).isEqualTo("grüß dich");
    socket.sendBinary(ByteBuffer.wrap(new byte[] {0, -1, 127}), true).join();
    assertThat(heard.binaries.poll(10, TimeUnit.SECONDS)).containsExactly(0, -1, 127);
    socket.abort();
  }

  @Test
  void frames_of_64_kilobytes_come_back_whole() throws Exception {
    WebSocket socket = opened(Platform.session());
    byte[] frame = new byte[64 * 1024];
    new Random(3).nextBytes(frame);
    for (int i = 0; i < 20; i++) {
      socket.sendBinary(ByteBuffer.wrap(frame), true).join();
    }
    for (int i = 0; i < 20; i++) {
      assertThat(heard.binaries.poll(10, TimeUnit.SECONDS)).isEqualTo(frame);
    }
    socket.abort();
  }

  @Test
  void the_agent_s_close_code_reaches_the_client() throws Exception {
    opened(Platform.session()).sendText("leave", true).join();
    assertThat(heard.closed.get(10, TimeUnit.SECONDS)).isEqualTo("4001 as told");
  }

  @Test
  void the_client_s_close_is_answered() throws Exception {
    opened(Platform.session()).sendClose(WebSocket.NORMAL_CLOSURE, "done").join();
    assertThat(heard.closed.get(10, TimeUnit.SECONDS)).startsWith("1000");
  }

  @Test
  void a_socket_and_an_invocation_of_one_session_meet_one_worker() throws Exception {
    String session = Platform.session();
    WebSocket socket = opened(session);
    socket.sendText("who", true).join();
    String worker = dev.cadre.json.Json.parse(text()).path("worker").asString();
    assertThat(PLATFORM.json("/cadre/v1/sessions?state=LIVE").toString()).contains(session);
    try (var data = PLATFORM.data(Platform.ANYONE)) {
      byte[] told =
          data.invokeAgentRuntimeAsBytes(
                  r ->
                      r.agentRuntimeArn(probe)
                          .runtimeSessionId(session)
                          .payload(
                              software.amazon.awssdk.core.SdkBytes.fromUtf8String(
                                  "{\"do\":\"tell\"}")))
              .asByteArray();
      assertThat(dev.cadre.json.Json.parse(told).path("worker").asString()).isEqualTo(worker);
    }
    socket.abort();
  }
}
