package dev.cadre.mcp;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A JSON-RPC error, and the HTTP status that goes with it in the stateless era. */
final class RpcError extends McpSignal {
  private static final long serialVersionUID = 1L;

  static final int PARSE = -32700;
  static final int INVALID_REQUEST = -32600;
  static final int METHOD_NOT_FOUND = -32601;
  static final int INVALID_PARAMS = -32602;
  static final int INTERNAL = -32603;

  /** Before 2026-07-28, which uses INVALID_PARAMS. */
  static final int RESOURCE_NOT_FOUND = -32002;

  static final int HEADER_MISMATCH = -32020;
  static final int MISSING_CLIENT_CAPABILITY = -32021;
  static final int UNSUPPORTED_VERSION = -32022;

  private final int code;
  private final transient @Nullable JsonNode data;

  RpcError(int code, String message, @Nullable JsonNode data) {
    super(message, true);
    this.code = code;
    this.data = data;
  }

  static RpcError invalidRequest(String message) {
    return new RpcError(INVALID_REQUEST, message, null);
  }

  static RpcError invalidParams(String message) {
    return new RpcError(INVALID_PARAMS, message, null);
  }

  static RpcError noMethod(String method) {
    return new RpcError(METHOD_NOT_FOUND, "there is no method '" + method + "' here", null);
  }

  static RpcError noResource(String uri, McpVersion version) {
    int code = version.stateless() ? INVALID_PARAMS : RESOURCE_NOT_FOUND;
    return new RpcError(code, "there is no resource " + uri, Json.object().put("uri", uri));
  }

  static RpcError headers(String message) {
    return new RpcError(HEADER_MISMATCH, message, null);
  }

  static RpcError version(String requested) {
    ObjectNode data = Json.object().put("requested", requested);
    McpVersion.all().forEach(data.putArray("supported")::add);
    return new RpcError(
        UNSUPPORTED_VERSION,
        "protocol version " + requested + " is not spoken here; " + McpVersion.all() + " are",
        data);
  }

  static RpcError capability(Collection<String> missing) {
    ObjectNode data = Json.object();
    ObjectNode required = data.putObject("requiredCapabilities");
    missing.forEach(required::putObject);
    return new RpcError(
        MISSING_CLIENT_CAPABILITY,
        "this call needs the client to declare " + String.join(", ", List.copyOf(missing)),
        data);
  }

  int code() {
    return code;
  }

  /** The status of an answer that holds this error, by the stateless transport's rules. */
  int status() {
    return switch (code) {
      case METHOD_NOT_FOUND -> 404;
      case INTERNAL -> 500;
      default -> 400;
    };
  }

  /** As a fault of the request that this client sent. */
  Fault refused(URI server, String method) {
    return new Fault.Invalid(
        "the MCP server at %s refused %s: %s".formatted(server, method, getMessage()));
  }

  ObjectNode toJson() {
    ObjectNode error = Json.object().put("code", code).put("message", getMessage());
    if (data != null) {
      error.set("data", data);
    }
    return error;
  }
}
