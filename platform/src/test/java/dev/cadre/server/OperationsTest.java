package dev.cadre.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockagentcore.BedrockAgentCoreClient;
import tools.jackson.databind.JsonNode;

/** What an operator asks a running platform. */
class OperationsTest {
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

  private void ask(String arn, String order) {
    data.invokeAgentRuntimeAsBytes(
        r ->
            r.agentRuntimeArn(arn)
                .runtimeSessionId(session)
                .runtimeUserId("ann")
                .payload(SdkBytes.fromUtf8String(order)));
  }

  private static List<JsonNode> lines(String text) {
    return text.lines().filter(line -> !line.isEmpty()).map(Json::parse).toList();
  }

  @Test
  void a_session_is_listed_with_who_uses_it_and_what_it_costs() {
    ask(probe, "{\"do\":\"tell\"}");
    JsonNode shown = PLATFORM.json("/cadre/v1/sessions/probe/" + session);
    assertThat(shown.path("user").asString()).isEqualTo("ann");
    assertThat(shown.path("principal").asString()).isEqualTo("anonymous");
    assertThat(shown.path("requests").asInt()).isEqualTo(1);
    assertThat(shown.path("memoryBytes").asLong()).isGreaterThan(1_000_000);
    assertThat(PLATFORM.json("/cadre/v1/sessions?state=LIVE&agent=probe").path("sessions"))
        .anySatisfy(one -> assertThat(one.path("sessionId").asString()).isEqualTo(session));
  }

  @Test
  void a_session_that_crashed_says_how() {
    assertThatThrownBy(() -> ask(probe, "{\"do\":\"crash\",\"code\":7}"));
    Platform.await(() -> PLATFORM.json("/cadre/v1/sessions/probe/" + session).has("endReason"));
    JsonNode ended = PLATFORM.json("/cadre/v1/sessions/probe/" + session);
    assertThat(ended.path("exitCode").asInt()).isEqualTo(7);
  }

  @Test
  void one_session_is_stopped_by_the_operator() {
    ask(probe, "{\"do\":\"tell\"}");
    HttpRequest stop =
        HttpRequest.newBuilder(PLATFORM.url().resolve("/cadre/v1/sessions/probe/" + session))
            .DELETE()
            .build();
    assertThat(PLATFORM.send(stop).statusCode()).isEqualTo(200);
    assertThat(PLATFORM.send(stop).statusCode()).isEqualTo(404);
  }

  @Test
  void what_an_agent_wrote_is_read_by_session_and_word() {
    ask(probe, "{\"do\":\"say\",\"lines\":[\"first words\",\"last words\"]}");
    ask(probe, "{\"do\":\"say\",\"stderr\":true,\"lines\":[\"a warning\"]}");
    String logs = "/cadre/v1/logs?agent=probe&session=" + session;
    Platform.await(() -> lines(PLATFORM.get(logs).body()).size() == 3);
    assertThat(lines(PLATFORM.get(logs).body()))
        .extracting(line -> line.path("line").asString())
        .containsExactlyInAnyOrder("first words", "last words", "a warning");
    List<JsonNode> found = lines(PLATFORM.get(logs + "&grep=warning&since=10m").body());
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().path("traceId").asString()).hasSize(32);
  }

  @Test
  void logs_are_followed_as_they_are_written() throws Exception {
    ask(probe, "{\"do\":\"say\",\"lines\":[\"before\"]}");
    HttpResponse<InputStream> following =
        PLATFORM.send(
            HttpRequest.newBuilder(
                    PLATFORM
                        .url()
                        .resolve("/cadre/v1/logs?agent=probe&follow=true&session=" + session))
                .build(),
            HttpResponse.BodyHandlers.ofInputStream());
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(following.body(), StandardCharsets.UTF_8))) {
      assertThat(next(reader)).isEqualTo("before");
      ask(probe, "{\"do\":\"say\",\"lines\":[\"after\"]}");
      assertThat(next(reader)).isEqualTo("after");
    }
  }

  private static String next(BufferedReader reader) throws Exception {
    String line = reader.readLine();
    while (line != null && line.isEmpty()) {
      line = reader.readLine();
    }
    return Json.parse(line == null ? "{}" : line).path("line").asString();
  }

  @Test
  void metrics_have_the_names_that_dashboards_ask_for() {
    ask(probe, "{\"do\":\"tell\"}");
    String metrics = PLATFORM.get("/metrics").body();
    assertThat(metrics)
        .containsPattern("agent_core_requests_total\\{agent=\"probe\",outcome=\"ok\"} [1-9]")
        .contains("agent_core_active_workflows")
        .contains("agent_core_request_duration")
        .contains("cadre_sessions", "cadre_workers_warm", "cadre_session_start_seconds");
  }

  @Test
  void status_and_doctor_say_what_runs_and_what_does_not() {
    assertThat(PLATFORM.json("/cadre/v1/status").path("auth").asString()).isEqualTo("dev");
    assertThat(PLATFORM.json("/cadre/v1/doctor").path("checks"))
        .extracting(check -> check.path("name").asString())
        .contains("database", "isolation", "Python 3.12", "Node 22", "Java 25", "disk");
    assertThat(PLATFORM.json("/health").at("/parts/database").asString()).isEqualTo("ready");
  }

  @Test
  void an_agent_that_already_runs_elsewhere_is_called_there() throws Exception {
    HttpServer elsewhere =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    elsewhere.createContext(
        "/",
        exchange -> {
          byte[] answer =
              exchange.getRequestURI().getPath().equals("/ping")
                  ? "{\"status\":\"Healthy\"}".getBytes(StandardCharsets.UTF_8)
                  : exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    elsewhere.start();
    try {
      String url = "http://127.0.0.1:" + elsewhere.getAddress().getPort();
      String arn = remote(url);
      String answer =
          data.invokeAgentRuntimeAsBytes(
                  r ->
                      r.agentRuntimeArn(arn)
                          .runtimeSessionId(session)
                          .payload(SdkBytes.fromUtf8String("{\"far\":true}")))
              .asUtf8String();
      assertThat(answer).isEqualTo("{\"far\":true}");
    } finally {
      elsewhere.stop(0);
    }
  }

  /** No SDK knows this artifact. */
  private static String remote(String url) {
    var body = Json.object().put("agentRuntimeName", "far").put("roleArn", Platform.ROLE);
    body.putObject("agentRuntimeArtifact").putObject("remoteConfiguration").put("url", url);
    HttpResponse<String> created =
        PLATFORM.send(
            HttpRequest.newBuilder(PLATFORM.url().resolve("/runtimes/"))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(Json.text(body)))
                .build());
    assertThat(created.statusCode()).as(created.body()).isEqualTo(202);
    JsonNode answer = Json.parse(created.body());
    try (var control = PLATFORM.control(Platform.ANYONE)) {
      Platform.awaitReady(control, answer.path("agentRuntimeId").asString());
    }
    return answer.path("agentRuntimeArn").asString();
  }

  @Test
  void a_second_platform_on_the_same_state_is_told_who_holds_it() {
    Options same =
        Options.parse(new String[] {"--port", "0", "--state", PLATFORM.state().toString()});
    assertThatThrownBy(() -> Server.start(same, Settings.read(null, Map.of()), Map.of()))
        .isInstanceOf(Fault.class)
        .hasMessageContaining(PLATFORM.url().toString());
  }

  @Test
  void off_loopback_nobody_is_served_unproven() {
    Options open = Options.parse(new String[] {"--port", "0", "--host", "0.0.0.0"});
    assertThatThrownBy(() -> Server.start(open, Settings.read(null, Map.of()), Map.of()))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("--auth required");
  }
}
