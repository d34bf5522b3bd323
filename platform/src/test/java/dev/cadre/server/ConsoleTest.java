package dev.cadre.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The console's page and what it asks for, on a whole platform with the offline model. */
final class ConsoleTest {
  private static final String SESSION = "X-Amzn-Bedrock-AgentCore-Runtime-Session-Id";
  private static final String AGENT =
      "name: %s\ndescription: Calculates.\ninstructions: You calculate.\nmodel: default\n"
          + "tools:\n  - builtin: calculator\n    approval: %s\n";

  private final Platform platform = Platform.open();

  private record Agent(String id, String arn) {}

  private Agent agent(String name, boolean approval) {
    String known =
        platform
            .json("/cadre/v1/agents")
            .path("agents")
            .valueStream()
            .filter(each -> each.path("name").asString().equals(name))
            .map(each -> each.path("id").asString())
            .findFirst()
            .orElseGet(() -> deploy(name, approval));
    String path = "/cadre/v1/agents/" + known;
    Platform.await(() -> platform.json(path).path("status").asString().equals("READY"));
    return new Agent(known, platform.json(path).path("arn").asString());
  }

  private String deploy(String name, boolean approval) {
    ObjectNode input = Json.object().put("agentRuntimeName", name).put("roleArn", Platform.ROLE);
    input
        .putObject("agentRuntimeArtifact")
        .putObject("declaredConfiguration")
        .put("file", AGENT.formatted(name, approval));
    input.putObject("networkConfiguration").put("networkMode", "PUBLIC");
    return Json.parse(send("PUT", "/runtimes/", input).body()).path("agentRuntimeId").asString();
  }

  private HttpResponse<String> send(
      String method, String path, ObjectNode body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(platform.url().resolve(path))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return platform.send(request.build());
  }

  private HttpResponse<String> ask(Agent agent, String session, String prompt) {
    String arn = URLEncoder.encode(agent.arn(), StandardCharsets.UTF_8);
    HttpResponse<String> answer =
        send(
            "POST",
            "/runtimes/" + arn + "/invocations",
            Json.object().put("prompt", prompt),
            SESSION,
            session);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer;
  }

  @Test
  void the_page_is_at_every_view_and_its_files_stay_valid_for_ever() {
    String page = platform.get("/").body();
    assertThat(platform.get("/console/chat/some_agent/some-session/some-turn").body())
        .isEqualTo(page);
    Matcher script = Pattern.compile("src=\"(/assets/[^\"]+)\"").matcher(page);
    assertThat(script.find()).isTrue();
    HttpResponse<String> app = platform.get(script.group(1));
    assertThat(app.statusCode()).isEqualTo(200);
    assertThat(app.headers().firstValue("cache-control").orElse("")).contains("immutable");
    assertThat(app.headers().firstValue("content-type").orElse("")).contains("javascript");
    assertThat(platform.get("/assets/of-another-release/app.js").statusCode()).isEqualTo(404);
  }

  @Test
  void where_callers_must_prove_themselves_the_page_is_open_and_its_data_are_not() {
    Platform guarded = Platform.guarded();
    assertThat(guarded.get("/").statusCode()).isEqualTo(200);
    assertThat(guarded.get("/console/agents").statusCode()).isEqualTo(200);
    for (String path :
        new String[] {
          "/cadre/v1/conversations", "/cadre/v1/traces", "/cadre/v1/live", "/console/../cadre/v1/x"
        }) {
      assertThat(guarded.get(path).body()).as(path).doesNotContain("\"conversations\"");
    }
    // As AWS refuses whoever brings no proof; the page asks for a token when it sees this.
    HttpResponse<String> refused = guarded.get("/cadre/v1/live");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.headers().firstValue("x-amzn-errortype").orElse(""))
        .isEqualTo("MissingAuthenticationTokenException");
    assertThat(
            guarded
                .get("/cadre/v1/conversations", "authorization", "Bearer " + guarded.admin())
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void a_page_of_another_site_is_refused() {
    HttpResponse<String> refused =
        platform.get("/cadre/v1/conversations", "Origin", "https://elsewhere.example");
    assertThat(refused.statusCode()).isEqualTo(403);
  }

  @Test
  void a_conversation_is_found_again_with_its_turns_and_what_happened_in_them() {
    Agent agent = agent("console_reads", false);
    String session = Platform.session();
    ask(agent, session, "What is 6 * 7?");
    ask(agent, session, "What is 2 * 21?");

    JsonNode listed =
        platform.json("/cadre/v1/conversations?agent=" + agent.id()).path("conversations").get(0);
    assertThat(listed.path("session").asString()).isEqualTo(session);
    assertThat(listed.path("title").asString()).isEqualTo("What is 6 * 7?");
    assertThat(listed.path("turns").asInt()).isEqualTo(2);
    assertThat(listed.path("state").asString()).isEqualTo("ENDED");

    JsonNode turns = platform.json("/cadre/v1/conversations/" + agent.id() + "/" + session);
    assertThat(turns.path("more").asBoolean()).isFalse();
    JsonNode newest = turns.path("turns").get(0);
    assertThat(newest.path("input").path("text").asString()).isEqualTo("What is 2 * 21?");

    JsonNode told = platform.json("/cadre/v1/turns/" + newest.path("id").asString() + "/events");
    assertThat(told.path("events").valueStream().map(e -> e.path("type").asString()))
        .startsWith("started")
        .contains("tool_started", "tool_ended")
        .endsWith("ended");
    assertThat(told.path("turn").path("state").asString()).isEqualTo("ENDED");
  }

  @Test
  void conversations_are_paged_without_one_lost_or_twice() {
    Agent agent = agent("console_pages", false);
    for (int i = 0; i < 5; i++) {
      ask(agent, Platform.session(), "What is 1 + " + i + "?");
    }
    String path = "/cadre/v1/conversations?maxResults=2&agent=" + agent.id();
    Set<String> seen = new HashSet<>();
    JsonNode page = platform.json(path);
    while (true) {
      page.path("conversations")
          .forEach(c -> assertThat(seen.add(c.path("session").asString())).isTrue());
      if (!page.has("nextToken")) {
        break;
      }
      page = platform.json(path + "&nextToken=" + page.path("nextToken").asString());
    }
    assertThat(seen).hasSize(5);
    assertThat(platform.get(path + "&nextToken=AAAA").statusCode()).isEqualTo(400);
    assertThat(platform.get("/cadre/v1/conversations?maxResults=0").statusCode()).isEqualTo(400);
  }

  @Test
  void a_trace_shows_its_spans_and_the_turns_it_ran() {
    Agent agent = agent("console_traces", false);
    String trace = "0af7651916cd43dd8448eb211c80319c";
    String arn = URLEncoder.encode(agent.arn(), StandardCharsets.UTF_8);
    send(
        "POST",
        "/runtimes/" + arn + "/invocations",
        Json.object().put("prompt", "What is 6 * 7?"),
        SESSION,
        Platform.session(),
        "traceparent",
        "00-" + trace + "-b7ad6b7169203331-01");

    JsonNode shown = platform.json("/cadre/v1/traces/" + trace);
    assertThat(shown.path("spans").valueStream().map(s -> s.path("name").asString()))
        .anyMatch(name -> name.startsWith("POST /runtimes"))
        .contains("invoke_agent console_traces", "execute_tool calculator")
        .anyMatch(name -> name.startsWith("chat "));
    JsonNode turn = platform.json("/cadre/v1/turns?trace=" + trace).path("turns").get(0);
    assertThat(shown.path("spans").valueStream().map(s -> s.path("id").asString()))
        .contains(turn.path("spanId").asString());
    assertThat(platform.json("/cadre/v1/traces?agent=" + agent.id()).path("traces").valueStream())
        .anyMatch(each -> each.path("traceId").asString().equals(trace));
    assertThat(platform.get("/cadre/v1/traces/" + "1".repeat(32)).statusCode()).isEqualTo(404);
    assertThat(platform.get("/cadre/v1/traces/no-trace").statusCode()).isEqualTo(400);
  }

  @Test
  void who_watches_hears_of_a_turn() throws IOException, InterruptedException {
    Agent agent = agent("console_live", false);
    HttpRequest watch = HttpRequest.newBuilder(platform.url().resolve("/cadre/v1/live")).build();
    HttpResponse<InputStream> live =
        platform.send(watch, HttpResponse.BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(live.body(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).isEqualTo(":");
      AtomicBoolean heard = new AtomicBoolean();
      Thread talking =
          Thread.ofVirtual()
              .start(
                  () -> {
                    while (!heard.get()) {
                      ask(agent, Platform.session(), "What is 6 * 7?");
                    }
                  });
      String line = lines.readLine();
      while (!line.startsWith("data: ")) {
        line = lines.readLine();
      }
      assertThat(line).contains("\"turns\"");
      heard.set(true);
      talking.join();
    }
  }

  @Test
  void a_tool_of_the_platform_is_called_without_an_envelope() {
    ObjectNode call = Json.object().put("method", "tools/call");
    call.putObject("params")
        .put("name", "calculator")
        .putObject("arguments")
        .put("expression", "2^10");
    JsonNode answer = Json.parse(send("POST", "/cadre/v1/tools/mcp", call).body());
    assertThat(answer.path("structuredContent").path("result").asInt()).isEqualTo(1024);
  }

  @Test
  void a_turn_that_waits_can_be_read_and_one_that_is_over_is_not_cancelled() {
    Agent agent = agent("console_waits", true);
    String session = Platform.session();
    JsonNode ended = Json.parse(ask(agent, session, "What is 6 * 7?").body());
    assertThat(ended.path("outcome").asString()).isEqualTo("awaits_approval");
    String turn = ended.path("turnId").asString();
    assertThat(platform.json("/cadre/v1/turns/" + turn).path("state").asString())
        .isEqualTo("WAITING");
    HttpResponse<String> cancelled =
        send("POST", "/cadre/v1/turns/" + turn + "/cancel", Json.object());
    assertThat(Json.parse(cancelled.body()).path("cancelled").asBoolean()).isFalse();
    assertThat(platform.get("/cadre/v1/turns/no-turn").statusCode()).isEqualTo(404);
  }
}
