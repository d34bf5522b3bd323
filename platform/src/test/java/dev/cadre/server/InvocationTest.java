package dev.cadre.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cadre.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockagentcore.BedrockAgentCoreClient;
import software.amazon.awssdk.services.bedrockagentcore.model.InvokeAgentRuntimeResponse;
import software.amazon.awssdk.services.bedrockagentcore.model.ResourceNotFoundException;
import software.amazon.awssdk.services.bedrockagentcore.model.RuntimeClientErrorException;
import software.amazon.awssdk.services.bedrockagentcore.model.ValidationException;
import software.amazon.awssdk.services.bedrockagentruntime.BedrockAgentRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockagentruntime.model.InvokeAgentResponseHandler;
import software.amazon.eventstream.Message;
import software.amazon.eventstream.MessageDecoder;
import tools.jackson.databind.JsonNode;

/** The data plane, told by the official SDK. */
class InvocationTest {
  private static final Platform PLATFORM = Platform.open();

  private static BedrockAgentCoreClient data;
  private static String probe;

  private final String session = Platform.session();

  @BeforeAll
  static void connect() {
    data = PLATFORM.data(Platform.ANYONE);
    probe = PLATFORM.probe();
  }

  @AfterAll
  static void disconnect() {
    data.close();
  }

  private static ResponseBytes<InvokeAgentRuntimeResponse> send(String session, SdkBytes payload) {
    return data.invokeAgentRuntimeAsBytes(
        r ->
            r.agentRuntimeArn(probe)
                .runtimeSessionId(session)
                .runtimeUserId("ann")
                .contentType("application/json")
                .payload(payload));
  }

  private static JsonNode ask(String session, String order) {
    return Json.parse(send(session, SdkBytes.fromUtf8String(order)).asByteArray());
  }

  @Test
  void json_goes_in_and_out_with_its_session() {
    ResponseBytes<InvokeAgentRuntimeResponse> answer =
        send(session, SdkBytes.fromUtf8String("{\"do\":\"tell\",\"note\":\"hi\"}"));
    assertThat(answer.response().runtimeSessionId()).isEqualTo(session);
    assertThat(answer.response().contentType()).isEqualTo("application/json");
    assertThat(answer.response().statusCode()).isEqualTo(200);
    JsonNode told = Json.parse(answer.asByteArray());
    assertThat(told.path("session").asString()).isEqualTo(session);
    assertThat(told.at("/received/note").asString()).isEqualTo("hi");
    assertThat(told.at("/headers/x-amzn-bedrock-agentcore-runtime-user-id").asString())
        .isEqualTo("ann");
    assertThat(told.path("headers").has("authorization")).isFalse();
  }

  @Test
  void a_session_is_made_for_a_caller_that_brings_none() {
    InvokeAgentRuntimeResponse answer =
        data.invokeAgentRuntimeAsBytes(
                r ->
                    r.agentRuntimeArn(probe).payload(SdkBytes.fromUtf8String("{\"prompt\":\"p\"}")))
            .response();
    assertThat(answer.runtimeSessionId()).hasSizeBetween(33, 256);
  }

  @Test
  void one_session_meets_one_worker_again_and_another_session_another() {
    String worker = ask(session, "{\"do\":\"tell\"}").path("worker").asString();
    assertThat(ask(session, "{\"do\":\"tell\"}").path("worker").asString()).isEqualTo(worker);
    assertThat(ask(Platform.session(), "{\"do\":\"tell\"}").path("worker").asString())
        .isNotEqualTo(worker);
  }

  @Test
  void a_session_s_files_are_its_own() {
    ask(session, "{\"do\":\"write\",\"file\":\"note.txt\",\"text\":\"mine\"}");
    String read = "{\"do\":\"read\",\"file\":\"note.txt\"}";
    assertThat(ask(session, read).path("text").asString()).isEqualTo("mine");
    assertThat(ask(Platform.session(), read).path("error").asString())
        .isEqualTo("FileNotFoundError");
  }

  @Test
  void the_platform_s_environment_and_state_are_not_the_agent_s() {
    JsonNode told =
        ask(session, "{\"do\":\"tell\",\"environment\":[\"PLATFORM_SECRET\",\"AWS_REGION\"]}");
    assertThat(told.at("/environment/PLATFORM_SECRET").isNull()).isTrue();
    assertThat(told.at("/environment/AWS_REGION").asString()).isNotEmpty();
    if (PLATFORM.server().summary().isolation().startsWith("sandboxed")) {
      String token = PLATFORM.state().resolve("admin-token").toString();
      String read = Json.text(Json.object().put("do", "read").put("file", token));
      assertThat(ask(session, read).has("text")).isFalse();
    }
  }

  @Test
  void a_stream_arrives_piece_by_piece_while_the_agent_still_speaks() throws IOException {
    String order = "{\"do\":\"stream\",\"pieces\":3,\"gap\":0.3}";
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                data.invokeAgentRuntime(
                    r ->
                        r.agentRuntimeArn(probe)
                            .runtimeSessionId(session)
                            .accept("text/event-stream")
                            .payload(SdkBytes.fromUtf8String(order))),
                StandardCharsets.UTF_8))) {
      String first = lines.readLine();
      double firstSeen = Instant.now().toEpochMilli() / 1000.0;
      List<JsonNode> events = new ArrayList<>();
      events.add(event(first));
      lines.lines().filter(l -> l.startsWith("data:")).forEach(l -> events.add(event(l)));
      assertThat(events).extracting(e -> e.path("number").asInt()).containsExactly(0, 1, 2);
      assertThat(firstSeen).isLessThan(events.getLast().path("sent").asDouble());
    }
  }

  private static JsonNode event(String line) {
    return Json.parse(line.substring("data: ".length()));
  }

  @Test
  void bytes_that_are_no_text_come_back_as_they_went() {
    byte[] bytes = new byte[1_000_000];
    new Random(7).nextBytes(bytes);
    assertThat(send(session, SdkBytes.fromByteArray(bytes)).asByteArray()).isEqualTo(bytes);
  }

  @Test
  void twenty_megabytes_come_back_as_they_went() {
    byte[] bytes = new byte[20_000_000];
    new Random(8).nextBytes(bytes);
    assertThat(send(session, SdkBytes.fromByteArray(bytes)).asByteArray()).isEqualTo(bytes);
  }

  @Test
  void a_stopped_session_ends_its_worker_and_its_id_begins_anew() {
    String worker = ask(session, "{\"do\":\"tell\"}").path("worker").asString();
    data.stopRuntimeSession(r -> r.agentRuntimeArn(probe).runtimeSessionId(session));
    assertThat(ask(session, "{\"do\":\"tell\"}").path("worker").asString()).isNotEqualTo(worker);
  }

  @Test
  void stopping_a_session_that_is_not_there_says_so() {
    assertThatThrownBy(
            () -> data.stopRuntimeSession(r -> r.agentRuntimeArn(probe).runtimeSessionId(session)))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining(session);
  }

  @Test
  void a_session_id_too_short_is_refused_by_its_field() {
    ValidationException refusal =
        catchThrowableOfType(ValidationException.class, () -> ask("short", "{}"));
    assertThat(refusal).hasMessageContaining("runtimeSessionId").hasMessageContaining("33");
  }

  @Test
  void a_crash_tells_the_exit_code_and_the_last_lines() {
    RuntimeClientErrorException refusal =
        catchThrowableOfType(
            RuntimeClientErrorException.class,
            () ->
                ask(
                    session,
                    "{\"do\":\"crash\",\"code\":7,\"say\":[\"no database\",\"giving up\"]}"));
    assertThat(refusal.statusCode()).isEqualTo(424);
    assertThat(refusal).hasMessageContaining("7").hasMessageContaining("no database\ngiving up");
  }

  @Test
  void a_stream_that_the_agent_breaks_is_not_taken_for_a_whole_one() {
    String order = "{\"do\":\"stream\",\"pieces\":2,\"then\":\"break\"}";
    assertThatThrownBy(
            () ->
                data.invokeAgentRuntime(
                        r ->
                            r.agentRuntimeArn(probe)
                                .runtimeSessionId(session)
                                .payload(SdkBytes.fromUtf8String(order)))
                    .readAllBytes())
        .isInstanceOf(IOException.class);
  }

  @Test
  void an_agent_s_error_is_told_with_its_status_and_words() {
    assertThatThrownBy(() -> ask(session, "{\"do\":\"status\",\"code\":503,\"say\":\"not now\"}"))
        .isInstanceOf(RuntimeClientErrorException.class)
        .hasMessageContaining("503")
        .hasMessageContaining("not now");
  }

  @Test
  void a_command_runs_in_the_session_and_its_output_is_an_event_stream() {
    ask(session, "{\"do\":\"write\",\"file\":\"note.txt\",\"text\":\"mine\"}");
    HttpResponse<byte[]> answer =
        PLATFORM.send(
            HttpRequest.newBuilder(
                    PLATFORM.url().resolve("/runtimes/" + encoded(probe) + "/commands"))
                .header("X-Amzn-Bedrock-AgentCore-Runtime-Session-Id", session)
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"command\":\"cat note.txt; echo wrong >&2; exit 3\"}"))
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).isEqualTo(200);
    List<JsonNode> chunks = new ArrayList<>();
    new MessageDecoder((Message m) -> chunks.add(Json.parse(m.getPayload())))
        .feed(ByteBuffer.wrap(answer.body()));
    StringBuilder out = new StringBuilder();
    StringBuilder err = new StringBuilder();
    chunks.forEach(c -> out.append(c.at("/contentDelta/stdout").asString("")));
    chunks.forEach(c -> err.append(c.at("/contentDelta/stderr").asString("")));
    assertThat(out).hasToString("mine");
    assertThat(err).hasToString("wrong\n");
    assertThat(chunks.getFirst().has("contentStart")).isTrue();
    assertThat(chunks.getLast().at("/contentStop/exitCode").asInt()).isEqualTo(3);
  }

  @Test
  void invoke_agent_answers_in_completion_chunks() throws Exception {
    StringBuilder text = new StringBuilder();
    try (BedrockAgentRuntimeAsyncClient classic = PLATFORM.classic()) {
      classic
          .invokeAgent(
              r ->
                  r.agentId(probe.substring(probe.length() - 10))
                      .agentAliasId("TSTALIASID")
                      .sessionId("s-1")
                      .inputText("hello"),
              InvokeAgentResponseHandler.builder()
                  .subscriber(
                      InvokeAgentResponseHandler.Visitor.builder()
                          .onChunk(chunk -> text.append(chunk.bytes().asUtf8String()))
                          .build())
                  .build())
          .get(20, TimeUnit.SECONDS);
    }
    assertThat(text).hasToString("echo: hello");
  }

  @Test
  void an_a2a_agent_shows_its_card_and_answers_json_rpc() {
    String arn = PLATFORM.agent("a2a", "examples/a2a-python/main.py", "A2A");
    var answered = data.getAgentCard(r -> r.agentRuntimeArn(arn).runtimeSessionId(session));
    assertThat(answered.statusCode()).isEqualTo(200);
    assertThat(answered.runtimeSessionId()).isEqualTo(session);
    // This SDK does not read a document that is the whole body.
    String card = "/runtimes/" + encoded(arn) + "/invocations/.well-known/agent-card.json";
    assertThat(PLATFORM.json(card).path("name").asString()).isEqualTo("a2a-python");
    String message =
        """
        {"jsonrpc":"2.0","id":1,"method":"message/send","params":{"message":{"role":"user",
         "kind":"message","messageId":"m","parts":[{"kind":"text","text":"hi"}]}}}\
        """;
    JsonNode answer = rpc(arn, message);
    assertThat(answer.at("/result/parts/0/text").asString()).isEqualTo("echo: hi");
  }

  @Test
  void an_mcp_agent_lists_its_tools() {
    String arn = PLATFORM.agent("mcp", "examples/mcp-python/main.py", "MCP");
    JsonNode answer = rpc(arn, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}");
    assertThat(answer.at("/result/tools/0/name").asString()).isEqualTo("echo");
  }

  private JsonNode rpc(String arn, String message) {
    return Json.parse(
        data.invokeAgentRuntimeAsBytes(
                r ->
                    r.agentRuntimeArn(arn)
                        .runtimeSessionId(session)
                        .contentType("application/json")
                        .accept("application/json, text/event-stream")
                        .payload(SdkBytes.fromUtf8String(message)))
            .asByteArray());
  }

  static String encoded(String arn) {
    return URLEncoder.encode(arn, StandardCharsets.UTF_8);
  }
}
