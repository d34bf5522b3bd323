package dev.cadre.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class InvokeTest extends CommandLineTest {
  private static final String INVOKE =
      "POST " + StandInPlatform.DATA + "/invocations?qualifier=DEFAULT";
  private static final String SESSION = "session-0123456789abcdef0123456789abcdef";

  @BeforeEach
  void anAgent() {
    platform.agents("support", "orders");
  }

  @Test
  void text_becomes_a_prompt_and_the_answer_stands_alone_on_the_output() {
    platform.on(
        INVOKE,
        exchange -> {
          exchange.getResponseHeaders().set(SessionIds.HEADER, SESSION);
          StandInPlatform.text(200, "application/json", "{\"result\":\"on its way\"}").to(exchange);
        });
    assertThat(run("invoke", "support", "@you: where is it?", "--user", "u1")).isZero();
    assertThat(out()).isEqualTo("{\"result\":\"on its way\"}\n");
    assertThat(err()).isEqualTo("session " + SESSION + "\n");
    StandInPlatform.Seen request = platform.last(INVOKE);
    assertThat(request.text()).isEqualTo("{\"prompt\":\"@you: where is it?\"}");
    assertThat(request.headers())
        .containsEntry("Content-Type", "application/json")
        .containsEntry("X-Amzn-Bedrock-AgentCore-Runtime-User-Id", "u1")
        .doesNotContainKey(SessionIds.HEADER)
        .doesNotContainKey("Authorization");
  }

  @Test
  void json_is_sent_byte_for_byte() {
    platform.onJson(INVOKE, "\"three\\nlines\\nof text\"");
    assertThat(run("invoke", "support", "{\"n\": 1.10, \"n2\":12345678901234567890}")).isZero();
    assertThat(platform.last(INVOKE).text())
        .isEqualTo("{\"n\": 1.10, \"n2\":12345678901234567890}");
    assertThat(out()).isEqualTo("three\nlines\nof text\n");
  }

  @Test
  void broken_json_is_refused_before_anything_is_sent() {
    assertThat(run("invoke", "support", "{\"n\": }")).isEqualTo(Exit.USAGE.code());
    assertThat(err()).startsWith("cadre: TEXT begins like JSON and isn't");
    assertThat(platform.seen()).isEmpty();
  }

  @Test
  void the_message_may_come_from_the_input() {
    typed = "from a pipe";
    platform.onJson(INVOKE, "{}");
    assertThat(run("invoke", StandInPlatform.ARN, "-")).isEqualTo(Exit.NOT_FOUND.code());
    platform.onJson(
        "GET /runtimes/" + StandInPlatform.ID + "/", StandInPlatform.agent("support", "READY"));
    assertThat(run("invoke", StandInPlatform.ARN, "-")).isZero();
    assertThat(platform.last(INVOKE).text()).isEqualTo("{\"prompt\":\"from a pipe\"}");
  }

  @Test
  void a_short_session_id_is_refused_with_one_that_would_do() {
    assertThat(run("invoke", "support", "hi", "--session", "abc")).isEqualTo(Exit.USAGE.code());
    assertThat(err()).contains("has 3 characters").contains("abc-000000000000000000000000000000");
    assertThat(run("invoke", "support", "hi", "--session", "x".repeat(257)))
        .isEqualTo(Exit.USAGE.code());
  }

  @Test
  void events_are_printed_before_the_stream_ends() throws Exception {
    var goOn = new CountDownLatch(1);
    platform.on(
        INVOKE,
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
          exchange.sendResponseHeaders(200, 0);
          var body = exchange.getResponseBody();
          body.write(": heartbeat\n\ndata: \"first\"\n\n".getBytes(StandardCharsets.UTF_8));
          body.flush();
          try {
            if (goOn.await(20, TimeUnit.SECONDS)) {
              body.write("data: {\"n\":2}\n\ndata: cut".getBytes(StandardCharsets.UTF_8));
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    var command = Thread.ofVirtual().start(() -> run("invoke", "support", "hi", "--stream"));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!out().equals("first\n") && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(out()).isEqualTo("first\n");
    goOn.countDown();
    command.join();
    assertThat(out()).isEqualTo("first\n{\"n\":2}\ncut\n");
    assertThat(platform.last(INVOKE).headers()).containsEntry("Accept", "text/event-stream");
  }

  @ParameterizedTest
  @CsvSource({
    "400, ValidationException, 2",
    "403, AccessDeniedException, 6",
    "404, ResourceNotFoundException, 3",
    "424, RuntimeClientError, 5",
    "429, ThrottlingException, 7",
    "500, InternalServerException, 1"
  })
  void the_exit_code_names_who_must_act(int status, String type, int exit) {
    platform.on(INVOKE, StandInPlatform.error(status, type, "because"));
    assertThat(run("invoke", "support", "hi")).isEqualTo(exit);
    assertThat(err()).startsWith("cadre: ").contains("because").hasLineCount(1);
    assertThat(out()).isEmpty();
  }

  @Test
  void an_unknown_agent_is_answered_with_those_there_are() {
    assertThat(run("invoke", "supprt", "hi")).isEqualTo(Exit.NOT_FOUND.code());
    assertThat(err()).isEqualTo("cadre: no agent is named supprt; there are: support, orders\n");
  }

  @Test
  void without_a_platform_the_remedy_is_named() {
    String url = platform.url();
    platform.close();
    assertThat(run("list")).isEqualTo(Exit.UNREACHABLE.code());
    assertThat(err()).contains(url).contains("./cadre up").hasLineCount(1);
  }

  @Test
  void an_access_key_signs_and_an_admin_token_is_a_bearer() throws Exception {
    java.nio.file.Files.writeString(folder.resolve("token"), "t0k3n\n");
    platform.onJson(INVOKE, "{}");
    environment.put("AWS_ACCESS_KEY_ID", "AKIATEST");
    environment.put("AWS_SECRET_ACCESS_KEY", "secret");
    environment.put("AWS_REGION", "eu-west-1");
    assertThat(run("invoke", "support", "hi")).isZero();
    assertThat(platform.last(INVOKE).headers().get("Authorization"))
        .startsWith("AWS4-HMAC-SHA256 Credential=AKIATEST/")
        .contains("/eu-west-1/bedrock-agentcore/aws4_request")
        .contains("host;");
    assertThat(run("invoke", "support", "hi", "--admin-token-file", "token")).isZero();
    assertThat(platform.last(INVOKE).headers()).containsEntry("Authorization", "Bearer t0k3n");
  }

  @Test
  void the_state_folders_token_is_used_on_loopback_only() throws Exception {
    java.nio.file.Files.createDirectory(folder.resolve(".cadre"));
    java.nio.file.Files.writeString(folder.resolve(".cadre/admin-token"), "t0k3n");
    assertThat(run("list")).isZero();
    assertThat(platform.last(StandInPlatform.LIST).headers())
        .containsEntry("Authorization", "Bearer t0k3n");
    var terminal = new Terminal(System.in, System.out, System.err, false);
    var here =
        new Surroundings(
            terminal, java.util.Map.of(), folder, java.time.Clock.systemUTC(), _ -> {});
    assertThat(Authorization.of(here, java.net.URI.create("http://10.0.0.1:7070"), null))
        .isInstanceOf(Authorization.Anonymous.class);
  }
}
