package dev.cadre.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HTTP/1.1 byte by byte: what is kept, what is refused, and what the limits are. */
@Timeout(30)
final class WireTest {
  private static final String HOST = "Host: a\r\n";
  private final Limits limits = new Limits(1_000, 5, 100, 1 << 20, 2, 10_000, 10_000, 1_000);
  private RunningAgent agent;

  @BeforeEach
  void start() throws Exception {
    agent =
        new AgentApp(InstantSource.system(), limits)
            .entrypoint((payload, _) -> payload.json())
            .start(0);
  }

  @AfterEach
  void stop() {
    agent.close();
  }

  @Test
  void pipelined_requests_are_answered_in_order_on_one_connection() throws Exception {
    String one = "POST /invocations HTTP/1.1\r\n" + HOST + "Content-Length: 1\r\n\r\n1";
    String two =
        "POST /invocations HTTP/1.1\r\n"
            + HOST
            + "Transfer-Encoding: chunked\r\n\r\n1;ext=\"x\"\r\n2\r\n1\r\n2\r\n0\r\nTrailer: t\r\n\r\n";
    try (var client = new RawClient(agent)) {
      client.say(one + two + one);

      assertThat(client.hearUntil("\r\n\r\n1")).startsWith("HTTP/1.1 200 OK\r\n");
      assertThat(client.hearUntil("\r\n\r\n22")).startsWith("HTTP/1.1 200 OK\r\n");
      assertThat(client.hearUntil("\r\n\r\n1")).doesNotContain("Connection: close");
    }
  }

  @Test
  void a_request_may_come_one_byte_at_a_time() throws Exception {
    try (var client = new RawClient(agent)) {
      for (byte b : "GET /ping HTTP/1.1\r\nHost: a\r\n\r\n".getBytes()) {
        client.say(new byte[] {b});
      }
      assertThat(client.hearUntil("}")).startsWith("HTTP/1.1 200 OK").contains("Healthy");
    }
  }

  @Test
  void connection_close_and_http_1_0_end_the_connection() throws Exception {
    try (var modern = new RawClient(agent)) {
      modern.say("GET /ping HTTP/1.1\r\nConnection: close\r\n" + HOST + "\r\n");
      assertThat(modern.hearAll()).contains("Connection: close").endsWith("}");
    }
    try (var old = new RawClient(agent)) {
      old.say("GET /ping HTTP/1.0\r\n\r\n");
      assertThat(old.hearAll()).startsWith("HTTP/1.1 200 OK").endsWith("}");
    }
  }

  @Test
  void head_gets_the_head_alone() throws Exception {
    try (var client = new RawClient(agent)) {
      client.say("HEAD /ping HTTP/1.1\r\nConnection: close\r\n" + HOST + "\r\n");
      assertThat(client.hearAll()).contains("Content-Length: ").endsWith("\r\n\r\n");
    }
  }

  @Test
  void a_client_that_waits_for_it_is_told_to_continue() throws Exception {
    try (var client = new RawClient(agent)) {
      client.say(
          "POST /invocations HTTP/1.1\r\n"
              + HOST
              + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
      assertThat(client.hearUntil("\r\n\r\n")).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
      client.say("[]");
      assertThat(client.hearUntil("[]")).startsWith("HTTP/1.1 200 OK");
    }
  }

  @Test
  void an_absolute_target_is_a_path_too() throws Exception {
    try (var client = new RawClient(agent)) {
      client.say("GET http://a/ping?x HTTP/1.1\r\n" + HOST + "\r\n");
      assertThat(client.hearUntil("}")).contains("Healthy");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          400 | nonsense~~
          400 | GET  /ping HTTP/1.1~Host: a~~
          400 | G(T /ping HTTP/1.1~Host: a~~
          400 | GET ping HTTP/1.1~Host: a~~
          400 | GET /ping HTTP/1.1~~
          400 | GET /ping HTTP/1.1~Host: a~Host: b~~
          400 | GET /ping HTTP/1.1~Host : a~~
          400 | GET /ping HTTP/1.1~Host: a~ folded: b~~
          400 | GET /ping HTTP/1.1~Host: a~no colon~~
          400 | GET /ping HTTP/1.1^Host: a~~
          400 | GET /ping HTTP/1.1~Host: a<b~~
          505 | GET /ping HTTP/2.0~Host: a~~
          400 | POST /invocations HTTP/1.1~Host: a~Content-Length: +1~~
          400 | POST /invocations HTTP/1.1~Host: a~Content-Length: -1~~
          400 | POST /invocations HTTP/1.1~Host: a~Content-Length:~~
          400 | POST /invocations HTTP/1.1~Host: a~Content-Length: 9999999999999999~~
          400 | POST /invocations HTTP/1.1~Host: a~Content-Length: 1~Content-Length: 1~~
          400 | POST /invocations HTTP/1.1~Host: a~Content-Length: 1~Transfer-Encoding: chunked~~
          501 | POST /invocations HTTP/1.1~Host: a~Transfer-Encoding: gzip~~
          400 | POST /invocations HTTP/1.1~Host: a~Transfer-Encoding: chunked~~z~
          400 | POST /invocations HTTP/1.1~Host: a~Transfer-Encoding: chunked~~1~22~
          413 | POST /invocations HTTP/1.1~Host: a~Transfer-Encoding: chunked~~65~
          413 | POST /invocations HTTP/1.1~Host: a~Content-Length: 101~~
          417 | POST /invocations HTTP/1.1~Host: a~Content-Length: 1~Expect: more~~
          431 | GET /ping HTTP/1.1~Host: a~a: 1~b: 1~c: 1~d: 1~e: 1~~
          """)
  void a_malformed_or_too_large_request_is_refused_and_the_connection_closed(
      int status, String request) throws Exception {
    try (var client = new RawClient(agent)) {
      client.say(request.replace("~", "\r\n").replace('^', '\n').replace('<', '\r'));
      assertThat(client.hearAll())
          .startsWith("HTTP/1.1 " + status + " ")
          .contains("Connection: close")
          .contains("{\"error\": ");
    }
  }

  @Test
  void a_head_over_its_limit_is_refused() throws Exception {
    try (var client = new RawClient(agent)) {
      client.say("GET /" + "x".repeat(1_000) + " HTTP/1.1\r\n" + HOST + "\r\n");
      assertThat(client.hearAll()).startsWith("HTTP/1.1 431 ");
    }
  }

  @Test
  void connections_over_the_limit_are_told_so_and_places_come_back() throws Exception {
    String ping = "GET /ping HTTP/1.1\r\n" + HOST + "\r\n";
    try (var first = new RawClient(agent)) {
      first.say(ping).hearUntil("}");
      try (var second = new RawClient(agent);
          var third = new RawClient(agent)) {
        second.say(ping).hearUntil("}");
        assertThat(third.hearAll()).startsWith("HTTP/1.1 503 ").contains("too many connections");
        second.say("GET /ping HTTP/1.1\r\nConnection: close\r\n" + HOST + "\r\n").hearAll();
      }
      first.say(ping);
      assertThat(first.hearUntil("}")).contains("Healthy");
    }
  }

  @Test
  void the_rehearsal_for_the_aot_cache_walks_a_request_that_works() throws Exception {
    assertThat(Rehearsal.walk()).containsExactly(true, true, true);
  }
}
