package dev.cadre.mcp;

import dev.cadre.json.Json;
import dev.cadre.mcp.McpCall.LogLevel;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a stateless request says about itself in {@code params._meta}.
 *
 * @param logLevel null when the client wants no log messages
 * @param progressToken null when it wants no progress
 */
record Meta(
    String version,
    ObjectNode clientCapabilities,
    @Nullable LogLevel logLevel,
    @Nullable JsonNode progressToken) {
  static final String PREFIX = "io.modelcontextprotocol/";
  static final String VERSION = PREFIX + "protocolVersion";
  static final String CAPABILITIES = PREFIX + "clientCapabilities";
  static final String CLIENT = PREFIX + "clientInfo";
  static final String SERVER = PREFIX + "serverInfo";
  static final String LOG_LEVEL = PREFIX + "logLevel";
  static final String SUBSCRIPTION = PREFIX + "subscriptionId";

  /** True when {@code params} belong to the stateless era, well made or not. */
  static boolean isIn(ObjectNode params) {
    return params.get("_meta") instanceof ObjectNode meta && meta.has(VERSION);
  }

  /** Throws {@link RpcError} naming the member that is missing or wrong. */
  static Meta of(ObjectNode params) {
    ObjectNode meta = McpMethods.object(params, "_meta");
    JsonNode version = meta.get(VERSION);
    if (version == null || !version.isString()) {
      throw RpcError.invalidParams("params._meta['" + VERSION + "'] must be a string");
    }
    if (!(meta.get(CAPABILITIES) instanceof ObjectNode capabilities)) {
      throw RpcError.invalidParams("params._meta['" + CAPABILITIES + "'] must be an object");
    }
    JsonNode level = meta.get(LOG_LEVEL);
    return new Meta(
        version.stringValue(),
        capabilities,
        level == null ? null : LogLevel.of(level.asString("")),
        meta.get("progressToken"));
  }

  /** How a server names itself in each of its results. */
  static ObjectNode implementation(McpServer.About about) {
    return Json.object().put("name", about.name()).put("version", about.version());
  }
}
