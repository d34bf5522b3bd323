package dev.cadre.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.credential.Outbound;
import dev.cadre.gateway.StandInTarget;
import dev.cadre.json.Json;
import dev.cadre.mcp.McpClient;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.bedrockagentcorecontrol.BedrockAgentCoreControlClient;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.AuthorizerType;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.ConflictException;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.CreateGatewayRequest;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.CreateGatewayResponse;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.GatewayStatus;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.GetGatewayTargetResponse;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.ResourceNotFoundException;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.SearchType;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.TargetConfiguration;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.TargetStatus;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.ValidationException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Gateways and their targets, told by the official SDK; tools listed and called over MCP. */
// The SDK takes varargs of generic builders without @SafeVarargs.
@SuppressWarnings("unchecked")
final class GatewayTest {
  private static final Platform PLATFORM = Platform.open();
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static BedrockAgentCoreControlClient control;

  @BeforeAll
  static void connect() {
    control = PLATFORM.control(Platform.ANYONE);
  }

  @AfterAll
  static void disconnect() {
    control.close();
  }

  private static String name() {
    return "Gw-" + UUID.randomUUID().toString().substring(0, 13);
  }

  private static CreateGatewayResponse gateway(Consumer<CreateGatewayRequest.Builder> with) {
    return control.createGateway(
        r ->
            with.accept(r.name(name()).roleArn(Platform.ROLE).authorizerType(AuthorizerType.NONE)));
  }

  private static TargetConfiguration server(URI endpoint) {
    return TargetConfiguration.fromMcp(
        mcp -> mcp.mcpServer(server -> server.endpoint(endpoint.toString())));
  }

  private static GetGatewayTargetResponse target(
      String gateway, String name, TargetConfiguration configuration) {
    String id =
        control
            .createGatewayTarget(
                r -> r.gatewayIdentifier(gateway).name(name).targetConfiguration(configuration))
            .targetId();
    return settled(gateway, id);
  }

  private static GetGatewayTargetResponse settled(String gateway, String id) {
    Platform.await(
        () -> !get(gateway, id).statusAsString().matches("CREATING|UPDATING|SYNCHRONIZING"));
    return get(gateway, id);
  }

  private static GetGatewayTargetResponse get(String gateway, String id) {
    return control.getGatewayTarget(r -> r.gatewayIdentifier(gateway).targetId(id));
  }

  private static McpClient client(String url) {
    return new McpClient(PLATFORM.http(), URI.create(url), Outbound.NONE);
  }

  private static List<String> names(McpClient client) throws InterruptedException {
    return client.tools().stream().map(tool -> tool.path("name").asString("")).toList();
  }

  private static ObjectNode call(McpClient client, String tool, String text)
      throws InterruptedException {
    return client.callTool(
        Json.object().put("name", tool), Json.object().put("text", text), PATIENCE, Context.root());
  }

  private static String text(JsonNode result) {
    return result.path("content").path(0).path("text").asString("");
  }

  @Test
  void a_gateway_is_made_read_changed_listed_and_deleted() {
    CreateGatewayResponse made =
        gateway(
            r ->
                r.description("first")
                    .protocolConfiguration(p -> p.mcp(mcp -> mcp.instructions("be brief"))));

    assertThat(made.gatewayId()).matches("gw-[0-9a-z-]+-[0-9a-z]{10}");
    assertThat(made.gatewayArn()).endsWith(":gateway/" + made.gatewayId());
    assertThat(made.gatewayUrl())
        .isEqualTo(PLATFORM.url() + "/gateways/" + made.gatewayId() + "/mcp");
    assertThat(made.status()).isEqualTo(GatewayStatus.READY);

    control.updateGateway(
        r ->
            r.gatewayIdentifier(made.gatewayId())
                .name(made.name())
                .roleArn(Platform.ROLE)
                .description("second")
                .authorizerType(AuthorizerType.AWS_IAM));
    var read = control.getGateway(r -> r.gatewayIdentifier(made.gatewayId()));
    assertThat(read.description()).isEqualTo("second");
    assertThat(read.authorizerType()).isEqualTo(AuthorizerType.AWS_IAM);
    assertThat(read.updatedAt()).isAfterOrEqualTo(read.createdAt());
    assertThat(read.protocolConfiguration()).isNull();

    assertThat(control.listGatewaysPaginator(r -> r.maxResults(1)).items())
        .extracting(g -> g.gatewayId())
        .contains(made.gatewayId())
        .doesNotHaveDuplicates();

    control.deleteGateway(r -> r.gatewayIdentifier(made.gatewayId()));
    assertThatThrownBy(() -> control.getGateway(r -> r.gatewayIdentifier(made.gatewayId())))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void gateways_have_tags() {
    CreateGatewayResponse made = gateway(r -> r.tags(Map.of("team", "a", "stage", "test")));
    control.tagResource(r -> r.resourceArn(made.gatewayArn()).tags(Map.of("team", "b")));
    control.untagResource(r -> r.resourceArn(made.gatewayArn()).tagKeys("stage"));

    assertThat(control.listTagsForResource(r -> r.resourceArn(made.gatewayArn())).tags())
        .isEqualTo(Map.of("team", "b"));
  }

  @Test
  void a_repeated_creation_gives_the_same_gateway_and_a_taken_name_is_a_conflict() {
    String token = UUID.randomUUID().toString();
    String name = name();
    CreateGatewayResponse first = gateway(r -> r.name(name).clientToken(token));

    assertThat(gateway(r -> r.name(name).clientToken(token)).gatewayId())
        .isEqualTo(first.gatewayId());
    assertThatThrownBy(() -> gateway(r -> r.name(name))).isInstanceOf(ConflictException.class);
    assertThatThrownBy(() -> gateway(r -> r.authorizerType(AuthorizerType.CUSTOM_JWT)))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("customJWTAuthorizer");
  }

  @Test
  void tools_of_two_targets_are_listed_and_called_under_the_gateways_names() throws Exception {
    try (StandInTarget one = new StandInTarget("echo", "fails");
        StandInTarget two = new StandInTarget("echo")) {
      CreateGatewayResponse made = gateway(r -> {});
      var first = target(made.gatewayId(), "one", server(one.url()));
      target(made.gatewayId(), "two", server(two.url()));
      McpClient client = client(made.gatewayUrl());

      assertThat(first.status()).as("%s", first.statusReasons()).isEqualTo(TargetStatus.READY);
      assertThat(first.lastSynchronizedAt()).isNotNull();
      assertThat(names(client)).containsExactly("one___echo", "one___fails", "two___echo");
      assertThat(text(call(client, "two___echo", "hello"))).isEqualTo("hello");
      assertThat(one.calls).isEmpty();
      assertThat(call(client, "one___fails", "x").path("isError").asBoolean()).isTrue();
      assertThatThrownBy(() -> call(client, "one___nothing", ""))
          .hasMessageContaining("there is no tool 'one___nothing'");
      assertThatThrownBy(() -> control.deleteGateway(r -> r.gatewayIdentifier(made.gatewayId())))
          .isInstanceOf(ConflictException.class);
    }
  }

  @Test
  void a_target_that_is_down_or_wrong_says_why_and_takes_no_other_with_it()
      throws IOException, InterruptedException {
    try (StandInTarget good = new StandInTarget("echo")) {
      CreateGatewayResponse made = gateway(r -> {});
      var down = target(made.gatewayId(), "down", server(URI.create("http://127.0.0.1:9/mcp")));
      target(made.gatewayId(), "good", server(good.url()));

      assertThat(down.status()).isEqualTo(TargetStatus.FAILED);
      assertThat(down.statusReasons())
          .singleElement()
          .asString()
          .contains("http://127.0.0.1:9/mcp cannot be reached");
      assertThat(names(client(made.gatewayUrl()))).containsExactly("good___echo");
    }
  }

  @Test
  void synchronizing_takes_up_what_a_target_offers_now() throws Exception {
    try (StandInTarget target = new StandInTarget("before")) {
      CreateGatewayResponse made = gateway(r -> {});
      var ready = target(made.gatewayId(), "t", server(target.url()));
      target.offers("before", "after");

      control.synchronizeGatewayTargets(
          r -> r.gatewayIdentifier(made.gatewayId()).targetIdList(ready.targetId()));

      assertThat(settled(made.gatewayId(), ready.targetId()).status())
          .isEqualTo(TargetStatus.READY);
      assertThat(names(client(made.gatewayUrl()))).containsExactly("t___before", "t___after");
    }
  }

  @Test
  void tools_are_found_by_what_is_to_be_done() throws Exception {
    try (StandInTarget target = new StandInTarget()) {
      var tools = Json.array();
      Map.of(
              "get_forecast", "Weather of the coming days at a place",
              "send_invoice", "Bills a customer for an order",
              "translate", "Says a text in another language")
          .forEach((n, d) -> tools.add(StandInTarget.tool(n).put("description", d)));
      target.offers(tools);
      CreateGatewayResponse made =
          gateway(r -> r.protocolConfiguration(p -> p.mcp(m -> m.searchType(SearchType.SEMANTIC))));
      target(made.gatewayId(), "t", server(target.url()));
      McpClient client = client(made.gatewayUrl());

      assertThat(names(client).getFirst()).isEqualTo("x_amz_bedrock_agentcore_search");
      ObjectNode found =
          client.callTool(
              Json.object().put("name", "x_amz_bedrock_agentcore_search"),
              Json.object().put("query", "will it rain tomorrow in Oslo?"),
              PATIENCE,
              Context.root());
      assertThat(found.path("structuredContent").path("tools").path(0).path("name").asString(""))
          .isEqualTo("t___get_forecast");
    }
  }
}
