package dev.cadre.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.http.Principal;
import dev.cadre.json.Json;
import dev.cadre.mcp.ConformanceServer;
import dev.cadre.mcp.EverythingServer;
import dev.cadre.mcp.McpCall;
import dev.cadre.mcp.McpChanges;
import dev.cadre.mcp.McpServer;
import dev.cadre.model.Caller;
import dev.cadre.tool.Tool;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What passes through a gateway beside the results of tools, and how tools are found. */
final class FederationTest {
  private final LetterEmbedder embedder = new LetterEmbedder();
  private final Gateways gateways = new Gateways(embedder, Gateways.SHORT);
  private ConformanceServer reference;
  private String gateway;

  @BeforeEach
  void begin() throws IOException {
    reference = new ConformanceServer(new EverythingServer(), 0);
    gateway = gateways.gateway("SEMANTIC");
    gateways.target(gateway, "ref", Gateways.server(reference.url()));
  }

  @AfterEach
  void end() {
    reference.close();
    gateways.close();
  }

  /** Notes what it is told, and answers every question alike. */
  private static final class Listener implements McpCall {
    private final List<Double> progress = new ArrayList<>();
    private final List<String> logged = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();

    @Override
    public Principal principal() {
      return Principal.ANONYMOUS;
    }

    @Override
    public Context trace() {
      return Context.root();
    }

    @Override
    public void progress(double done, @Nullable Double total, @Nullable String message) {
      progress.add(done);
    }

    @Override
    public void log(LogLevel level, String logger, JsonNode data) {
      logged.add(data.asString());
    }

    @Override
    public Map<String, ObjectNode> ask(Map<String, Question> questions) {
      Map<String, ObjectNode> answers = new LinkedHashMap<>();
      questions.forEach(
          (name, question) -> {
            asked.add(question.method());
            ObjectNode answer = Json.object().put("action", "accept");
            answer.putObject("content").put("username", "anna").put("email", "a@b.c");
            answers.put(name, answer);
          });
      return answers;
    }
  }

  @Test
  void progress_logs_and_questions_of_a_target_reach_the_caller() throws Exception {
    McpServer server = gateways.server(gateway);
    Listener listener = new Listener();

    server.callTool("ref___test_tool_with_progress", Json.object(), listener);
    server.callTool("ref___test_tool_with_logging", Json.object(), listener);
    server.callTool("ref___test_elicitation", Json.object().put("message", "Who?"), listener);

    assertThat(listener.progress).containsExactly(0.0, 50.0, 100.0);
    assertThat(listener.logged).contains("Tool execution started");
    assertThat(listener.asked).containsExactly("elicitation/create");
  }

  @Test
  void resources_and_prompts_are_those_of_their_target() throws Exception {
    McpServer server = gateways.server(gateway);

    ObjectNode read = server.readResource("test://static-text", Gateways.SOMEONE);
    ObjectNode templated = server.readResource("test://template/7/data", Gateways.SOMEONE);
    ObjectNode prompt = server.prompt("ref___test_simple_prompt", Json.object(), Gateways.SOMEONE);

    assertThat(read.path("contents").path(0).path("uri").asString())
        .isEqualTo("test://static-text");
    assertThat(templated.toString()).contains("7");
    assertThat(prompt.path("messages").isEmpty()).isFalse();
    assertThatThrownBy(() -> server.readResource("other://x", Gateways.SOMEONE))
        .isInstanceOf(McpServer.Unknown.class);
    assertThatThrownBy(() -> server.prompt("nobody___p", Json.object(), Gateways.SOMEONE))
        .isInstanceOf(McpServer.Unknown.class);
  }

  @Test
  void who_subscribes_to_a_resource_hears_of_it_until_its_target_is_gone() throws Exception {
    McpServer server = gateways.server(gateway);
    Semaphore heard = new Semaphore(0);

    assertThat(server.features()).contains(McpServer.Feature.SUBSCRIPTIONS);
    try (McpServer.Watch watch = server.watch("test://watched-resource", heard::release)) {
      reference.changes.announce(new McpChanges.Change.Resource("test://watched-resource"));
      assertThat(heard.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
      assertThat(watch.stale()).isFalse();

      ObjectNode of = Json.object().put("gatewayIdentifier", gateway);
      String id =
          gateways.feature.targets().list(of).path("items").path(0).path("targetId").asString();
      gateways.feature.targets().delete(of.put("targetId", id));
      assertThat(watch.stale()).isTrue();
    }
    assertThatThrownBy(() -> server.watch("other://x", heard::release))
        .isInstanceOf(McpServer.Unknown.class);
  }

  @Test
  void what_a_target_says_of_its_tools_stays_as_it_said_it() throws Exception {
    ObjectNode tool = StandInTarget.tool("delete");
    tool.put("title", "Delete").putObject("annotations").put("destructiveHint", true);
    tool.putObject("_meta").put("vendor/x", 1);
    tool.putArray("icons").addObject().put("src", "https://example.com/i.png");
    try (StandInTarget target = new StandInTarget()) {
      target.offers(Json.array().add(tool));
      gateways.target(gateway, "t", Gateways.server(target.url()));

      ObjectNode listed =
          gateways.server(gateway).tool("t___delete", Gateways.SOMEONE).orElseThrow();

      assertThat(listed).isEqualTo(tool.deepCopy().put("name", "t___delete"));
    }
  }

  @Test
  void the_search_finds_by_words_and_its_list_is_up_to_date() throws Exception {
    try (StandInTarget many = new StandInTarget()) {
      many.offersMany(1_500);
      gateways.target(gateway, "many", Gateways.server(many.url()));

      assertThat(found("tool1499").getFirst()).isEqualTo("many___tool1499");
      assertThat(found("tool1499")).hasSize(10);
      assertThatThrownBy(() -> found(" ")).hasMessageContaining("arguments.query");
    }
  }

  private List<String> found(String query) throws InterruptedException {
    ObjectNode result =
        gateways
            .server(gateway)
            .callTool(SearchTool.NAME, Json.object().put("query", query), Gateways.SOMEONE);
    return result
        .path("structuredContent")
        .path("tools")
        .valueStream()
        .map(tool -> tool.path("name").asString())
        .toList();
  }

  @Test
  void a_synchronization_embeds_only_what_is_new() throws Exception {
    try (StandInTarget target = new StandInTarget("one", "two")) {
      ObjectNode made = gateways.target(gateway, "t", Gateways.server(target.url()));
      int before = embedder.embedded.get();
      target.offers("one", "two", "three");
      ObjectNode input = Json.object().put("gatewayIdentifier", gateway);
      input.putArray("targetIdList").add(made.path("targetId"));

      gateways.feature.targets().synchronize(input);
      gateways.settled(gateway, made.path("targetId").asString());

      assertThat(embedder.embedded.get()).isEqualTo(before + 1);
    }
  }

  @Test
  void the_platforms_own_servers_are_targets_by_name() throws Exception {
    gateways.builtIn("everything", new EverythingServer());
    ObjectNode configuration = Json.object();
    configuration.putObject("mcp").putObject("mcpServer").put("endpoint", "cadre://everything");

    ObjectNode target = gateways.target(gateway, "own", configuration);

    assertThat(target.path("status").asString()).isEqualTo("READY");
    ObjectNode result =
        gateways
            .server(gateway)
            .callTool("own___test_simple_text", Json.object(), Gateways.SOMEONE);
    assertThat(Gateways.text(result)).contains("simple text");
    ((ObjectNode) configuration.path("mcp").path("mcpServer")).put("endpoint", "cadre://nothing");
    assertThatThrownBy(() -> gateways.create(gateway, "none", configuration))
        .hasMessageContaining("'nothing'");
  }

  @Test
  void agents_in_this_process_have_the_tools_without_a_connection() throws Exception {
    List<Tool> tools = gateways.feature.tools("arn:aws:x:y:z:gateway/" + gateway);
    Tool simple =
        tools.stream()
            .filter(tool -> tool.spec().name().equals("ref___test_simple_text"))
            .findFirst()
            .orElseThrow();

    ToolOutcome outcome =
        simple.call(
            new ToolInvocation(
                Json.object(), new Caller("anna", null, null, Context.root()), "key", Instant.MAX));

    assertThat(outcome)
        .isEqualTo(ToolOutcome.Answered.text("This is a simple text response for testing."));
    assertThat(tools.getFirst().spec().name()).isEqualTo(SearchTool.NAME);
  }

  @Test
  void a_template_owns_the_uris_that_may_come_of_it() {
    assertThat(UriTemplates.matches("db://{table}/rows/{id}", "db://orders/rows/7")).isTrue();
    assertThat(UriTemplates.matches("db://{table}/rows/{id}", "db://orders/cells/7")).isFalse();
    assertThat(UriTemplates.matches("db://{table}.json", "db://a.json.json")).isTrue();
    assertThat(UriTemplates.matches("db://all", "db://all")).isTrue();
    assertThat(UriTemplates.matches("db://all", "db://alle")).isFalse();
    assertThat(UriTemplates.matches("db://{broken", "db://x")).isFalse();
  }

  @Test
  void words_are_compared_in_one_form() {
    assertThat(Terms.of("getWeatherForecasts for HTTPServer_42"))
        .isEqualTo(Terms.of("weather forecast http server 42"));
    assertThat(Terms.of("Please give me the translated documents"))
        .isEqualTo(Terms.of("translate document"));
  }
}
