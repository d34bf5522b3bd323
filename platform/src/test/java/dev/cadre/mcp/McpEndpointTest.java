package dev.cadre.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.json.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the conformance suite does not ask of the endpoint. */
final class McpEndpointTest {
  private static ConformanceServer server;
  private static HttpClient http;

  @BeforeAll
  static void start() throws IOException {
    server = new ConformanceServer(new EverythingServer(), 0);
    http = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    http.close();
    server.close();
  }

  private static HttpResponse<String> post(String body, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.url()).POST(HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode stateless(String name, String extra) throws Exception {
    String body =
        """
        {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"%s","arguments":{},%s
         "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",
                  "io.modelcontextprotocol/clientCapabilities":{"elicitation":{}}}}}"""
            .formatted(name, extra);
    return Json.parse(
        post(
                body,
                "MCP-Protocol-Version",
                "2026-07-28",
                "Mcp-Method",
                "tools/call",
                "Mcp-Name",
                name)
            .body());
  }

  @Test
  void a_method_without_an_envelope_is_answered_without_one() throws Exception {
    JsonNode byName = Json.parse(post("{\"method\":\"test_simple_text\",\"params\":{}}").body());
    JsonNode listed = Json.parse(post("{\"method\":\"tools/list\"}").body());
    JsonNode unknown = Json.parse(post("{\"method\":\"nothing\",\"params\":{}}").body());

    assertThat(byName.path("content").path(0).path("type").asString("")).isEqualTo("text");
    assertThat(listed.path("tools").size()).isGreaterThan(10);
    assertThat(unknown.path("error").path("message").asString("")).contains("'nothing'");
  }

  @Test
  void what_is_no_message_is_refused_by_its_kind() throws Exception {
    assertThat(code("{")).isEqualTo(RpcError.PARSE);
    assertThat(code("[]")).isEqualTo(RpcError.INVALID_REQUEST);
    assertThat(code("{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}"))
        .isEqualTo(RpcError.INVALID_REQUEST);
    assertThat(code("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":[]}"))
        .isEqualTo(RpcError.INVALID_PARAMS);
    assertThat(code("{\"jsonrpc\":\"2.0\",\"id\":1}")).isEqualTo(RpcError.INVALID_REQUEST);
  }

  private static int code(String body) throws Exception {
    HttpResponse<String> response = post(body);
    assertThat(response.statusCode()).isEqualTo(400);
    return Json.parse(response.body()).path("error").path("code").asInt(0);
  }

  @Test
  void the_state_of_one_call_opens_no_other() throws Exception {
    String state =
        stateless("test_input_required_result_elicitation", "")
            .path("result")
            .path("requestState")
            .asString("");
    ObjectNode answer = Json.object().put("action", "decline");
    String again =
        "\"requestState\":\"" + state + "\",\"inputResponses\":{\"confirm\":" + answer + "},";

    JsonNode elsewhere = stateless("test_input_required_result_request_state", again);

    assertThat(state).isNotEmpty();
    assertThat(elsewhere.path("error").path("code").asInt(0)).isEqualTo(RpcError.INVALID_PARAMS);
  }

  @Test
  void a_session_that_was_ended_is_gone() throws Exception {
    HttpResponse<String> begun =
        post(
            """
            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18",
             "capabilities":{},"clientInfo":{"name":"t","version":"1"}}}""");
    String session = begun.headers().firstValue("Mcp-Session-Id").orElseThrow();
    String ping = "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}";

    assertThat(post(ping, "Mcp-Session-Id", session).statusCode()).isEqualTo(200);
    http.send(
        HttpRequest.newBuilder(server.url()).header("Mcp-Session-Id", session).DELETE().build(),
        HttpResponse.BodyHandlers.discarding());
    assertThat(post(ping, "Mcp-Session-Id", session).statusCode()).isEqualTo(404);
    assertThat(post(ping).statusCode()).isEqualTo(400);
  }

  @Test
  void a_cursor_that_no_list_returned_is_refused() throws Exception {
    JsonNode answer =
        Json.parse(post("{\"method\":\"tools/list\",\"params\":{\"cursor\":\"%%\"}}").body());

    assertThat(answer.path("error").path("code").asInt(0)).isEqualTo(RpcError.INVALID_PARAMS);
  }
}
