package dev.cadre.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.credential.OauthStandIn;
import dev.cadre.json.Json;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** MCP servers that want a token, as a registry, a gateway and an operator meet them. */
class OauthServersTest {
  private static final OauthStandIn PARCELS = new OauthStandIn();
  private static final OauthStandIn LETTERS = new OauthStandIn();

  /** Goes where it is sent by hand: whoever follows by itself is not seen. */
  private static final HttpClient BROWSER = HttpClient.newHttpClient();

  private static Platform platform;

  @BeforeAll
  static void up(@TempDir Path folder) throws Exception {
    Path config = folder.resolve("cadre.yaml");
    Files.writeString(
        config,
        """
        registry:
          parcels: {url: "%s"}
          letters:
            url: "%s"
            authorization: {client: cadre, secret: "of cadre", grant: client-credentials}
        """
            .formatted(PARCELS.mcp(), LETTERS.mcp()));
    platform = new Platform("--config", config.toString());
  }

  @AfterAll
  static void down() {
    platform.close();
    BROWSER.close();
    PARCELS.close();
    LETTERS.close();
  }

  private static JsonNode server(String name) {
    for (JsonNode one : platform.json("/cadre/v1/servers").path("servers")) {
      if (one.path("name").asString().equals(name)) {
        return one;
      }
    }
    throw new AssertionError("there is no " + name);
  }

  private static JsonNode send(String method, String path, Object body) {
    HttpResponse<String> answer =
        platform.send(
            HttpRequest.newBuilder(platform.url().resolve(path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)))
                .build());
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 202);
    return Json.parse(answer.body());
  }

  private static HttpResponse<String> opened(URI page) throws Exception {
    return BROWSER.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static URI sentOn(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
    return URI.create(answer.headers().firstValue("Location").orElseThrow());
  }

  @Test
  void an_operator_opens_one_page_and_the_server_is_used() throws Exception {
    String trouble = server("parcels").path("trouble").asString();
    String begin = trouble.substring(trouble.indexOf("opens ") + 6, trouble.indexOf(", or runs"));
    assertThat(trouble).contains("waits for consent").contains("cadre credentials authorize");

    HttpResponse<String> told = opened(sentOn(opened(sentOn(opened(URI.create(begin))))));

    assertThat(told.statusCode()).as(told.body()).isEqualTo(200);
    assertThat(told.body()).contains("Cadre may now use the MCP server at " + PARCELS.mcp());
    JsonNode kept = platform.json("/cadre/v1/authorizations").path("authorizations");
    assertThat(kept.path(0).path("server").asString()).isEqualTo(PARCELS.mcp().toString());
    assertThat(Json.text(kept)).doesNotContain("token-").doesNotContain("refresh-");

    ObjectNode gateway =
        Json.object()
            .put("name", "post")
            .put("roleArn", Platform.ROLE)
            .put("authorizerType", "NONE");
    gateway.put("protocolType", "MCP");
    String id = send("POST", "/gateways/", gateway).path("gatewayId").asString();
    ObjectNode target = Json.object().put("name", "parcels");
    target
        .putObject("targetConfiguration")
        .putObject("mcp")
        .putObject("mcpServer")
        .put("endpoint", PARCELS.mcp().toString());
    send("POST", "/gateways/" + id + "/targets/", target);
    Platform.await(() -> called(id).contains("on its way"));
  }

  private static String called(String gateway) {
    ObjectNode message = Json.object().put("method", "tools/call");
    message.putObject("params").put("name", "parcels___track").putObject("arguments");
    return Json.text(send("POST", "/gateways/" + gateway + "/mcp", message));
  }

  @Test
  void a_clients_own_account_needs_nobody() {
    assertThat(server("letters").path("trouble").asString("")).isEmpty();
    assertThat(LETTERS.requests).contains("POST /token").doesNotContain("GET /authorize");
  }

  @Test
  void what_is_no_state_of_ours_is_refused_and_a_consent_that_is_not_there_not_found() {
    HttpResponse<String> forged =
        platform.send(
            HttpRequest.newBuilder(
                    platform.url().resolve("/identities/oauth2/callback?code=c&state=forged"))
                .build());
    assertThat(forged.statusCode()).isEqualTo(400);
    String path =
        "/cadre/v1/authorizations?server="
            + URLEncoder.encode("https://other.example/mcp", StandardCharsets.UTF_8);
    assertThat(
            platform
                .send(HttpRequest.newBuilder(platform.url().resolve(path)).DELETE().build())
                .statusCode())
        .isEqualTo(404);
  }
}
