package dev.cadre.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class AgentClientTest {
  private static final Duration LIMIT = Duration.ofMinutes(15);
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final long LONG = 100_000_000;

  private final ManualClock clock = new ManualClock();
  private final ManualTimer timer = new ManualTimer();
  private final AgentClient client = new AgentClient(clock, timer);

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void head_and_body_go_out_as_they_are_and_the_answer_comes_in() throws Exception {
    try (WireAgent agent =
        new WireAgent(
            peer -> {
              peer.head();
              String body = new String(peer.in.readNBytes(5), StandardCharsets.ISO_8859_1);
              peer.send(
                  "HTTP/1.1 201 Made\r\nX-Echo: " + body + "\r\nContent-Length: 3\r\n\r\nyes");
            })) {
      try (AgentAnswer answer = send(agent, post("hello"))) {
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("x-echo")).isEqualTo("hello");
        assertThat(answer.length()).isEqualTo(3);
        assertThat(answer.body().readAllBytes()).asString().isEqualTo("yes");
      }
      assertThat(agent.heads.getFirst())
          .startsWith("POST /invocations HTTP/1.1\r\nHost: 127.0.0.1:")
          .contains("\r\nx-a: 1\r\n", "\r\nContent-Length: 5\r\n")
          .doesNotContain("Transfer-Encoding", "User-Agent", "Accept");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n3;x=y\r\ncde\r\n0\r\n\r\n",
        "Transfer-Encoding: Chunked\r\n\r\n005\r\nabcde\r\n0\r\nA-Trailer: x\r\n\r\n",
        "Content-Length: 5\r\ncontent-length: 5\r\n\r\nabcde",
        "Connection: close\r\n\r\nabcde"
      })
  void a_body_ends_where_its_head_says(String rest) throws Exception {
    try (WireAgent agent = answering("HTTP/1.1 200\r\n" + rest)) {
      try (AgentAnswer answer = send(agent, get())) {
        assertThat(answer.body().readAllBytes()).asString().isEqualTo("abcde");
        assertThat(answer.body().read()).isEqualTo(-1);
      }
    }
  }

  @Test
  void an_interim_answer_is_passed_over() throws Exception {
    try (WireAgent agent = answering("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + OK)) {
      try (AgentAnswer answer = send(agent, get())) {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("link")).isNull();
      }
    }
  }

  @Test
  void an_answer_without_a_body_is_whole_at_once() throws Exception {
    try (WireAgent agent = WireAgent.answering("HTTP/1.1 204 None\r\n\r\n")) {
      for (int i = 0; i < 2; i++) {
        try (AgentAnswer answer = send(agent, get())) {
          assertThat(answer.body().read()).isEqualTo(-1);
        }
      }
      assertThat(agent.connections).hasValue(1);
    }
  }

  @Test
  void a_connection_is_used_again_once_all_of_an_answer_was_read() throws Exception {
    try (WireAgent agent = WireAgent.answering(OK)) {
      for (int i = 0; i < 5; i++) {
        assertThat(whole(agent, get())).isEqualTo("ok");
      }
      assertThat(agent.connections).hasValue(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok",
        "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"
      })
  void a_connection_is_not_used_again_when_the_agent_ends_it_or_sends_more_than_was_asked(
      String answer) throws Exception {
    try (WireAgent agent = WireAgent.answering(answer)) {
      assertThat(whole(agent, get())).isEqualTo("ok");
      assertThat(whole(agent, get())).isEqualTo("ok");
      assertThat(agent.connections).hasValue(2);
    }
  }

  @Test
  void an_answer_closed_before_its_end_takes_its_connection_with_it() throws Exception {
    CountDownLatch cut = new CountDownLatch(1);
    try (WireAgent agent =
        new WireAgent(
            peer -> {
              peer.head();
              peer.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok");
              assertThat(peer.in.read()).isEqualTo(-1);
              cut.countDown();
            })) {
      send(agent, get()).close();
      assertThat(cut.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void a_connection_that_the_agent_closed_while_it_rested_takes_no_request() throws Exception {
    try (WireAgent agent = answering(OK)) {
      whole(agent, get());
      TestWait.until(() -> agent.ended.get() == 1);
      assertThat(whole(agent, get())).isEqualTo("ok");
      assertThat(agent.connections).hasValue(2);
    }
  }

  @Test
  void a_request_whose_connection_breaks_is_not_sent_twice() throws Exception {
    try (WireAgent agent =
        new WireAgent(
            peer -> {
              peer.head();
              if (peer.in.readNBytes(5).length == 5) {
                return;
              }
              peer.send(OK);
            })) {
      assertThatThrownBy(() -> send(agent, post("hello"))).isInstanceOf(IOException.class);
      assertThat(agent.heads).hasSize(1);
    }
  }

  @Test
  void a_connection_rests_four_seconds_at_most() throws Exception {
    try (WireAgent agent = WireAgent.answering(OK)) {
      whole(agent, get());
      clock.forward(Duration.ofSeconds(4));
      whole(agent, get());
      assertThat(agent.connections).hasValue(1);
      clock.forward(Duration.ofMillis(4_001));
      whole(agent, get());
      assertThat(agent.connections).hasValue(2);
    }
  }

  @Test
  void resting_connections_are_closed_when_nobody_asks_for_them() throws Exception {
    IdleConnections idle = new IdleConnections(clock, Duration.ofSeconds(4));
    try (WireAgent agent = new WireAgent(peer -> peer.in.read())) {
      idle.put("a", AgentConnection.open(agent.target(), _ -> {}));
      idle.sweep();
      assertThat(idle.size()).isOne();
      clock.forward(Duration.ofSeconds(5));
      idle.sweep();
      assertThat(idle.size()).isZero();
    }
  }

  @Test
  void an_agent_that_breaks_off_is_told_from_one_that_ends() throws Exception {
    for (String rest :
        List.of("Content-Length: 5\r\n\r\nab", "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n")) {
      try (WireAgent agent = answering("HTTP/1.1 200 OK\r\n" + rest);
          AgentAnswer answer = send(agent, get())) {
        assertThat(answer.body().readNBytes(2)).asString().isEqualTo("ab");
        assertThatThrownBy(() -> answer.body().read()).isInstanceOf(AnswerBody.BrokenOff.class);
        assertThat(answer.expired()).isFalse();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello\r\n\r\n",
        "HTTP/2 200\r\n\r\n",
        "HTTP/1.1 20 OK\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA: b\r\n folded\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n"
      })
  void what_is_no_http_is_refused(String answer) throws Exception {
    try (WireAgent agent = answering(answer)) {
      assertThatThrownBy(() -> send(agent, get())).isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x\r\n", "-1\r\n", "2\r\nabc\r\n0\r\n\r\n", "1234567890123456\r\n"})
  void a_chunk_that_is_none_breaks_the_answer_off(String chunks) throws Exception {
    try (WireAgent agent =
            answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
        AgentAnswer answer = send(agent, get())) {
      assertThatThrownBy(() -> answer.body().readAllBytes())
          .isInstanceOf(AnswerBody.BrokenOff.class);
    }
  }

  @Test
  void a_head_without_end_is_refused() throws Exception {
    String field = "X-Long: " + "x".repeat(8_000) + "\r\n";
    try (WireAgent agent = answering("HTTP/1.1 200 OK\r\n" + field.repeat(10) + "\r\n")) {
      assertThatThrownBy(() -> send(agent, get())).hasMessageContaining("65536 bytes");
    }
    try (WireAgent agent = answering("HTTP/1.1 200 " + "x".repeat(100_000))) {
      assertThatThrownBy(() -> send(agent, get())).hasMessageContaining("65536 bytes");
    }
    try (WireAgent agent = answering("HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(501) + "\r\n")) {
      assertThatThrownBy(() -> send(agent, get())).hasMessageContaining("500 headers");
    }
  }

  @Test
  void no_line_end_gets_into_a_header() throws Exception {
    try (WireAgent agent = WireAgent.answering(OK)) {
      var outgoing =
          new AgentClient.Outgoing(
              "GET", "/", List.of(Map.entry("a", "b\r\nc: d")), InputStream.nullInputStream(), 0);
      assertThatThrownBy(() -> send(agent, outgoing)).isInstanceOf(IllegalArgumentException.class);
      assertThat(agent.heads).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_hundred_megabytes_pass_each_way_while_the_agent_answers_as_it_reads(boolean known)
      throws Exception {
    try (WireAgent agent = new WireAgent(AgentClientTest::echo)) {
      AgentClient.Outgoing outgoing = post(new Counting(LONG), known ? LONG : -1);
      try (AgentAnswer answer = send(agent, outgoing)) {
        Counting expected = new Counting(LONG);
        byte[] buffer = new byte[64 * 1024];
        long total = 0;
        for (int n = answer.body().read(buffer); n >= 0; n = answer.body().read(buffer)) {
          for (int i = 0; i < n; i += 997) {
            assertThat(buffer[i]).isEqualTo(Counting.at(total + i));
          }
          total += n;
        }
        assertThat(total).isEqualTo(expected.length);
      }
      assertThat(agent.heads.getFirst())
          .contains(known ? "\r\nContent-Length: 100000000\r\n" : "Transfer-Encoding: chunked");
    }
  }

  @Test
  void an_agent_may_refuse_a_long_body_without_reading_it() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    try (WireAgent agent =
        new WireAgent(
            peer -> {
              peer.head();
              peer.send("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
              closed.await();
            })) {
      try (AgentAnswer answer = send(agent, post(new Counting(LONG), LONG))) {
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.body().read()).isEqualTo(-1);
      }
      closed.countDown();
      assertThat(agent.connections).hasValue(1);
    }
  }

  @Test
  void a_body_that_breaks_is_the_callers_failure_and_never_whole_to_the_agent() throws Exception {
    AtomicLong seen = new AtomicLong();
    CountDownLatch over = new CountDownLatch(1);
    try (WireAgent agent =
        new WireAgent(
            peer -> {
              peer.head();
              byte[] all = peer.in.readAllBytes();
              seen.set(new String(all, StandardCharsets.ISO_8859_1).endsWith("0\r\n\r\n") ? 1 : 0);
              over.countDown();
            })) {
      for (long length : new long[] {-1, LONG}) {
        assertThatThrownBy(() -> send(agent, post(new Broken(200_000), length)))
            .isInstanceOf(AgentClient.BodyBroken.class)
            .hasRootCauseMessage("the caller left");
      }
      assertThat(over.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(seen).hasValue(0);
    }
  }

  @Test
  void a_body_shorter_than_its_length_is_the_callers_failure() throws Exception {
    try (WireAgent agent = new WireAgent(peer -> peer.in.readAllBytes())) {
      for (long length : new long[] {10, LONG}) {
        assertThatThrownBy(() -> send(agent, post(new Counting(5), length)))
            .isInstanceOf(AgentClient.BodyBroken.class)
            .hasMessageContaining("shorter than its Content-Length");
      }
    }
  }

  @Test
  void a_head_that_does_not_come_in_time_is_a_timeout() throws Exception {
    try (WireAgent agent = new WireAgent(peer -> peer.in.readAllBytes())) {
      Future<AgentAnswer> answer = inBackground(agent);
      TestWait.until(() -> timer.waiting() == 1);
      timer.pass(LIMIT.minusMillis(1));
      assertThat(answer.isDone()).isFalse();
      timer.pass(Duration.ofMillis(1));
      assertThatThrownBy(answer::get).hasCauseInstanceOf(TimeoutException.class);
    }
  }

  @Test
  void an_answer_that_takes_too_long_is_cut() throws Exception {
    try (WireAgent agent =
            new WireAgent(
                peer -> {
                  peer.head();
                  peer.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n");
                  peer.in.read();
                });
        AgentAnswer answer = send(agent, get())) {
      answer.limit(LIMIT.multipliedBy(4));
      timer.pass(LIMIT.multipliedBy(4));
      assertThatThrownBy(() -> answer.body().read()).isInstanceOf(AnswerBody.BrokenOff.class);
      assertThat(answer.expired()).isTrue();
    }
  }

  @Test
  void what_was_timed_is_forgotten_when_the_answer_is_closed() throws Exception {
    try (WireAgent agent = WireAgent.answering(OK)) {
      whole(agent, get());
      assertThat(timer.waiting()).isZero();
    }
  }

  @Test
  void interrupting_the_caller_ends_the_call() throws Exception {
    try (WireAgent agent = new WireAgent(peer -> peer.in.readAllBytes())) {
      CountDownLatch over = new CountDownLatch(1);
      Thread thread =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      send(agent, get());
                    } catch (IOException | TimeoutException e) {
                      if (Thread.currentThread().isInterrupted()) {
                        over.countDown();
                      }
                    }
                  });
      TestWait.until(() -> timer.waiting() == 1);
      thread.interrupt();
      assertThat(over.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void closing_the_client_cuts_requests_under_way() throws Exception {
    try (WireAgent agent = new WireAgent(peer -> peer.in.readAllBytes())) {
      Future<AgentAnswer> answer = inBackground(agent);
      TestWait.until(() -> agent.connections.get() == 1);
      client.close();
      assertThatThrownBy(answer::get).hasCauseInstanceOf(IOException.class);
    }
  }

  private static void echo(WireAgent.Peer peer) throws IOException {
    boolean chunked = peer.head().contains("chunked");
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + LONG + "\r\n\r\n");
    AgentInput in = new AgentInput(peer.in);
    InputStream body =
        new AnswerBody(
            in, chunked ? new AnswerHead.Framing.Chunks() : new AnswerHead.Framing.Length(LONG));
    body.transferTo(peer.out());
  }

  private Future<AgentAnswer> inBackground(WireAgent agent) {
    FutureTask<AgentAnswer> task = new FutureTask<>(() -> send(agent, get()));
    Thread.ofVirtual().start(task);
    return task;
  }

  private String whole(WireAgent agent, AgentClient.Outgoing outgoing) throws IOException {
    try (AgentAnswer answer = send(agent, outgoing)) {
      return new String(answer.body().readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (TimeoutException e) {
      throw new IOException(e);
    }
  }

  private AgentAnswer send(WireAgent agent, AgentClient.Outgoing outgoing)
      throws IOException, TimeoutException {
    return client.send(agent.target(), outgoing, LIMIT);
  }

  /** Sends its bytes after one request, and closes. */
  private static WireAgent answering(String answer) throws IOException {
    return new WireAgent(
        peer -> {
          peer.head();
          peer.send(answer);
        });
  }

  private static AgentClient.Outgoing get() {
    return new AgentClient.Outgoing("GET", "/ping", List.of(), InputStream.nullInputStream(), 0);
  }

  private static AgentClient.Outgoing post(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
    return post(new ByteArrayInputStream(bytes), bytes.length);
  }

  private static AgentClient.Outgoing post(InputStream body, long length) {
    return new AgentClient.Outgoing(
        "POST", "/invocations", List.of(Map.entry("x-a", "1")), body, length);
  }

  /** So many bytes that can be told from each other. */
  private static final class Counting extends InputStream {
    private final long length;
    private long at;

    Counting(long length) {
      this.length = length;
    }

    static byte at(long index) {
      return (byte) (index * 31 >> 3);
    }

    @Override
    public int read() {
      return at == length ? -1 : at(at++) & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int count) {
      if (at == length) {
        return -1;
      }
      int n = (int) Math.min(count, length - at);
      for (int i = 0; i < n; i++) {
        bytes[offset + i] = at(at++);
      }
      return n;
    }
  }

  /** Fails after so many bytes. */
  private static final class Broken extends InputStream {
    private long left;

    Broken(long left) {
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      if (left-- == 0) {
        throw new IOException("the caller left");
      }
      return 'x';
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
      bytes[offset] = (byte) read();
      return 1;
    }
  }
}
