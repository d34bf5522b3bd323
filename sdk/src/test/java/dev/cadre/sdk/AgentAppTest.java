package dev.cadre.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The contract as a client of another make sees it. */
@Timeout(30)
final class AgentAppTest {
  record Answer(String message, int words, List<Boolean> flags) {}

  @Test
  void payload_and_context_reach_the_entrypoint() throws Exception {
    AtomicReference<RequestContext> seen = new AtomicReference<>();
    var app =
        AgentApp.create()
            .entrypoint(
                (payload, context) -> {
                  seen.set(context);
                  return Map.of("got", payload.get("n"), "type", payload.contentType());
                });

    try (var agent = app.start(0)) {
      var answer =
          send(
              post(agent, "/invocations?x=1%2F2&y", "{\"n\": [1, 2.5, \"é\"]}")
                  .header("X-Amzn-Bedrock-AgentCore-Runtime-Session-Id", "session-1")
                  .header("X-Amzn-Bedrock-AgentCore-Runtime-User-Id", "user-1")
                  .header("X-Amzn-Bedrock-AgentCore-Runtime-Request-Id", "request-1")
                  .header("X-Amzn-Bedrock-AgentCore-Runtime-Custom-Colour", "Blue")
                  .header("WorkloadAccessToken", "token-1")
                  .header("Authorization", "Bearer b")
                  .header("traceparent", "00-1-2-01"));

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(Json.read(answer.body()))
          .isEqualTo(Map.of("got", List.of(1L, 2.5, "é"), "type", "application/json"));
    }
    RequestContext context = seen.get();
    assertThat(context.sessionId()).isEqualTo("session-1");
    assertThat(context.userId()).isEqualTo("user-1");
    assertThat(context.requestId()).isEqualTo("request-1");
    assertThat(context.customHeaders()).isEqualTo(Map.of("colour", "Blue"));
    assertThat(context.workloadAccessToken()).isEqualTo("token-1");
    assertThat(context.authorization()).isEqualTo("Bearer b");
    assertThat(context.traceparent()).isEqualTo("00-1-2-01");
    assertThat(context.query("x")).isEqualTo("1/2");
    assertThat(context.query("y")).isEmpty();
    assertThat(context.query("z")).isNull();
  }

  @Test
  void a_request_without_an_id_gets_one_of_its_own() throws Exception {
    List<String> ids = new ArrayList<>();
    var app = AgentApp.create().entrypoint((_, context) -> ids.add(context.requestId()));

    try (var agent = app.start(0)) {
      send(post(agent, "/invocations", "{}"));
      send(post(agent, "/invocations", "{}"));
    }

    assertThat(ids).doesNotHaveDuplicates().hasSize(2);
    assertThat(ids.getFirst()).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab].{3}-.{12}");
  }

  @Test
  void a_record_becomes_json() throws Exception {
    var answer = invoke((_, _) -> new Answer("hi", 2, List.of(true)), "{}");

    assertThat(answer.headers().firstValue("content-type")).contains("application/json");
    assertThat(answer.body()).isEqualTo("{\"message\": \"hi\", \"words\": 2, \"flags\": [true]}");
  }

  @Test
  void a_string_becomes_json_as_in_python() throws Exception {
    assertThat(invoke((_, _) -> "say \"hi\"", "{}").body()).isEqualTo("\"say \\\"hi\\\"\"");
  }

  @Test
  void a_reply_is_sent_as_it_is() throws Exception {
    var text = invoke((_, _) -> Reply.text("grüß dich"), "{}");
    var teapot = invoke((_, _) -> Reply.json(418, List.of(1)), "{}");
    var bytes = invoke((_, _) -> new byte[] {'a', 'b'}, "{}");

    assertThat(text.headers().firstValue("content-type")).contains("text/plain; charset=utf-8");
    assertThat(text.body()).isEqualTo("grüß dich");
    assertThat(teapot.statusCode()).isEqualTo(418);
    assertThat(teapot.body()).isEqualTo("[1]");
    assertThat(bytes.headers().firstValue("content-type")).contains("application/octet-stream");
    assertThat(bytes.body()).isEqualTo("ab");
  }

  @Test
  void an_exception_is_status_500_with_its_message() throws Exception {
    Entrypoint failing =
        (_, _) -> {
          throw new IllegalStateException("no \"fuel\"");
        };
    var answer = invoke(failing, "{}");

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).isEqualTo("{\"error\": \"no \\\"fuel\\\"\"}");
  }

  @Test
  void a_refusal_chooses_its_status() throws Exception {
    Entrypoint refusing =
        (_, _) -> {
          throw new Refusal(422, "too short");
        };
    var answer = invoke(refusing, "{}");

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).isEqualTo("{\"error\": \"too short\"}");
  }

  @Test
  void a_broken_payload_is_status_400_and_the_entrypoint_does_not_run() throws Exception {
    List<Object> runs = new ArrayList<>();
    var answer = invoke((payload, _) -> runs.add(payload), "{\"prompt\": }");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .startsWith("{\"error\": \"Invalid JSON\"")
        .contains("at character 11");
    assertThat(runs).isEmpty();
  }

  @Test
  void a_payload_of_another_type_is_left_as_bytes() throws Exception {
    var app =
        AgentApp.create()
            .entrypoint((payload, _) -> payload.contentType() + " " + payload.bytes().length);
    try (var agent = app.start(0)) {
      var request =
          HttpRequest.newBuilder(uri(agent, "/invocations"))
              .header("Content-Type", "image/png")
              .POST(BodyPublishers.ofByteArray(new byte[] {1, 2, 3}));

      assertThat(send(request).body()).isEqualTo("\"image/png 3\"");
    }
  }

  @Test
  void a_large_upload_without_a_length_arrives_whole() throws Exception {
    byte[] large = new byte[3_000_000];
    Arrays.fill(large, (byte) 'x');
    var app =
        AgentApp.create()
            .entrypoint(
                (payload, context) ->
                    payload.bytes().length + " " + context.header("transfer-encoding"));
    try (var agent = app.start(0)) {
      var request =
          HttpRequest.newBuilder(uri(agent, "/invocations"))
              .version(HttpClient.Version.HTTP_1_1)
              .header("Content-Type", "text/plain")
              .expectContinue(true)
              .POST(BodyPublishers.ofByteArrays(List.of(large, large)));

      assertThat(send(request).body()).isEqualTo("\"6000000 chunked\"");
    }
  }

  @Test
  void a_stream_becomes_events_in_order() throws Exception {
    var answer = invoke((_, _) -> Stream.of("a", Map.of("b", 1), "ü\n"), "{}");

    assertThat(answer.headers().firstValue("content-type"))
        .contains("text/event-stream; charset=utf-8");
    assertThat(answer.body()).isEqualTo("data: \"a\"\n\ndata: {\"b\": 1}\n\ndata: \"ü\\n\"\n\n");
  }

  @Test
  void events_arrive_one_by_one_while_the_entrypoint_works() throws Exception {
    SynchronousQueue<String> words = new SynchronousQueue<>();
    var app =
        AgentApp.create()
            .entrypoint(
                (_, context) -> {
                  for (int i = 0; i < 3; i++) {
                    context.stream().send(words.take());
                  }
                  return null;
                });
    try (var agent = app.start(0)) {
      HttpResponse<Stream<String>> answer =
          client().send(post(agent, "/invocations", "{}").build(), BodyHandlers.ofLines());
      Iterator<String> lines = answer.body().iterator();
      for (String word : List.of("one", "two", "three")) {
        words.put(word); // the next one is not produced before the last one was read
        assertThat(lines.next()).isEqualTo("data: \"" + word + "\"");
        assertThat(lines.next()).isEmpty();
      }
      assertThat(lines.hasNext()).isFalse();
    }
  }

  @Test
  void a_failing_stream_ends_with_an_error_event() throws Exception {
    Entrypoint failing =
        (_, context) -> {
          context.stream().send("step", 1);
          throw new IllegalStateException("lost it");
        };
    var answer = invoke(failing, "{}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            "event: step\ndata: 1\n\n"
                + "data: {\"error\": \"lost it\", \"error_type\": \"IllegalStateException\", "
                + "\"message\": \"An error occurred during streaming\"}\n\n");
  }

  @Test
  void a_reader_who_leaves_ends_the_stream_and_the_agent_goes_on() throws Exception {
    CountDownLatch left = new CountDownLatch(1);
    var app =
        AgentApp.create()
            .entrypoint(
                (payload, context) -> {
                  if (payload.flag("short")) {
                    return "still here";
                  }
                  try {
                    while (true) {
                      context.stream().send("x".repeat(1_000));
                    }
                  } finally {
                    left.countDown();
                  }
                });
    try (var agent = app.start(0)) {
      try (var impatient = new RawClient(agent)) {
        impatient
            .say("POST /invocations HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}")
            .hearUntil("data: ");
      }
      assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(send(post(agent, "/invocations", "{\"short\": true}")).body())
          .isEqualTo("\"still here\"");
    }
  }

  @Test
  void ping_is_busy_while_a_task_is_open_and_tells_when_that_changed() throws Exception {
    AtomicReference<Long> now = new AtomicReference<>(5_000_000L);
    List<AsyncTask> tasks = new ArrayList<>();
    var app =
        new AgentApp(() -> java.time.Instant.ofEpochMilli(now.get()), Limits.standard())
            .entrypoint((_, context) -> tasks.add(context.asyncTask("report")));
    try (var agent = app.start(0)) {
      now.set(6_000_000L);
      assertThat(ping(agent)).isEqualTo(Map.of("status", "Healthy", "time_of_last_update", 5000L));

      send(post(agent, "/invocations", "{}"));
      now.set(7_000_999L);
      assertThat(ping(agent))
          .isEqualTo(Map.of("status", "HealthyBusy", "time_of_last_update", 6000L));

      tasks.getFirst().close();
      tasks.getFirst().close();
      now.set(8_000_000L);
      assertThat(ping(agent)).isEqualTo(Map.of("status", "Healthy", "time_of_last_update", 7000L));
    }
  }

  @Test
  void the_authors_ping_handler_decides_until_it_fails() throws Exception {
    AtomicReference<PingStatus> said = new AtomicReference<>(PingStatus.HEALTHY_BUSY);
    var app =
        AgentApp.create()
            .ping(
                () -> {
                  PingStatus status = said.get();
                  if (status == null) {
                    throw new IllegalStateException("unknown");
                  }
                  return status;
                });
    try (var agent = app.start(0)) {
      assertThat(ping(agent)).containsEntry("status", "HealthyBusy");
      said.set(null);
      assertThat(ping(agent)).containsEntry("status", "Healthy");
    }
  }

  @Test
  void other_paths_and_methods_are_refused_by_name() throws Exception {
    try (var agent = AgentApp.create().start(0)) {
      var lost = send(HttpRequest.newBuilder(uri(agent, "/other")));
      var wrong = send(HttpRequest.newBuilder(uri(agent, "/invocations")));
      var plain = send(HttpRequest.newBuilder(uri(agent, "/ws")));
      var none = send(post(agent, "/invocations", "{}"));

      assertThat(lost.statusCode()).isEqualTo(404);
      assertThat(wrong.statusCode()).isEqualTo(405);
      assertThat(wrong.headers().firstValue("allow")).contains("POST");
      assertThat(plain.statusCode()).isEqualTo(426);
      assertThat(none.statusCode()).isEqualTo(500);
      assertThat(none.body()).contains("No entrypoint defined");
    }
  }

  @Test
  void stopping_lets_a_running_invocation_finish() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    var app =
        AgentApp.create()
            .entrypoint(
                (_, _) -> {
                  started.countDown();
                  go.await();
                  return "done";
                });
    var agent = app.start(0);
    var answer =
        client().sendAsync(post(agent, "/invocations", "{}").build(), BodyHandlers.ofString());
    started.await();
    Thread stopping = Thread.ofVirtual().start(agent::close);
    try (var late = new RawClient(agent)) {
      late.hearAll(); // refused or cut off: either way the stop has begun
    } catch (java.io.IOException refused) {
      // The port is closed already.
    }
    go.countDown();

    assertThat(answer.get(10, TimeUnit.SECONDS).body()).isEqualTo("\"done\"");
    stopping.join();
  }

  private static HttpResponse<String> invoke(Entrypoint entrypoint, String json) throws Exception {
    try (var agent = AgentApp.create().entrypoint(entrypoint).start(0)) {
      return send(post(agent, "/invocations", json));
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> ping(RunningAgent agent) throws Exception {
    return (Map<String, Object>)
        Json.read(send(HttpRequest.newBuilder(uri(agent, "/ping"))).body());
  }

  private static HttpRequest.Builder post(RunningAgent agent, String path, String json) {
    return HttpRequest.newBuilder(uri(agent, path))
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(json));
  }

  private static URI uri(RunningAgent agent, String path) {
    return URI.create("http://127.0.0.1:" + agent.port() + path);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client().send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  private static HttpClient client() {
    return HttpClient.newHttpClient();
  }
}
