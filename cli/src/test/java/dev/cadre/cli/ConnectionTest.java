package dev.cadre.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The wire, byte for byte, against a socket that answers what a test says. */
final class ConnectionTest {
  private static final Duration SILENCE = Duration.ofSeconds(20);
  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void a_request_is_written_whole_and_once() throws Exception {
    CompletableFuture<String> seen = answering("HTTP/1.1 204 No Content\r\n\r\n", 2);
    Answer answer = send("POST", "/a%2Fb?c=d", Map.of("X-A", "1"), "hi");
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.body().read()).isEqualTo(-1);
    assertThat(seen.get())
        .isEqualTo(
            "POST /a%2Fb?c=d HTTP/1.1\r\nHost: 127.0.0.1:"
                + server.getLocalPort()
                + "\r\nConnection: close\r\nContent-Length: 2\r\nX-A: 1\r\n\r\nhi");
  }

  @Test
  void chunks_are_put_together() throws Exception {
    answering(
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nWiki\r\nA;x=y\r\n"
            + "pedia\r\n in\r\n0\r\nTrailer: 1\r\n\r\n",
        0);
    assertThat(text(send("GET", "/", Map.of(), ""))).isEqualTo("Wikipedia\r\n in");
  }

  @Test
  void interim_answers_are_passed_over_and_header_names_have_no_case() throws Exception {
    answering(
        "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\ncontent-TYPE: a/b\r\n\r\nto the end",
        0);
    Answer answer = send("GET", "/", Map.of(), "");
    assertThat(answer.header("Content-Type")).isEqualTo("a/b");
    assertThat(text(answer)).isEqualTo("to the end");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 11\r\n\r\nonly half",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhal",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nwhole\r\n"
      })
  void an_answer_cut_off_is_no_answer(String rest) throws Exception {
    answering("HTTP/1.1 200 OK\r\n" + rest, 0);
    Answer answer = send("GET", "/", Map.of(), "");
    assertThatThrownBy(() -> text(answer)).isInstanceOf(EOFException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-x\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        ""
      })
  void what_is_not_http_is_refused(String answer) throws Exception {
    answering(answer, 0);
    assertThatThrownBy(() -> send("GET", "/", Map.of(), "")).isInstanceOf(IOException.class);
  }

  @Test
  void a_head_without_an_end_is_refused() throws Exception {
    answering("HTTP/1.1 200 OK\r\nX: " + "x".repeat(70_000), 0);
    assertThatThrownBy(() -> send("GET", "/", Map.of(), "")).hasMessageContaining("longer than");
  }

  @Test
  void a_refusal_sent_before_the_body_was_read_is_the_answer() throws Exception {
    answering("HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno", -1);
    Answer answer = send("PUT", "/", Map.of(), "x".repeat(8 << 20));
    assertThat(answer.status()).isEqualTo(413);
    assertThat(text(answer)).isEqualTo("no");
  }

  @Test
  void a_header_cannot_smuggle_another() {
    assertThatThrownBy(() -> send("GET", "/", Map.of("X-User", "a\r\nX-Admin: 1"), ""))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("X-User");
  }

  @Test
  void silence_has_an_end() {
    assertThatThrownBy(
            () -> Connection.send("GET", uri("/"), Map.of(), Content.NONE, Duration.ofMillis(50)))
        .isInstanceOf(SocketTimeoutException.class);
  }

  private Answer send(String method, String path, Map<String, String> headers, String body)
      throws IOException {
    Content content = Content.of(body.getBytes(StandardCharsets.UTF_8));
    return Connection.send(method, uri(path), headers, content, SILENCE);
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + path);
  }

  private static String text(Answer answer) throws IOException {
    try (InputStream body = answer.body()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Reads a head and {@code bodyLength} bytes (a negative one: nothing), answers and closes. */
  private CompletableFuture<String> answering(String answer, int bodyLength) {
    var seen = new CompletableFuture<String>();
    Thread.ofVirtual()
        .start(
            () -> {
              try (Socket socket = server.accept()) {
                seen.complete(bodyLength < 0 ? "" : request(socket.getInputStream(), bodyLength));
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                socket.shutdownOutput();
                if (bodyLength < 0) {
                  socket.getInputStream().skipNBytes(1 << 20);
                }
              } catch (IOException e) {
                seen.completeExceptionally(e);
              }
            });
    return seen;
  }

  private static String request(InputStream in, int bodyLength) throws IOException {
    var text = new StringBuilder();
    while (text.indexOf("\r\n\r\n") < 0) {
      text.append((char) in.read());
    }
    return text + new String(in.readNBytes(bodyLength), StandardCharsets.UTF_8);
  }
}
