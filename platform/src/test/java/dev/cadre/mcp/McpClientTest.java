package dev.cadre.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cadre.credential.Outbound;
import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import dev.cadre.model.Caller;
import dev.cadre.model.Content;
import dev.cadre.tool.Tool;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** The client against our own endpoint, and against servers that are old, forgetful or broken. */
final class McpClientTest {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<String> methods = new ArrayList<>();
  private HttpServer other;

  @BeforeEach
  void start() throws IOException {
    other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.start();
  }

  @AfterEach
  void stop() {
    other.stop(0);
    http.close();
  }

  private McpClient otherClient() {
    URI url = URI.create("http://127.0.0.1:" + other.getAddress().getPort() + "/mcp");
    return new McpClient(http, url, Outbound.NONE);
  }

  private static void answer(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** A server of the era of sessions, which forgets the first session after one request. */
  private void serveOldAndForgetful() {
    other.createContext(
        "/mcp",
        exchange -> {
          ObjectNode message = (ObjectNode) Json.parse(exchange.getRequestBody().readAllBytes());
          String method = message.path("method").asString("");
          String session = exchange.getRequestHeaders().getFirst("Mcp-Session-Id");
          methods.add(method);
          if (method.equals("initialize")) {
            String id = "s" + methods.stream().filter("initialize"::equals).count();
            exchange.getResponseHeaders().set("Mcp-Session-Id", id);
            ObjectNode result =
                Json.object().put("protocolVersion", "2025-06-18").put("anything", true);
            answer(exchange, 200, "application/json", reply(message, result));
          } else if (session == null) {
            answer(exchange, 400, "text/plain", "Bad Request: No valid session ID provided");
          } else if (method.startsWith("notifications/")) {
            answer(exchange, 202, "application/json", "");
          } else if (session.equals("s1") && methods.contains("tools/list") && seenTwice()) {
            answer(exchange, 404, "application/json", "");
          } else {
            ObjectNode result = Json.object();
            result
                .putArray("tools")
                .addObject()
                .put("name", "old")
                .putObject("inputSchema")
                .put("type", "object");
            String events =
                "event: message\n"
                    + "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\"}\n\n"
                    + ": a comment\n\n"
                    + "data: "
                    + reply(message, result)
                    + "\n\n";
            answer(exchange, 200, "text/event-stream", events);
          }
        });
  }

  private boolean seenTwice() {
    return methods.stream().filter("tools/list"::equals).count() > 1;
  }

  private static String reply(ObjectNode request, ObjectNode result) {
    ObjectNode message = Json.object().put("jsonrpc", "2.0");
    message.set("id", request.get("id"));
    message.set("result", result);
    return Json.text(message);
  }

  @Test
  void a_server_of_the_era_of_sessions_is_found_out_and_spoken_to_as_such() throws Exception {
    serveOldAndForgetful();

    assertThat(otherClient().tools())
        .extracting(t -> t.path("name").asString(""))
        .containsExactly("old");
    assertThat(methods)
        .containsExactly(
            "server/discover", "initialize", "notifications/initialized", "tools/list");
  }

  @Test
  void a_forgotten_session_is_begun_anew() throws Exception {
    serveOldAndForgetful();
    McpClient client = otherClient();
    client.tools();

    assertThat(client.tools()).hasSize(1);
    assertThat(methods).filteredOn("initialize"::equals).hasSize(2);
  }

  @Test
  void a_stateless_server_gets_its_headers_and_answers() throws Exception {
    try (ConformanceServer server = new ConformanceServer(new EverythingServer(), 0)) {
      McpClient client = new McpClient(http, server.url(), Outbound.NONE);
      List<Tool> tools = new McpTools(client, Clock.systemUTC()).tools();

      assertThat(call(tools, "test_header", Json.object().put("region", "grün")))
          .isEqualTo(ToolOutcome.Answered.text("region grün"));
      assertThat(call(tools, "test_error_handling", Json.object()))
          .isInstanceOf(ToolOutcome.Failed.class);
      assertThat(call(tools, "test_tool_with_progress", Json.object()))
          .isEqualTo(ToolOutcome.Answered.text("done"));
      assertThat(call(tools, "test_image_content", Json.object()))
          .isInstanceOfSatisfying(
              ToolOutcome.Answered.class,
              answered ->
                  assertThat(answered.content()).singleElement().isInstanceOf(Content.Image.class));
      assertThat(call(tools, "test_elicitation", Json.object().put("message", "?")))
          .isInstanceOfSatisfying(
              ToolOutcome.Failed.class,
              failed -> assertThat(failed.message()).contains("elicitation"));
    }
  }

  private static ToolOutcome call(List<Tool> tools, String name, ObjectNode arguments)
      throws InterruptedException {
    Tool tool = tools.stream().filter(t -> t.spec().name().equals(name)).findFirst().orElseThrow();
    return tool.call(
        new ToolInvocation(
            arguments,
            new Caller("test", null, null, Context.root()),
            "key",
            Clock.systemUTC().instant().plus(Duration.ofSeconds(20))));
  }

  @Test
  void garbage_is_said_to_be_garbage() {
    other.createContext("/mcp", exchange -> answer(exchange, 200, "text/html", "<html>"));

    assertThatThrownBy(() -> otherClient().tools())
        .isInstanceOf(Fault.Unavailable.class)
        .hasMessageContaining("HTTP 200");
  }

  @Test
  void an_endless_list_is_given_up() {
    other.createContext(
        "/mcp",
        exchange -> {
          ObjectNode message = (ObjectNode) Json.parse(exchange.getRequestBody().readAllBytes());
          ObjectNode result = Json.object().put("nextCursor", "again");
          result.putArray("supportedVersions").add("2026-07-28");
          result.putArray("tools");
          answer(exchange, 200, "application/json", reply(message, result));
        });

    assertThatThrownBy(() -> otherClient().tools())
        .isInstanceOf(Fault.Unavailable.class)
        .hasMessageContaining("pages");
  }

  @Test
  void a_server_that_is_down_is_said_to_be_unreachable() {
    McpClient client = otherClient();
    other.stop(0);

    assertThatThrownBy(client::tools)
        .isInstanceOf(Fault.Unavailable.class)
        .hasMessageContaining("cannot be reached");
  }

  @Test
  void an_answer_whose_stream_was_cut_is_read_on_after_the_last_event() throws Exception {
    other.createContext("/mcp", this::cutTheFirstStream);

    ObjectNode result =
        otherClient()
            .callTool(
                Json.object().put("name", "slow"),
                Json.object(),
                Duration.ofSeconds(10),
                Context.root());

    assertThat(result.path("content").path(0).path("text").asString()).isEqualTo("late");
    assertThat(methods).containsExactly("after e-1");
  }

  private void cutTheFirstStream(HttpExchange exchange) throws IOException {
    String events = "text/event-stream";
    if (exchange.getRequestMethod().equals("GET")) {
      methods.add("after " + exchange.getRequestHeaders().getFirst("Last-Event-ID"));
      String result = "{\"content\":[{\"type\":\"text\",\"text\":\"late\"}]}";
      String message = "{\"jsonrpc\":\"2.0\",\"id\":%d,\"result\":%s}".formatted(3, result);
      answer(exchange, 200, events, "id: e-2\ndata: " + message + "\n\n");
      return;
    }
    ObjectNode message = (ObjectNode) Json.parse(exchange.getRequestBody().readAllBytes());
    switch (message.path("method").asString("")) {
      case "initialize" ->
          answer(
              exchange,
              200,
              "application/json",
              "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"protocolVersion\":\"2025-11-25\"}}");
      case "tools/call" -> {
        assertThat(message.path("id").asInt()).isEqualTo(3);
        answer(exchange, 200, events, "id: e-1\nretry: 5\ndata:\n\n");
      }
      case "notifications/initialized" -> answer(exchange, 202, "text/plain", "");
      default -> answer(exchange, 400, "text/plain", "what?");
    }
  }
}
