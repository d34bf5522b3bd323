package dev.cadre.mcp;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import dev.cadre.mcp.McpServer.Feature;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The methods that both eras have: from a method's name and parameters to its result. */
final class McpMethods {
  private static final Logger LOG = System.getLogger(McpMethods.class.getName());

  private final McpServer server;
  private final McpVersion version;

  McpMethods(McpServer server, McpVersion version) {
    this.server = server;
    this.version = version;
  }

  /**
   * @throws RpcError for whatever keeps the method from having a result
   */
  ObjectNode call(String method, ObjectNode params, McpCall call) throws InterruptedException {
    try {
      return switch (method) {
        case "tools/list" ->
            page("tools", offered(Feature.TOOLS, method, server.tools(call)), params);
        case "tools/call" -> callTool(params, call);
        case "resources/list" ->
            page("resources", offered(Feature.RESOURCES, method, server.resources(call)), params);
        case "resources/templates/list" ->
            page(
                "resourceTemplates",
                offered(Feature.RESOURCES, method, server.resourceTemplates(call)),
                params);
        case "resources/read" -> read(text(params, "uri"), call);
        case "prompts/list" ->
            page("prompts", offered(Feature.PROMPTS, method, server.prompts(call)), params);
        case "prompts/get" ->
            server.prompt(text(params, "name"), object(params, "arguments"), call);
        case "completion/complete" -> complete(params, call);
        default -> throw RpcError.noMethod(method);
      };
    } catch (McpServer.Unknown | Fault.NotFound | Fault.Invalid e) {
      throw RpcError.invalidParams(String.valueOf(e.getMessage()));
    } catch (Fault.Internal e) {
      LOG.log(Level.ERROR, method + " failed", e);
      throw new RpcError(RpcError.INTERNAL, String.valueOf(e.getMessage()), null);
    } catch (Fault e) {
      throw new RpcError(RpcError.INTERNAL, String.valueOf(e.getMessage()), null);
    }
  }

  private ObjectNode callTool(ObjectNode params, McpCall call) throws InterruptedException {
    return server.callTool(text(params, "name"), object(params, "arguments"), call);
  }

  private ObjectNode read(String uri, McpCall call) throws InterruptedException {
    try {
      return server.readResource(uri, call);
    } catch (McpServer.Unknown e) {
      throw RpcError.noResource(uri, version);
    }
  }

  private ObjectNode complete(ObjectNode params, McpCall call) throws InterruptedException {
    if (!server.features().contains(Feature.COMPLETIONS)) {
      throw RpcError.noMethod("completion/complete");
    }
    object(params, "ref");
    return server.complete(params, call);
  }

  private List<ObjectNode> offered(Feature feature, String method, List<ObjectNode> items)
      throws InterruptedException {
    if (!server.features().contains(feature)) {
      throw RpcError.noMethod(method);
    }
    return items;
  }

  private ObjectNode page(String name, List<ObjectNode> items, ObjectNode params) {
    int from = cursor(params.get("cursor"), items.size());
    int to = (int) Math.min(items.size(), (long) from + server.pageSize());
    ObjectNode result = Json.object();
    ArrayNode list = result.putArray(name);
    items.subList(from, to).forEach(list::add);
    if (to < items.size()) {
      byte[] next = Integer.toString(to).getBytes(StandardCharsets.US_ASCII);
      result.put("nextCursor", Base64.getUrlEncoder().withoutPadding().encodeToString(next));
    }
    return result;
  }

  private static int cursor(@Nullable JsonNode cursor, int size) {
    if (cursor == null || cursor.isNull()) {
      return 0;
    }
    try {
      byte[] digits = Base64.getUrlDecoder().decode(cursor.asString(""));
      int from = Integer.parseInt(new String(digits, StandardCharsets.US_ASCII));
      // The list may have become shorter since: its end is then reached.
      return from < 0 ? size : Math.min(from, size);
    } catch (IllegalArgumentException e) {
      throw RpcError.invalidParams("cursor is not one that this list returned");
    }
  }

  /** What a client is told that the server can do. */
  static ObjectNode capabilities(Set<Feature> features, boolean sessions) {
    ObjectNode capabilities = Json.object();
    for (Feature feature : features) {
      switch (feature) {
        case TOOLS -> capabilities.putObject("tools").put("listChanged", true);
        case RESOURCES ->
            capabilities
                .putObject("resources")
                .put("listChanged", true)
                .put("subscribe", features.contains(Feature.SUBSCRIPTIONS));
        case PROMPTS -> capabilities.putObject("prompts").put("listChanged", true);
        case COMPLETIONS -> capabilities.putObject("completions");
        case LOGGING -> {
          if (sessions) {
            capabilities.putObject("logging");
          }
        }
        case SUBSCRIPTIONS -> {
          // Said within resources.
        }
      }
    }
    return capabilities;
  }

  static String text(ObjectNode params, String name) {
    JsonNode value = params.get(name);
    if (value == null || !value.isString()) {
      throw RpcError.invalidParams("params." + name + " must be a string");
    }
    return value.stringValue();
  }

  /** The object named so; an empty one when it is absent. */
  static ObjectNode object(ObjectNode params, String name) {
    JsonNode value = params.get(name);
    if (value == null || value.isNull()) {
      return Json.object();
    }
    if (value instanceof ObjectNode object) {
      return object;
    }
    throw RpcError.invalidParams("params." + name + " must be an object");
  }
}
