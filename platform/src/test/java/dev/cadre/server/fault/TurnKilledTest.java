package dev.cadre.server.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cadre.json.Json;
import dev.cadre.server.StandInModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * SIGKILL to the platform while turns of declared agents stand in every phase there is. A hook
 * before each tool call counts how often the tool ran: what had ended is not done again.
 */
final class TurnKilledTest {
  private static final String SESSION = "X-Amzn-Bedrock-AgentCore-Runtime-Session-Id";
  private static final int PATIENCE_SECONDS = 60;

  /** Where a turn stands when the platform dies. */
  private enum Phase {
    MODEL_ASKED,
    MODEL_SPEAKS,
    TOOL_RUNS,
    ONE_TOOL_OF_TWO_ENDED,
    MODEL_ASKED_AGAIN,
    MODEL_SPEAKS_AGAIN,
    PERSON_ASKED;

    /** The first and the second call of this phase's turn, told apart by what they compute. */
    String call(int number) {
      return "1" + ordinal() + number + " + 0";
    }

    String session() {
      return "killed-in-phase-" + ordinal() + "-of-a-declared-agent";
    }

    static Phase of(String text) {
      for (Phase phase : values()) {
        if (text.contains(phase.call(1))) {
          return phase;
        }
      }
      throw new AssertionError("no phase in " + text);
    }
  }

  private final HttpClient http = HttpClient.newHttpClient();
  private final ExecutorService turns = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<Phase, CountDownLatch> reached = new EnumMap<>(Phase.class);
  private final Map<String, Integer> ran = new ConcurrentHashMap<>();
  private final CountDownLatch killed = new CountDownLatch(1);
  private final StandInModel model = new StandInModel();
  private HttpServer hook;
  private Path state;
  private String config;
  private Platform platform;

  @BeforeEach
  void up(@TempDir Path root) throws IOException {
    for (Phase phase : Phase.values()) {
      reached.put(phase, new CountDownLatch(phase == Phase.ONE_TOOL_OF_TWO_ENDED ? 2 : 1));
    }
    model.before =
        request -> {
          hold(request, "user", Phase.MODEL_ASKED);
          hold(request, "tool", Phase.MODEL_ASKED_AGAIN);
        };
    model.midway =
        request -> {
          hold(request, "user", Phase.MODEL_SPEAKS);
          hold(request, "tool", Phase.MODEL_SPEAKS_AGAIN);
        };
    hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    hook.setExecutor(turns);
    hook.createContext("/", this::toolRuns);
    hook.start();
    state = root.resolve("state");
    config = model.config(root.resolve("cadre.yaml")).toString();
    platform = Platform.up(state, "--config", config);
  }

  @AfterEach
  void down() {
    killed.countDown();
    platform.close();
    hook.stop(0);
    model.close();
    turns.shutdownNow();
    http.close();
  }

  /** Stays until the platform is dead, when the request is of this phase. */
  private void hold(JsonNode request, String lastRole, Phase phase) {
    JsonNode messages = request.path("messages");
    String role = messages.path(messages.size() - 1).path("role").asString();
    if (role.equals(lastRole) && Phase.of(Json.text(messages)) == phase) {
      hold(phase);
    }
  }

  private void hold(Phase phase) {
    if (killed.getCount() > 0) {
      reached.get(phase).countDown();
      try {
        killed.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void toolRuns(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode asked = Json.parse(exchange.getRequestBody().readAllBytes());
      String call = asked.at("/arguments/expression").asString("");
      ran.merge(call, 1, Integer::sum);
      if (call.equals(Phase.TOOL_RUNS.call(1))) {
        hold(Phase.TOOL_RUNS);
      } else if (call.equals(Phase.ONE_TOOL_OF_TWO_ENDED.call(2))) {
        hold(Phase.ONE_TOOL_OF_TWO_ENDED);
      }
      exchange.sendResponseHeaders(204, -1);
    }
  }

  @Test
  void no_tool_call_that_ended_is_made_again() throws Exception {
    String free = deploy("free", "calculator");
    String guarded = deploy("guarded", "{builtin: calculator, approval: true}");
    for (Phase phase : Phase.values()) {
      turns.submit(() -> begin(phase == Phase.PERSON_ASKED ? guarded : free, phase));
    }
    for (Phase phase : Phase.values()) {
      assertThat(reached.get(phase).await(PATIENCE_SECONDS, TimeUnit.SECONDS))
          .as(phase.toString())
          .isTrue();
    }
    platform.kill();
    killed.countDown();
    platform = Platform.up(state, "--config", config);

    for (Phase phase : Phase.values()) {
      if (phase == Phase.PERSON_ASKED) {
        assertThat(ran).doesNotContainKey(phase.call(1));
        decide(phase);
      } else {
        assertAnswered(free, phase);
      }
      assertThat(ran.get(phase.call(1)))
          .as("first call of " + phase)
          .isEqualTo(phase == Phase.TOOL_RUNS ? 2 : 1);
      if (two(phase)) {
        assertThat(ran.get(phase.call(2)))
            .as("second call of " + phase)
            .isEqualTo(phase == Phase.ONE_TOOL_OF_TWO_ENDED ? 2 : 1);
      }
    }
  }

  private static boolean two(Phase phase) {
    return phase != Phase.TOOL_RUNS && phase != Phase.PERSON_ASKED;
  }

  private String deploy(String name, String tool) throws IOException, InterruptedException {
    String yaml =
        """
        name: %s
        instructions: Help.
        tools: [%s]
        hooks:
          - {name: count, on: before-tool-call, url: "http://127.0.0.1:%d/", timeout: 60s}
        """
            .formatted(name, tool, hook.getAddress().getPort());
    ObjectNode input = Json.object().put("agentRuntimeName", name);
    input.put("roleArn", "arn:aws:iam::123456789012:role/fault");
    input.putObject("networkConfiguration").put("networkMode", "PUBLIC");
    input.putObject("agentRuntimeArtifact").putObject("declaredConfiguration").put("file", yaml);
    HttpResponse<String> made =
        http.send(
            request("/runtimes/").PUT(BodyPublishers.ofByteArray(Json.bytes(input))).build(),
            BodyHandlers.ofString());
    assertThat(made.statusCode()).as(made.body()).isEqualTo(202);
    JsonNode agent = Json.parse(made.body());
    new Caller(platform.url()).awaitReady(agent.path("agentRuntimeId").asString());
    return agent.path("agentRuntimeArn").asString();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(platform.url().resolve(path))
        .header("Content-Type", "application/json");
  }

  private HttpRequest.Builder invocation(String arn, Phase phase, String prompt) {
    return request("/runtimes/" + URLEncoder.encode(arn, UTF_8) + "/invocations")
        .header(SESSION, phase.session())
        .POST(BodyPublishers.ofByteArray(Json.bytes(Json.object().put("prompt", prompt))));
  }

  /** Begins the turn and listens until the platform dies. */
  private Void begin(String arn, Phase phase) throws Exception {
    String call = "calculator {\"expression\": \"%s\"}";
    String prompt = "call: " + call.formatted(phase.call(1));
    prompt += two(phase) ? "; " + call.formatted(phase.call(2)) : "";
    HttpRequest request =
        invocation(arn, phase, prompt).header("Accept", "text/event-stream").build();
    var events = http.send(request, BodyHandlers.ofInputStream());
    try (var lines = new BufferedReader(new InputStreamReader(events.body(), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        boolean ended = line.equals("event: tool_ended");
        if (ended && phase == Phase.ONE_TOOL_OF_TWO_ENDED) {
          reached.get(phase).countDown();
        }
        if (line.contains("awaits_approval")) {
          reached.get(phase).countDown();
        }
      }
    }
    return null;
  }

  /**
   * The turn that was cut has ended when the session takes another; the model is told of it all.
   */
  private void assertAnswered(String arn, Phase phase) throws Exception {
    Caller.await(
        () ->
            http.send(invocation(arn, phase, "and then?").build(), BodyHandlers.ofString())
                    .statusCode()
                == 200);
    String told = Json.text(model.requests.getLast().path("messages"));
    assertThat(told)
        .as(phase.toString())
        .contains("Done: ")
        .contains(phase.call(1).substring(0, 3));
  }

  private void decide(Phase phase) throws Exception {
    JsonNode waiting =
        Json.parse(
                http.send(request("/cadre/v1/approvals").GET().build(), BodyHandlers.ofString())
                    .body())
            .path("approvals");
    assertThat(waiting).hasSize(1);
    assertThat(waiting.at("/0/sessionId").asString()).isEqualTo(phase.session());
    ObjectNode decisions = Json.object();
    decisions
        .putArray("decisions")
        .addObject()
        .put("id", waiting.at("/0/calls/0/id").asString())
        .put("allowed", true);
    HttpRequest request =
        request("/cadre/v1/approvals/guarded/" + phase.session())
            .POST(BodyPublishers.ofByteArray(Json.bytes(decisions)))
            .build();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    assertThat(answer.body()).contains("Done: ");
  }
}
