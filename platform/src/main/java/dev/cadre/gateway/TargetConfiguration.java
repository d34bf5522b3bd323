package dev.cadre.gateway;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is behind a target. */
sealed interface TargetConfiguration {
  /** AWS has no kind for the platform's own servers: they are MCP servers of this scheme. */
  String BUILT_IN = "cadre";

  Pattern BUILT_IN_NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  /**
   * An MCP server elsewhere.
   *
   * @param dynamic whether its tools are asked for with each listing, and not kept
   * @param tools those its owner declared, so that it is not asked; null when it is
   */
  record McpServer(URI endpoint, boolean dynamic, @Nullable List<ObjectNode> tools)
      implements TargetConfiguration {}

  /** One of the platform's own servers. */
  record BuiltIn(String name) implements TargetConfiguration {}

  /**
   * A function that is called over HTTP as AWS Lambda calls its own.
   *
   * @param function a URL, or the ARN of a function at the configured endpoint
   */
  record Lambda(String function, List<ObjectNode> tools) implements TargetConfiguration {}

  /** An API described by an OpenAPI document. */
  record OpenApi(String document) implements TargetConfiguration {}

  /**
   * Of a target's definition.
   *
   * @throws Fault.Invalid for kinds that are not served, and for what is wrong within one
   */
  static TargetConfiguration of(ObjectNode definition) {
    JsonNode mcp = definition.path("targetConfiguration").path("mcp");
    if (mcp.has("mcpServer")) {
      return server(mcp.get("mcpServer"));
    }
    if (mcp.has("lambda")) {
      JsonNode lambda = mcp.get("lambda");
      List<ObjectNode> tools = new ArrayList<>();
      inline(lambda.path("toolSchema"), "lambda.toolSchema")
          .forEach(tool -> tools.add((ObjectNode) tool));
      return new Lambda(lambda.path("lambdaArn").asString(), tools);
    }
    if (mcp.has("openApiSchema")) {
      return new OpenApi(inline(mcp.get("openApiSchema"), "openApiSchema").asString());
    }
    throw new Fault.Invalid(
        "targetConfiguration: this platform serves mcp.mcpServer, mcp.lambda and mcp.openApiSchema;"
            + " describe the target as one of these");
  }

  private static TargetConfiguration server(JsonNode server) {
    URI endpoint = uri(server.path("endpoint").asString());
    if (BUILT_IN.equals(endpoint.getScheme())) {
      String name = endpoint.toString().substring((BUILT_IN + "://").length());
      if (!BUILT_IN_NAME.matcher(name).matches()) {
        throw new Fault.Invalid(
            "mcpServer.endpoint '" + endpoint + "' must be cadre:// and a server's name");
      }
      return new BuiltIn(name);
    }
    boolean dynamic = server.path("listingMode").asString("").equals("DYNAMIC");
    List<ObjectNode> tools = null;
    if (server.has("mcpToolSchema")) {
      JsonNode schema = inline(server.get("mcpToolSchema"), "mcpServer.mcpToolSchema");
      tools = declared(schema.asString());
    }
    return new McpServer(endpoint, dynamic, tools);
  }

  private static URI uri(String text) {
    try {
      URI uri = URI.create(text);
      if (uri.getHost() != null && uri.getUserInfo() == null) {
        return uri;
      }
    } catch (IllegalArgumentException notOne) {
      // Said below.
    }
    throw new Fault.Invalid(
        "mcpServer.endpoint must be a URL with a host and without a user's name or password");
  }

  /** The tools in an {@code mcpToolSchema}: a list of them, or a {@code ListToolsResult}. */
  private static List<ObjectNode> declared(String text) {
    JsonNode json = Json.parse(text);
    List<ObjectNode> tools = new ArrayList<>();
    for (JsonNode tool : json.has("tools") ? json.get("tools") : json) {
      if (!(tool instanceof ObjectNode object)) {
        throw new Fault.Invalid("mcpServer.mcpToolSchema must be a JSON array of MCP tools");
      }
      tools.add(object);
    }
    return tools;
  }

  private static JsonNode inline(JsonNode schema, String member) {
    JsonNode inline = schema.get("inlinePayload");
    if (inline == null) {
      throw new Fault.Invalid(
          member + ": a document in S3 is not fetched; send it as 'inlinePayload'");
    }
    return inline;
  }
}
