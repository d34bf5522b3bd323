package dev.cadre.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.http.Principal;
import dev.cadre.json.Json;
import dev.cadre.toolkit.Toolkit;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** {@code cadre mcp} without its process. */
final class LoneServerTest {
  private static final String STORE =
      "{\"method\":\"store_data\",\"params\":{\"key\":\"k\",\"value\":1}}";

  private final HttpClient http = HttpClient.newHttpClient();
  private final LoneServer server = open();

  private static LoneServer open() {
    Toolkit.Kind kind = Toolkit.find("custom");
    McpOptions options = McpOptions.parse(new String[] {"custom"});
    return LoneServer.open(kind, options.plan(kind, Map.of()));
  }

  @AfterEach
  void close() {
    http.close();
    server.close();
  }

  private HttpResponse<String> post(URI url, String body, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url).POST(HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private int health(URI url) throws Exception {
    return http.send(
            HttpRequest.newBuilder(url.resolve("/health")).build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void programs_of_this_machine_call_it_and_pages_do_not() throws Exception {
    URI url = server.http("127.0.0.1", 0, null);

    assertThat(post(url.resolve("/"), STORE).body()).contains("\\\"stored\\\":true");
    assertThat(post(url, STORE, "Origin", "http://localhost:5173").statusCode()).isEqualTo(200);
    assertThat(post(url, STORE, "Origin", "https://evil.example").statusCode()).isEqualTo(403);
    assertThat(post(url, STORE, "Origin", "null").statusCode()).isEqualTo(403);
    assertThat(health(url)).isEqualTo(200);
  }

  @Test
  void with_a_token_whoever_brings_it_calls_and_probes_need_none() throws Exception {
    URI url = server.http("127.0.0.1", 0, "open-sesame");

    assertThat(post(url, STORE).statusCode()).isEqualTo(401);
    assertThat(post(url, STORE, "Authorization", "Bearer open").statusCode()).isEqualTo(401);
    assertThat(post(url, STORE, "Authorization", "Bearer open-sesame").statusCode()).isEqualTo(200);
    assertThat(health(url)).isEqualTo(200);
  }

  @Test
  void off_loopback_it_does_not_start_without_a_token() {
    assertThatThrownBy(() -> server.http("0.0.0.0", 0, null))
        .hasMessageContaining("CADRE_MCP_TOKEN");
  }

  @Test
  void over_stdio_every_request_is_answered_before_it_ends() throws Exception {
    String in =
        """
        {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{}}}
        {"jsonrpc":"2.0","id":2,"method":"tools/list"}
        {"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"get_data","arguments":{"key":"k"}}}
        """;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    server
        .stdio()
        .serve(
            new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
            out,
            Principal.ANONYMOUS);

    Map<Integer, JsonNode> answers = new HashMap<>();
    out.toString(StandardCharsets.UTF_8)
        .lines()
        .map(Json::parse)
        .forEach(answer -> answers.put(answer.path("id").asInt(), answer.path("result")));
    assertThat(answers).containsOnlyKeys(1, 2, 3);
    assertThat(answers.get(2).path("tools")).hasSize(3);
    assertThat(answers.get(3).path("structuredContent").path("found").asBoolean(true)).isFalse();
  }
}
