package dev.cadre.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Functions as targets, invoked as Lambda's Invoke is. */
final class LambdaTargetTest {
  private final Gateways gateways = new Gateways();
  private final AtomicReference<String> event = new AtomicReference<>("");
  private final AtomicReference<String> context = new AtomicReference<>("");
  private HttpServer function;
  private String answer = "{\"order\": 7}";
  private boolean fails;
  private String gateway;

  @BeforeEach
  void begin() throws IOException {
    function = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    function.createContext(
        "/",
        exchange -> {
          event.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          context.set(exchange.getRequestHeaders().getFirst("X-Amz-Client-Context"));
          if (fails) {
            exchange.getResponseHeaders().set("X-Amz-Function-Error", "Unhandled");
          }
          byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    function.start();
    gateway = gateways.gateway("");
  }

  @AfterEach
  void end() {
    function.stop(0);
    gateways.close();
  }

  private static ObjectNode lambda(String function) {
    ObjectNode configuration = Json.object();
    ObjectNode lambda = configuration.putObject("mcp").putObject("lambda");
    lambda.put("lambdaArn", function);
    lambda.putObject("toolSchema").putArray("inlinePayload").add(StandInTarget.tool("get_order"));
    return configuration;
  }

  private String url() {
    return "http://127.0.0.1:" + function.getAddress().getPort() + "/invocations";
  }

  @Test
  void a_function_gets_the_arguments_and_is_told_which_tool_is_meant() throws Exception {
    ObjectNode target = gateways.target(gateway, "orders", lambda(url()));

    ObjectNode result = gateways.call(gateway, "orders___get_order", "ORD-7");

    assertThat(target.path("status").asString()).isEqualTo("READY");
    assertThat(Json.parse(event.get())).isEqualTo(Json.object().put("text", "ORD-7"));
    JsonNode custom =
        Json.parse(new String(Base64.getDecoder().decode(context.get()), StandardCharsets.UTF_8))
            .path("custom");
    assertThat(custom.path("bedrockAgentCoreToolName").asString()).isEqualTo("orders___get_order");
    assertThat(custom.path("bedrockAgentCoreGatewayId").asString()).isEqualTo(gateway);
    assertThat(custom.path("bedrockAgentCoreTargetId").asString())
        .isEqualTo(target.path("targetId").asString());
    assertThat(result.path("structuredContent").path("order").asInt()).isEqualTo(7);
    assertThat(Gateways.text(result)).isEqualTo("{\"order\": 7}");
  }

  @Test
  void a_function_that_throws_is_a_tool_that_failed() throws Exception {
    gateways.target(gateway, "orders", lambda(url()));
    fails = true;
    answer = "{\"errorMessage\":\"no such order\"}";

    ObjectNode result = gateways.call(gateway, "orders___get_order", "x");

    assertThat(result.path("isError").asBoolean()).isTrue();
    assertThat(Gateways.text(result)).contains("no such order");
  }

  @Test
  void an_answer_that_is_no_object_is_text() throws Exception {
    gateways.target(gateway, "orders", lambda(url()));
    answer = "plain words";

    ObjectNode result = gateways.call(gateway, "orders___get_order", "x");

    assertThat(Gateways.text(result)).isEqualTo("plain words");
    assertThat(result.has("structuredContent")).isFalse();
  }

  @Test
  void an_arn_without_an_endpoint_is_refused_with_the_remedy() {
    String arn = "arn:aws:lambda:us-east-1:123456789012:function:orders";

    assertThatThrownBy(() -> gateways.create(gateway, "orders", lambda(arn)))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("gateways.lambdaEndpoint");
  }
}
