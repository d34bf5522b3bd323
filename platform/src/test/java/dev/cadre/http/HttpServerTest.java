package dev.cadre.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpServerTest {
  private static final String HEAD = " HTTP/1.1\r\nHost: localhost\r\n";

  private final Semaphore next = new Semaphore(0);
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CompletableFuture<Exception> ended = new CompletableFuture<>();
  private RunningServer server;

  @BeforeEach
  void start() throws IOException {
    server = new RunningServer(this::bind, HttpServerTest::authenticate);
  }

  @AfterEach
  void stop() {
    next.release(1_000);
    server.close();
  }

  private static Authenticator.Grant authenticate(RequestHead head, Authenticator.Payload payload)
      throws IOException {
    if (head.rawPath().equals("/secret")) {
      throw new Fault.Unauthenticated("MissingAuthenticationTokenException", "prove who you are");
    }
    if (head.header("x-hash").isPresent()
        && !payload.sha256().equals(head.header("x-hash").get())) {
      throw new Fault.Unauthenticated("InvalidSignatureException", "another body was signed");
    }
    return Authenticator.Grant.of(Principal.ANONYMOUS);
  }

  private void bind(Routes routes) {
    routes
        .add(
            "GET",
            "/hello/{name}",
            e -> e.json(200, Json.object().put("n", e.pathVariable("name"))))
        .add("GET", "/proof", e -> e.json(200, e.header("authorization").orElse("")))
        .add("GET", "/query", e -> e.json(200, e.queryAll("q")))
        .add(
            "POST",
            "/echo",
            e -> e.respond(200, "application/octet-stream", e.body().readAllBytes()))
        .add("POST", "/unread", e -> e.json(200, "not read"))
        .add("POST", "/secret", e -> e.json(200, "in"))
        .add("GET", "/throttled", HttpServerTest::throttled)
        .add("GET", "/defect", HttpServerTest::defect)
        .add("GET", "/silent", _ -> {})
        .add("GET", "/pieces", this::pieces)
        .add("GET", "/cut", HttpServerTest::cut)
        .add("GET", "/known/{said}/{sent}", HttpServerTest::known)
        .add("GET", "/refusedStream", HttpServerTest::refusedStream)
        .add("GET", "/endless", this::endless);
  }

  private static void throttled(Exchange exchange) {
    throw new Fault.Throttled("slower", Duration.ofMillis(1));
  }

  private static void defect(Exchange exchange) {
    throw new IllegalStateException("a path of this machine");
  }

  private void pieces(Exchange exchange) throws Exception {
    try (OutputStream out = exchange.stream(200, "text/event-stream")) {
      for (int i = 0; i < 3; i++) {
        out.write(("piece " + i).getBytes(StandardCharsets.UTF_8));
        out.flush();
        entered.countDown();
        next.acquire();
      }
    }
  }

  private static void cut(Exchange exchange) throws IOException {
    try (OutputStream out = exchange.stream(200, "text/plain")) {
      out.write("half".getBytes(StandardCharsets.UTF_8));
      out.flush();
      throw new IOException("the agent crashed");
    }
  }

  private static void known(Exchange exchange) throws IOException {
    int said = Integer.parseInt(exchange.pathVariable("said"));
    int sent = Integer.parseInt(exchange.pathVariable("sent"));
    try (OutputStream out = exchange.stream(200, "text/plain", said)) {
      for (int i = 0; i < sent; i++) {
        out.write("x".getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static void refusedStream(Exchange exchange) throws IOException {
    try (OutputStream _ = exchange.stream(200, "text/plain")) {
      throw new Fault.AgentFailed("it crashed before a word");
    }
  }

  private void endless(Exchange exchange) throws Exception {
    byte[] piece = new byte[64 * 1024];
    try (OutputStream out = exchange.stream(200, "application/octet-stream")) {
      while (true) {
        out.write(piece);
        out.flush();
        entered.countDown();
      }
    } catch (IOException e) {
      ended.complete(e);
      throw e;
    }
  }

  @Test
  void one_connection_carries_many_requests() throws IOException {
    try (Wire wire = server.connect()) {
      for (int i = 0; i < 50; i++) {
        assertThat(wire.get("/hello/n" + i).answer().text()).isEqualTo("{\"n\":\"n" + i + "\"}");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void a_stream_of_known_length_tells_it_and_keeps_the_connection(int length) throws IOException {
    try (Wire wire = server.connect()) {
      for (int i = 0; i < 2; i++) {
        Wire.Answer answer = wire.get("/known/" + length + "/" + length).answer();
        assertThat(answer.headers())
            .containsEntry("content-length", Integer.toString(length))
            .doesNotContainKey("transfer-encoding");
        assertThat(answer.text()).isEqualTo("x".repeat(length));
      }
    }
  }

  @Test
  void a_stream_shorter_than_it_said_is_cut() throws IOException {
    try (Wire wire = server.connect()) {
      assertThatThrownBy(() -> wire.get("/known/3/2").answer())
          .isInstanceOf(IOException.class)
          .as("the client is told, and does not wait until its patience ends")
          .isNotInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void a_header_that_differs_from_the_last_in_its_case_alone_is_another() throws IOException {
    try (Wire wire = server.connect()) {
      for (String proof : List.of("Bearer a", "Bearer A", "bearer A", "Bearer a")) {
        wire.send("GET /proof HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + proof + "\r\n\r\n");
        assertThat(wire.answer().text()).isEqualTo("\"" + proof + "\"");
      }
    }
  }

  @Test
  void a_stream_never_gets_longer_than_it_said() throws IOException {
    try (Wire wire = server.connect()) {
      assertThat(wire.get("/known/2/3").answer().text()).isEqualTo("xx");
      assertThat(wire.get("/hello/after").answer().text()).isEqualTo("{\"n\":\"after\"}");
    }
  }

  @Test
  void a_refusal_before_the_body_came_keeps_the_connection() throws IOException {
    try (Wire wire = server.connect()) {
      for (int i = 0; i < 20; i++) {
        wire.send("POST /secret" + HEAD + "Content-Length: 4\r\n\r\n").send("body");
        assertThat(wire.answer().status()).isEqualTo(403);
        wire.send("POST /nowhere" + HEAD + "Content-Length: 4\r\n\r\n").send("body");
        assertThat(wire.answer().status()).isEqualTo(404);
        assertThat(wire.get("/hello/after").answer().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void proving_who_calls_is_a_stage_of_its_own() throws Exception {
    BlockingQueue<String> ended = new LinkedBlockingQueue<>();
    try (SdkTracerProvider tracing =
            SdkTracerProvider.builder().addSpanProcessor(new EndedSpans(ended)).build();
        RunningServer traced =
            new RunningServer(this::bind, HttpServerTest::authenticate, tracing.get("test"));
        Wire wire = traced.connect()) {
      wire.get("/hello/a").answer();
      wire.send("POST /secret" + HEAD + "Content-Length: 0\r\n\r\n").answer();
    }
    // A request's span ends a moment after its answer.
    List<String> four = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      four.add(ended.poll(20, TimeUnit.SECONDS));
    }
    assertThat(four)
        .containsExactly(
            "authenticate UNSET",
            "GET /hello/{name} UNSET",
            "authenticate ERROR",
            "POST /secret ERROR");
  }

  @Test
  void pipelined_requests_are_answered_in_order() throws IOException {
    try (Wire wire = server.connect()) {
      StringBuilder all = new StringBuilder();
      for (int i = 0; i < 20; i++) {
        all.append("GET /hello/").append(i).append(HEAD).append("\r\n");
      }
      wire.send(all.toString());
      for (int i = 0; i < 20; i++) {
        assertThat(wire.answer().text()).isEqualTo("{\"n\":\"" + i + "\"}");
      }
    }
  }

  @Test
  void every_flush_is_on_the_wire_at_once() throws IOException {
    try (Wire wire = server.connect()) {
      wire.get("/pieces");
      assertThat(wire.head().headers()).containsEntry("content-type", "text/event-stream");
      for (int i = 0; i < 3; i++) {
        assertThat(new String(wire.chunk(), StandardCharsets.UTF_8)).isEqualTo("piece " + i);
        next.release();
      }
      assertThat(wire.chunk()).isEmpty();
      assertThat(wire.get("/hello/again").answer().status()).isEqualTo(200);
    }
  }

  @Test
  void a_stream_that_fails_is_cut_so_that_no_part_is_taken_for_the_whole() throws IOException {
    try (Wire wire = server.connect()) {
      assertThat(wire.get("/cut").head().status()).isEqualTo(200);
      assertThat(new String(wire.chunk(), StandardCharsets.UTF_8)).isEqualTo("half");
      assertThatThrownBy(wire::chunk).isInstanceOf(IOException.class);
    }
  }

  @Test
  void a_stream_that_fails_before_its_first_byte_is_an_error_with_its_status() throws IOException {
    try (Wire wire = server.connect()) {
      Wire.Answer answer = wire.get("/refusedStream").answer();
      assertThat(answer.status()).isEqualTo(424);
      assertThat(answer.text()).contains("RuntimeClientError", "before a word");
    }
  }

  @Test
  void a_client_that_hangs_up_frees_the_handler() throws Exception {
    Wire wire = server.connect().get("/endless");
    wire.head();
    assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
    wire.reset();
    assertThat(ended.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
  }

  @Test
  void a_client_that_hangs_up_in_its_upload_frees_the_handler_and_nobody_else_notices()
      throws IOException {
    try (Wire wire = server.connect()) {
      wire.send("POST /echo" + HEAD + "Content-Length: 1000\r\n\r\nhalf");
      wire.endOutput();
      assertThat(wire.answer().status()).isEqualTo(400);
    } catch (IOException hungUp) {
      // As good an end: nobody is there to be told.
      assertThat(hungUp).hasMessageContaining("hung up");
    }
    try (Wire other = server.connect()) {
      assertThat(other.get("/hello/x").answer().status()).isEqualTo(200);
    }
  }

  @Test
  void a_body_comes_back_whole_with_and_without_a_length() throws IOException {
    byte[] body = new byte[(int) RunningServer.MAX_BODY];
    try (Wire wire = server.connect()) {
      wire.send("POST /echo" + HEAD + "Content-Length: " + body.length + "\r\n\r\n").send(body);
      assertThat(wire.answer().body()).isEqualTo(body);
      wire.send("POST /echo" + HEAD + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
      assertThat(wire.answer().text()).isEqualTo("abc");
    }
  }

  @Test
  void a_body_over_the_limit_is_refused() throws IOException {
    byte[] body = new byte[(int) RunningServer.MAX_BODY + 1];
    try (Wire wire = server.connect()) {
      wire.send("POST /echo" + HEAD + "Content-Length: " + body.length + "\r\n\r\n").send(body);
      Wire.Answer answer = wire.answer();
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.headers()).containsEntry("x-amzn-errortype", "ValidationException");
      assertThat(answer.text()).contains("longer than " + RunningServer.MAX_BODY);
    }
  }

  @Test
  void a_body_that_is_not_what_was_signed_is_refused_and_the_spool_is_given_back()
      throws IOException {
    byte[] body = new byte[2 * 1024 * 1024];
    try (Wire wire = server.connect()) {
      String head = "POST /echo" + HEAD + "x-hash: 00\r\nContent-Length: " + body.length;
      wire.send(head + "\r\n\r\n").send(body);
      assertThat(wire.answer().status()).isEqualTo(403);
      assertThat(wire.get("/hello/again").answer().status()).isEqualTo(200);
    }
  }

  @Test
  void a_client_that_waits_for_100_continue_is_asked_for_its_body() throws IOException {
    try (Wire wire = server.connect()) {
      wire.send("POST /echo" + HEAD + "Content-Length: 2\r\nExpect: 100-continue\r\n\r\n");
      assertThat(wire.head().status()).isEqualTo(100);
      assertThat(wire.send("hi").answer().text()).isEqualTo("hi");
    }
  }

  @Test
  void a_client_that_is_refused_need_not_send_its_body() throws IOException {
    try (Wire wire = server.connect()) {
      wire.send("POST /secret" + HEAD + "Content-Length: 99999\r\nExpect: 100-continue\r\n\r\n");
      Wire.Answer answer = wire.answer();
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.text()).contains("MissingAuthenticationTokenException");
    }
  }

  @Test
  void a_body_that_the_handler_leaves_does_not_stand_for_the_next_request() throws IOException {
    try (Wire wire = server.connect()) {
      wire.send("POST /unread" + HEAD + "Content-Length: 5\r\n\r\nGET /");
      assertThat(wire.answer().text()).isEqualTo("\"not read\"");
      assertThat(wire.get("/hello/x").answer().status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nowhere", "/secret", "/unread"})
  void an_answer_that_leaves_a_long_body_says_that_its_connection_ends(String path)
      throws IOException {
    try (Wire wire = server.connect()) {
      wire.send("POST " + path + HEAD + "Content-Length: 1000000\r\n\r\n").send("begun");
      assertThat(wire.answer().headers()).containsEntry("connection", "close");
      assertThat(wire.rest()).isEmpty();
    }
  }

  @Test
  void a_wait_is_told_in_whole_seconds() throws IOException {
    try (Wire wire = server.connect()) {
      Wire.Answer answer = wire.get("/throttled").answer();
      assertThat(answer.status()).isEqualTo(429);
      assertThat(answer.headers()).containsEntry("retry-after", "1");
    }
  }

  @Test
  void a_defect_is_told_without_its_cause() throws IOException {
    try (Wire wire = server.connect()) {
      Wire.Answer answer = wire.get("/defect").answer();
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.text()).contains("InternalServerException").doesNotContain("this machine");
      assertThat(wire.get("/silent").answer().status()).isEqualTo(500);
    }
  }

  @Test
  void an_unknown_path_and_a_wrong_method_are_told_apart() throws IOException {
    try (Wire wire = server.connect()) {
      assertThat(wire.get("/nowhere").answer().status()).isEqualTo(404);
      Wire.Answer wrong = wire.get("/echo").answer();
      assertThat(wrong.status()).isEqualTo(405);
      assertThat(wrong.headers()).containsEntry("allow", "POST");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/hello/%zz", "/hello/%", "/hello/%c0%af%", "/hello/%2"})
  void a_percent_sign_that_begins_no_escape_is_the_caller_s_mistake(String path)
      throws IOException {
    try (Wire wire = server.connect()) {
      Wire.Answer answer = wire.get(path).answer();
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.text()).contains("ValidationException");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/query?q=%zz", "/query?q=%", "/query?%=1", "/query?q=%ff%fe", "/query?&=&"})
  void a_query_that_cannot_be_decoded_is_no_defect(String path) throws IOException {
    try (Wire wire = server.connect()) {
      assertThat(wire.get(path).answer().status()).isLessThan(500);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "CONNECT localhost:80 HTTP/1.1\r\nHost: localhost:80\r\n\r\n",
        "GET //hello HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET nopath HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "nonsense\r\n\r\n"
      })
  void a_strange_request_is_refused_as_the_caller_s(String request) throws IOException {
    try (Wire wire = server.connect()) {
      Wire.Answer answer = wire.send(request).answer();
      assertThat(answer.status()).isBetween(400, 499);
    }
  }

  @Test
  void a_head_too_long_is_refused_in_the_form_of_every_error() throws IOException {
    try (Wire wire = server.connect()) {
      wire.send("GET /hello/x" + HEAD + "x-long: " + "l".repeat(70_000) + "\r\n\r\n");
      Wire.Answer answer = wire.answer();
      assertThat(answer.status()).isEqualTo(431);
      assertThat(answer.text()).startsWith("{").contains("ValidationException");
    }
  }

  @Test
  void a_path_too_long_is_refused() throws IOException {
    try (Wire wire = server.connect()) {
      wire.get("/hello/" + "l".repeat(70_000));
      assertThat(wire.answer().status()).isEqualTo(414);
    }
  }

  @Test
  void a_message_with_two_lengths_is_refused() throws IOException {
    try (Wire wire = server.connect()) {
      wire.send(
          "POST /echo" + HEAD + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
      assertThat(wire.answer().status()).isEqualTo(400);
    }
  }

  @Test
  void draining_lets_a_running_stream_end() throws Exception {
    try (Wire wire = server.connect()) {
      wire.get("/pieces");
      wire.head();
      wire.chunk();
      Thread drain = Thread.ofVirtual().start(() -> server.server.drain(Duration.ofSeconds(10)));
      next.release(3);
      assertThat(new String(wire.chunk(), StandardCharsets.UTF_8)).isEqualTo("piece 1");
      assertThat(new String(wire.chunk(), StandardCharsets.UTF_8)).isEqualTo("piece 2");
      assertThat(wire.chunk()).isEmpty();
      assertThat(drain.join(Duration.ofSeconds(10))).isTrue();
    }
    assertThatThrownBy(() -> server.connect().close()).isInstanceOf(IOException.class);
  }

  @Test
  void draining_ends_after_its_patience() throws Exception {
    try (Wire wire = server.connect()) {
      wire.get("/pieces");
      wire.head();
      Thread drain = Thread.ofVirtual().start(() -> server.server.drain(Duration.ofMillis(200)));
      assertThat(drain.join(Duration.ofSeconds(10))).isTrue();
    }
  }

  @Test
  void a_port_bound_and_never_served_is_given_back() throws IOException {
    HttpServer bound = new HttpServer(HttpConfig.defaults("127.0.0.1", 0));
    var url = bound.bind();
    bound.close();
    HttpServer again = new HttpServer(HttpConfig.defaults("127.0.0.1", url.getPort()));
    assertThat(again.bind()).isEqualTo(url);
    again.close();
  }

  /** Names each span that ends, and how it did. */
  private record EndedSpans(BlockingQueue<String> to) implements SpanProcessor {
    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
      return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      to.add(span.getName() + " " + span.toSpanData().getStatus().getStatusCode());
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }
}
