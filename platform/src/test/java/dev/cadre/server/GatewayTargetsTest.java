package dev.cadre.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cadre.credential.Outbound;
import dev.cadre.json.Json;
import dev.cadre.mcp.McpClient;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.bedrockagentcorecontrol.BedrockAgentCoreControlClient;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.ApiKeyCredentialLocation;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.AuthorizerType;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.CreateGatewayResponse;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.CreateGatewayTargetRequest;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.CredentialProviderType;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.GetGatewayTargetResponse;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.TargetConfiguration;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.TargetStatus;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.ValidationException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is behind a gateway that other features make: APIs with their keys, the own servers. */
// The SDK takes varargs of generic builders without @SafeVarargs.
@SuppressWarnings("unchecked")
final class GatewayTargetsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String KEY = "key-of-the-shop";
  private static final List<String> SEEN = new CopyOnWriteArrayList<>();

  private static HttpServer shop;
  private static Platform platform;
  private static BedrockAgentCoreControlClient control;

  @BeforeAll
  static void open(@TempDir Path folder) throws IOException {
    shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    shop.createContext("/items/", GatewayTargetsTest::item);
    shop.start();
    Path config = Files.writeString(folder.resolve("cadre.yaml"), "servers: {custom: {}}");
    platform = new Platform("--config", config.toString());
    control = platform.control(Platform.ANYONE);
  }

  @AfterAll
  static void close() {
    control.close();
    platform.close();
    shop.stop(0);
  }

  private static void item(HttpExchange exchange) throws IOException {
    SEEN.add(exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("X-Key"));
    byte[] body = "{\"id\": 7, \"name\": \"watch\"}".getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static String document() {
    return """
    {"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"},
     "servers": [{"url": "http://localhost:%d"}],
     "paths": {"/items/{id}": {"get": {"operationId": "getItem", "summary": "An item by its id",
       "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "integer"}}],
       "responses": {"200": {"description": "The item"}}}}}}
    """
        .formatted(shop.getAddress().getPort());
  }

  private static CreateGatewayResponse gateway(String name) {
    return control.createGateway(
        r -> r.name(name).roleArn(Platform.ROLE).authorizerType(AuthorizerType.NONE));
  }

  private static GetGatewayTargetResponse target(CreateGatewayTargetRequest request) {
    String id = control.createGatewayTarget(request).targetId();
    Platform.await(() -> !get(request, id).statusAsString().matches("CREATING|SYNCHRONIZING"));
    return get(request, id);
  }

  private static GetGatewayTargetResponse get(CreateGatewayTargetRequest request, String id) {
    return control.getGatewayTarget(
        r -> r.gatewayIdentifier(request.gatewayIdentifier()).targetId(id));
  }

  private static JsonNode call(CreateGatewayResponse gateway, String tool, ObjectNode arguments)
      throws InterruptedException {
    McpClient client =
        new McpClient(platform.http(), URI.create(gateway.gatewayUrl()), Outbound.NONE);
    ObjectNode descriptor =
        client.tools().stream()
            .filter(one -> one.path("name").asString("").equals(tool))
            .findFirst()
            .orElseThrow();
    return client.callTool(descriptor, arguments, PATIENCE, Context.root());
  }

  @Test
  void an_api_is_called_with_the_key_that_its_provider_keeps() throws InterruptedException {
    String provider =
        control
            .createApiKeyCredentialProvider(r -> r.name("shop").apiKey(KEY))
            .credentialProviderArn();
    CreateGatewayResponse gateway = gateway("with-an-api");
    GetGatewayTargetResponse made =
        target(
            CreateGatewayTargetRequest.builder()
                .gatewayIdentifier(gateway.gatewayId())
                .name("shop")
                .targetConfiguration(
                    TargetConfiguration.fromMcp(
                        mcp -> mcp.openApiSchema(schema -> schema.inlinePayload(document()))))
                .credentialProviderConfigurations(
                    c ->
                        c.credentialProviderType(CredentialProviderType.API_KEY)
                            .credentialProvider(
                                p ->
                                    p.apiKeyCredentialProvider(
                                        k ->
                                            k.providerArn(provider)
                                                .credentialLocation(ApiKeyCredentialLocation.HEADER)
                                                .credentialParameterName("X-Key"))))
                .build());
    assertThat(made.status()).as("%s", made.statusReasons()).isEqualTo(TargetStatus.READY);

    JsonNode result = call(gateway, "shop___getItem", Json.object().put("id", 7));
    assertThat(result.path("isError").asBoolean(false)).as("%s", result).isFalse();
    assertThat(result.path("structuredContent").path("name").asString("")).isEqualTo("watch");
    assertThat(SEEN).containsExactly("/items/7 " + KEY);
    assertThat(result.toString()).doesNotContain(KEY);
  }

  @Test
  void a_server_of_the_platforms_own_is_a_target_by_its_name() throws InterruptedException {
    CreateGatewayResponse gateway = gateway("with-its-own");
    GetGatewayTargetResponse made =
        target(
            CreateGatewayTargetRequest.builder()
                .gatewayIdentifier(gateway.gatewayId())
                .name("notes")
                .targetConfiguration(
                    TargetConfiguration.fromMcp(
                        mcp -> mcp.mcpServer(server -> server.endpoint("cadre://custom"))))
                .build());
    assertThat(made.status()).as("%s", made.statusReasons()).isEqualTo(TargetStatus.READY);

    call(gateway, "notes___store_data", Json.object().put("key", "k").put("value", "tea"));
    JsonNode found = call(gateway, "notes___get_data", Json.object().put("key", "k"));
    assertThat(found.path("structuredContent").path("value").asString("")).isEqualTo("tea");
  }

  @Test
  void a_server_that_is_not_served_is_refused_with_the_remedy() {
    CreateGatewayResponse gateway = gateway("with-none");
    assertThatThrownBy(
            () ->
                control.createGatewayTarget(
                    r ->
                        r.gatewayIdentifier(gateway.gatewayId())
                            .name("absent")
                            .targetConfiguration(
                                TargetConfiguration.fromMcp(
                                    mcp -> mcp.mcpServer(s -> s.endpoint("cadre://kubernetes"))))))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("kubernetes")
        .hasMessageContaining("under servers");
  }
}
