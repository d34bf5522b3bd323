package dev.cadre.gateway;

import dev.cadre.credential.Outbound;
import dev.cadre.fault.Fault;
import dev.cadre.http.HttpCall;
import dev.cadre.json.Json;
import dev.cadre.mcp.McpCall;
import dev.cadre.mcp.McpServer;
import dev.cadre.telemetry.TraceContext;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A function as an MCP server. It is invoked over HTTP as Lambda's Invoke is: the event is the
 * tool's arguments, and the client context says which tool is meant.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-add-target-lambda.html">Lambda
 *     function targets</a>
 */
final class LambdaServer implements McpServer {
  private static final int MAX_ANSWER = 6 * 1024 * 1024;
  private static final int MAX_REASON = 500;

  private final Target target;
  private final List<ObjectNode> tools;
  private final HttpClient http;
  private final URI url;
  private final Outbound outbound;
  private final Duration limit;

  LambdaServer(
      Target target,
      List<ObjectNode> tools,
      HttpClient http,
      URI url,
      Outbound outbound,
      Duration limit) {
    this.target = target;
    this.tools = List.copyOf(tools);
    this.http = http;
    this.url = url;
    this.outbound = outbound;
    this.limit = limit;
  }

  @Override
  public About about() {
    return new About(target.name(), "1", null);
  }

  @Override
  public Set<Feature> features() {
    return Set.of(Feature.TOOLS);
  }

  @Override
  public List<ObjectNode> tools(McpCall call) {
    return tools;
  }

  @Override
  public ObjectNode callTool(String name, ObjectNode arguments, McpCall call)
      throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .timeout(limit)
            .header("Content-Type", "application/json")
            .header("X-Amz-Invocation-Type", "RequestResponse")
            .header("X-Amz-Client-Context", clientContext(name));
    outbound.proof().headers().forEach(request::setHeader);
    TraceContext.write(call.trace(), request::setHeader);
    try {
      HttpResponse<InputStream> response =
          HttpCall.send(
              http,
              request.POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(arguments))).build());
      try (InputStream body = response.body()) {
        return result(response, body.readNBytes(MAX_ANSWER + 1));
      }
    } catch (IOException e) {
      throw new Fault.Unavailable("the function at " + url + " cannot be reached (" + e + ")");
    }
  }

  private String clientContext(String tool) {
    ObjectNode context = Json.object();
    context
        .putObject("custom")
        .put("bedrockAgentCoreMessageVersion", "1.0")
        .put("bedrockAgentCoreToolName", FederatedName.of(target.name(), tool))
        .put("bedrockAgentCoreGatewayId", target.gateway().value())
        .put("bedrockAgentCoreTargetId", target.id().value())
        .put("bedrockAgentCoreAwsRequestId", UUID.randomUUID().toString());
    return Base64.getEncoder().encodeToString(Json.bytes(context));
  }

  private ObjectNode result(HttpResponse<?> response, byte[] body) {
    if (body.length > MAX_ANSWER) {
      throw new Fault.Unavailable(
          "the function at " + url + " answered with more than " + MAX_ANSWER + " bytes");
    }
    String text = new String(body, StandardCharsets.UTF_8);
    boolean failed = response.headers().firstValue("X-Amz-Function-Error").isPresent();
    if (response.statusCode() / 100 != 2 && !failed) {
      throw new Fault.Unavailable(
          "the function at "
              + url
              + " answered with HTTP "
              + response.statusCode()
              + ": "
              + beginning(text));
    }
    ObjectNode result = Json.object();
    result.putArray("content").addObject().put("type", "text").put("text", text);
    if (!failed && object(text) instanceof ObjectNode object) {
      result.set("structuredContent", object);
    }
    return result.put("isError", failed);
  }

  private static JsonNode object(String text) {
    try {
      return Json.parse(text);
    } catch (Fault.Invalid plainText) {
      return Json.array();
    }
  }

  private static String beginning(String text) {
    return text.length() <= MAX_REASON ? text : text.substring(0, MAX_REASON) + "...";
  }
}
