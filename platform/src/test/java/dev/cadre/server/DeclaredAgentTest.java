package dev.cadre.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.json.Json;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockagentcore.BedrockAgentCoreClient;
import software.amazon.awssdk.services.bedrockagentcore.model.ThrottlingException;
import software.amazon.awssdk.services.bedrockagentcore.model.ValidationException;
import software.amazon.awssdk.services.bedrockagentruntime.BedrockAgentRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockagentruntime.model.InvokeAgentResponseHandler;
import software.amazon.eventstream.Message;
import software.amazon.eventstream.MessageDecoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Declared agents on a whole platform, with a model whose every word is known. */
class DeclaredAgentTest {
  private static final String SESSION = "X-Amzn-Bedrock-AgentCore-Runtime-Session-Id";
  private static StandInModel model;
  private static Platform platform;
  private static BedrockAgentCoreClient data;
  private static String arn;

  private final String session = Platform.session();

  @BeforeAll
  static void up(@TempDir Path folder) {
    model = new StandInModel();
    platform = new Platform("--config", model.config(folder.resolve("cadre.yaml")).toString());
    data = platform.data(Platform.ANYONE);
    arn =
        deploy(
            """
            name: helper
            instructions: Help.
            tools:
              - calculator
              - builtin: key_value
                approval: true
              - client: {name: pick, description: Picks a colour}
            """);
  }

  @AfterAll
  static void down() {
    data.close();
    platform.close();
    model.close();
  }

  @AfterEach
  void unhindered() {
    model.before = _ -> {};
    model.midway = _ -> {};
  }

  private static HttpResponse<String> send(
      String method, String path, Object body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(platform.url().resolve(path))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return platform.send(request.build());
  }

  private static HttpResponse<String> create(String name, String yaml) {
    ObjectNode input = Json.object().put("agentRuntimeName", name).put("roleArn", Platform.ROLE);
    input.putObject("agentRuntimeArtifact").putObject("declaredConfiguration").put("file", yaml);
    input.putObject("networkConfiguration").put("networkMode", "PUBLIC");
    return send("PUT", "/runtimes/", input);
  }

  private static String deploy(String yaml) {
    String name = yaml.lines().findFirst().orElseThrow().substring("name: ".length());
    HttpResponse<String> answer = create(name, yaml);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    JsonNode made = Json.parse(answer.body());
    String path = "/runtimes/" + made.path("agentRuntimeId").asString() + "/";
    Platform.await(() -> platform.json(path).path("status").asString().equals("READY"));
    return made.path("agentRuntimeArn").asString();
  }

  private static String invocations(String agent) {
    return "/runtimes/" + URLEncoder.encode(agent, StandardCharsets.UTF_8) + "/invocations";
  }

  private HttpResponse<String> invoke(ObjectNode payload, String... headers) {
    List<String> all = new ArrayList<>(List.of(headers));
    all.addAll(List.of(SESSION, session));
    return send("POST", invocations(arn), payload, all.toArray(String[]::new));
  }

  private JsonNode ask(ObjectNode payload) {
    HttpResponse<String> answer = invoke(payload);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.parse(answer.body());
  }

  private JsonNode ask(String prompt) {
    return ask(Json.object().put("prompt", prompt));
  }

  @Test
  void the_sdk_asks_and_is_answered_in_its_session() {
    var answer =
        data.invokeAgentRuntimeAsBytes(
            r ->
                r.agentRuntimeArn(arn)
                    .runtimeSessionId(session)
                    .payload(SdkBytes.fromUtf8String("{\"prompt\":\"Hello there\"}")));
    assertThat(answer.response().runtimeSessionId()).isEqualTo(session);
    JsonNode said = Json.parse(answer.asByteArray());
    assertThat(said.path("answer").asString()).isEqualTo("Hello there");
    assertThat(said.at("/usage/totalTokens").asInt()).isEqualTo(15);
    ask("And again");
    JsonNode second = model.requests.getLast().path("messages");
    assertThat(second.valueStream().map(m -> StandInModel.text(m.path("content"))))
        .contains("Hello there", "And again");
  }

  @Test
  void the_session_is_listed_as_any_other() {
    ask("Hi");
    JsonNode shown = platform.json("/cadre/v1/sessions/helper/" + session);
    assertThat(shown.path("state").asString()).isEqualTo("IDLE");
    assertThat(shown.path("requests").asInt()).isEqualTo(1);
    assertThat(shown.path("isolation").asString()).contains("no code of its own");
    assertThat(platform.get("/metrics").body())
        .contains("agent_core_requests_total{agent=\"helper\",outcome=\"ok\"}");
  }

  @Test
  void a_tool_is_called_and_told_in_the_stream() {
    HttpResponse<String> answer =
        invoke(
            Json.object().put("prompt", "call: calculator {\"expression\": \"2 * 21\"}"),
            "Accept",
            "text/event-stream");
    assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
    assertThat(answer.body())
        .contains(
            "event: tool_started\n", "event: tool_ended\n", "\"expression\":\"2 * 21\"", "42");
    String last = answer.body().substring(answer.body().lastIndexOf("data: ") + 6);
    assertThat(Json.parse(last).path("answer").asString()).startsWith("Done: ").contains("42");
  }

  @Test
  void a_person_decides_on_a_call_that_waits() {
    JsonNode waits = ask("call: key_value {\"action\": \"put\", \"key\": \"a\", \"value\": \"1\"}");
    assertThat(waits.path("outcome").asString()).isEqualTo("awaits_approval");
    JsonNode listed =
        platform
            .json("/cadre/v1/approvals")
            .path("approvals")
            .valueStream()
            .filter(approval -> approval.path("sessionId").asString().equals(session))
            .findFirst()
            .orElseThrow();
    String call = listed.at("/calls/0/id").asString();
    assertThat(listed.at("/calls/0/tool").asString()).isEqualTo("key_value");
    ObjectNode decisions = Json.object();
    decisions.putArray("decisions").addObject().put("id", call).put("allowed", true);
    HttpResponse<String> decided = send("POST", "/cadre/v1/approvals/helper/" + session, decisions);
    assertThat(Json.parse(decided.body()).path("answer").asString()).startsWith("Done: ");
    assertThat(platform.get("/cadre/v1/approvals").body()).doesNotContain(session);
    HttpResponse<String> twice = send("POST", "/cadre/v1/approvals/helper/" + session, decisions);
    assertThat(twice.statusCode()).as(twice.body()).isEqualTo(409);
  }

  @Test
  void the_caller_runs_its_own_tool() {
    JsonNode waits = ask("call: pick {}");
    assertThat(waits.path("outcome").asString()).isEqualTo("awaits_results");
    ObjectNode results = Json.object();
    results
        .putArray("results")
        .addObject()
        .put("id", waits.at("/pending/0/id").asString())
        .put("content", "red");
    assertThat(ask(results).path("answer").asString()).contains("red");
  }

  @Test
  void ag_ui_is_spoken_to_whoever_speaks_it_and_its_thread_is_the_session() {
    String first = run("th-" + session.substring(8, 16), "Hi");
    assertThat(first).startsWith("data: {\"type\":\"RUN_STARTED\"").contains("RUN_FINISHED");
    String thread = "th-" + session.substring(8, 16);
    run(thread, "More");
    assertThat(model.requests.getLast().path("messages").size()).isGreaterThan(2);
  }

  private static String run(String thread, String text) {
    ObjectNode input = Json.object().put("threadId", thread).put("runId", "r1");
    input.putArray("messages").addObject().put("id", "1").put("role", "user").put("content", text);
    return send("POST", invocations(arn), input, "Accept", "text/event-stream").body();
  }

  @Test
  void a_harness_is_invoked_as_an_event_stream() throws IOException {
    List<Message> events = harness("call: calculator {\"expression\": \"6 * 7\"}");
    assertThat(events.stream().map(DeclaredAgentTest::type))
        .startsWith("messageStart", "contentBlockStart", "contentBlockDelta")
        .endsWith("messageStop", "metadata")
        .containsSubsequence("messageStop", "messageStart", "contentBlockStart");
    assertThat(events.stream().map(e -> new String(e.getPayload(), StandardCharsets.UTF_8)))
        .contains("{\"stopReason\":\"tool_result\"}")
        .anySatisfy(payload -> assertThat(payload).contains("toolResult").contains("42"));
  }

  private List<Message> harness(String text) {
    ObjectNode input = Json.object();
    input
        .putArray("messages")
        .addObject()
        .put("role", "user")
        .putArray("content")
        .addObject()
        .put("text", text);
    String harness = arn.replace(":runtime/", ":harness/");
    HttpRequest request =
        HttpRequest.newBuilder(
                platform
                    .url()
                    .resolve(
                        "/harnesses/invoke?harnessArn="
                            + URLEncoder.encode(harness, StandardCharsets.UTF_8)))
            .header(SESSION, session)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(input)))
            .build();
    HttpResponse<byte[]> answer = platform.send(request, HttpResponse.BodyHandlers.ofByteArray());
    assertThat(answer.statusCode())
        .as(new String(answer.body(), StandardCharsets.UTF_8))
        .isEqualTo(200);
    MessageDecoder decoder = new MessageDecoder();
    decoder.feed(ByteBuffer.wrap(answer.body()));
    return decoder.getDecodedMessages();
  }

  private static String type(Message message) {
    return message.getHeaders().get(":event-type").getString();
  }

  @Test
  void a_client_of_bedrock_agents_gets_the_text_in_chunks() throws Exception {
    StringBuilder text = new StringBuilder();
    try (BedrockAgentRuntimeAsyncClient classic = platform.classic()) {
      classic
          .invokeAgent(
              r ->
                  r.agentId(arn.substring(arn.length() - 10))
                      .agentAliasId("TSTALIASID")
                      .sessionId("s-" + session.substring(8, 16))
                      .inputText("Good morning to you"),
              InvokeAgentResponseHandler.builder()
                  .subscriber(
                      InvokeAgentResponseHandler.Visitor.builder()
                          .onChunk(chunk -> text.append(chunk.bytes().asUtf8String()))
                          .build())
                  .build())
          .get(30, TimeUnit.SECONDS);
    }
    assertThat(text).hasToString("Good morning to you");
  }

  @Test
  void stopping_the_session_cancels_the_turn() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    model.before =
        _ -> {
          asked.countDown();
          awaitQuietly(never);
        };
    CompletableFuture<JsonNode> answer = CompletableFuture.supplyAsync(() -> ask("Think long"));
    assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
    data.stopRuntimeSession(r -> r.agentRuntimeArn(arn).runtimeSessionId(session));
    assertThat(answer.get(30, TimeUnit.SECONDS).path("outcome").asString()).isEqualTo("cancelled");
    never.countDown();
    assertThat(platform.json("/cadre/v1/sessions/helper/" + session).path("endReason").asString())
        .isEqualTo("STOPPED");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void two_turns_of_a_session_do_not_mix() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    model.before =
        _ -> {
          asked.countDown();
          awaitQuietly(go);
        };
    CompletableFuture<JsonNode> first = CompletableFuture.supplyAsync(() -> ask("One"));
    assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
    HttpResponse<String> second = invoke(Json.object().put("prompt", "Two"));
    go.countDown();
    assertThat(second.statusCode()).as(second.body()).isEqualTo(409);
    assertThat(first.get(30, TimeUnit.SECONDS).path("answer").asString()).isEqualTo("One");
  }

  @Test
  void what_the_provider_refuses_is_told_as_the_api_does() {
    assertThatThrownBy(() -> sdk("{\"prompt\":\"refuse 429\"}"))
        .isInstanceOf(ThrottlingException.class);
    assertThatThrownBy(() -> sdk("{\"promt\":\"Hi\"}"))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("send {\"prompt\"");
  }

  private void sdk(String payload) {
    data.invokeAgentRuntimeAsBytes(
        r ->
            r.agentRuntimeArn(arn)
                .runtimeSessionId(session)
                .contentType("application/json")
                .payload(SdkBytes.fromUtf8String(payload)));
  }

  @Test
  void a_file_that_is_wrong_is_told_with_its_lines() {
    HttpResponse<String> answer =
        create("broken", "name: broken\ninstrutions: Help.\ntools: [calculater]\n");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(Json.parse(answer.body()).path("message").asString())
        .contains("agent.yaml:2")
        .contains("did you mean 'instructions'?")
        .contains("agent.yaml:3")
        .contains("calculator");
  }

  @Test
  void what_needs_a_machine_is_refused_in_words() {
    ask("Hi");
    ObjectNode command = Json.object().put("command", "ls");
    HttpResponse<String> answer =
        send(
            "POST",
            "/runtimes/" + URLEncoder.encode(arn, StandardCharsets.UTF_8) + "/commands",
            command,
            SESSION,
            session);
    assertThat(answer.body()).contains("declared");
  }

  @Test
  void an_agent_s_file_has_a_schema() {
    JsonNode schema = platform.json("/cadre/v1/schemas/agent");
    assertThat(schema.path("properties").propertyNames()).contains("instructions", "tools");
  }

  @Test
  void the_example_answers_without_any_provider() {
    String yaml = Platform.file("examples/declared-assistant/agent.yaml");
    String example =
        deploy(
            "name: assistant\n"
                + yaml.replaceAll("(?m)^(name: .*|#.*)\\R", "")
                    .replace("model: default", "model: offline"));
    HttpResponse<String> answer =
        send("POST", invocations(example), Json.object().put("prompt", "Calculate 12 * 8"));
    JsonNode told = Json.parse(answer.body());
    assertThat(told.at("/toolCalls/0/tool").asString()).as(answer.body()).isEqualTo("calculator");
    assertThat(told.path("answer").asString()).contains("96");
  }
}
