package dev.cadre.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** HTTP/2 with prior knowledge, on the same port as HTTP/1.1. */
class Http2Test {
  private final HTTP2Client client = new HTTP2Client();
  private final Semaphore next = new Semaphore(0);
  private RunningServer server;
  private Session session;

  @BeforeEach
  void start() throws Exception {
    server = new RunningServer(this::bind);
    client.start();
    session =
        client
            .connect(
                new InetSocketAddress("127.0.0.1", server.url.getPort()), new Session.Listener() {})
            .get(10, TimeUnit.SECONDS);
  }

  @AfterEach
  void stop() throws Exception {
    next.release(100);
    client.stop();
    server.close();
  }

  private void bind(Routes routes) {
    routes
        .add("GET", "/host", e -> e.json(200, e.header("host").orElse("none")))
        .add("POST", "/echo", e -> e.respond(200, "text/plain", e.body().readAllBytes()))
        .add("GET", "/cut", Http2Test::cut)
        .add("GET", "/pieces", this::pieces);
  }

  private static void cut(Exchange exchange) throws IOException {
    try (OutputStream out = exchange.stream(200, "text/plain")) {
      out.write("half".getBytes(StandardCharsets.UTF_8));
      out.flush();
      throw new IOException("the agent crashed");
    }
  }

  private void pieces(Exchange exchange) throws Exception {
    try (OutputStream out = exchange.stream(200, "text/event-stream")) {
      for (int i = 0; i < 3; i++) {
        out.write(("piece " + i).getBytes(StandardCharsets.UTF_8));
        out.flush();
        next.acquire();
      }
    }
  }

  /** An answer as it comes. */
  private final class Listener implements Stream.Listener {
    final CompletableFuture<Integer> status = new CompletableFuture<>();
    final CompletableFuture<String> body = new CompletableFuture<>();
    final List<String> frames = new ArrayList<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void onHeaders(Stream stream, HeadersFrame frame) {
      status.complete(((MetaData.Response) frame.getMetaData()).getStatus());
      if (frame.isEndStream()) {
        body.complete("");
      } else {
        stream.demand();
      }
    }

    @Override
    public void onDataAvailable(Stream stream) {
      Stream.Data data = stream.readData();
      if (data != null) {
        ByteBuffer buffer = data.frame().getByteBuffer();
        byte[] piece = new byte[buffer.remaining()];
        buffer.get(piece);
        boolean last = data.frame().isEndStream();
        data.release();
        bytes.writeBytes(piece);
        if (piece.length > 0) {
          frames.add(new String(piece, StandardCharsets.UTF_8));
          next.release();
        }
        if (last) {
          body.complete(bytes.toString(StandardCharsets.UTF_8));
          return;
        }
      }
      stream.demand();
    }

    @Override
    public void onReset(Stream stream, ResetFrame frame, Callback callback) {
      body.complete("reset");
      callback.succeeded();
    }

    String text() throws Exception {
      return body.get(10, TimeUnit.SECONDS);
    }
  }

  private Listener ask(String method, String path, String body) throws Exception {
    HttpURI uri = HttpURI.from(server.url.resolve(path));
    MetaData.Request request =
        new MetaData.Request(method, uri, HttpVersion.HTTP_2, HttpFields.EMPTY);
    Listener listener = new Listener();
    boolean empty = body.isEmpty();
    Stream stream =
        session
            .newStream(new HeadersFrame(request, null, empty), listener)
            .get(10, TimeUnit.SECONDS);
    if (!empty) {
      ByteBuffer bytes = ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8));
      stream.data(new DataFrame(stream.getId(), bytes, true), Callback.NOOP);
    }
    return listener;
  }

  @Test
  void the_authority_is_the_host() throws Exception {
    assertThat(ask("GET", "/host", "").text()).isEqualTo("\"" + server.url.getAuthority() + "\"");
  }

  @Test
  void a_body_comes_back() throws Exception {
    String body = "0123456789".repeat(100_000);
    assertThat(ask("POST", "/echo", body).text()).isEqualTo(body);
  }

  @Test
  void many_requests_share_one_connection() throws Exception {
    List<Listener> asked = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      asked.add(ask("POST", "/echo", "request " + i));
    }
    for (int i = 0; i < 200; i++) {
      assertThat(asked.get(i).text()).isEqualTo("request " + i);
    }
  }

  @Test
  void every_flush_is_a_frame_at_once() throws Exception {
    // The server writes a piece only after the client has seen the one before.
    Listener pieces = ask("GET", "/pieces", "");
    assertThat(pieces.text()).isEqualTo("piece 0piece 1piece 2");
    assertThat(pieces.frames).containsExactly("piece 0", "piece 1", "piece 2");
  }

  @Test
  void a_stream_that_fails_is_reset_and_the_connection_goes_on() throws Exception {
    assertThat(ask("GET", "/cut", "").text()).isEqualTo("reset");
    assertThat(ask("POST", "/echo", "on").text()).isEqualTo("on");
  }

  @Test
  void an_unknown_path_is_an_answer_not_a_reset() throws Exception {
    assertThat(ask("GET", "/nowhere", "").status.get(10, TimeUnit.SECONDS)).isEqualTo(404);
  }
}
