package dev.cadre.mcp;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One message of JSON-RPC 2.0 as MCP narrows it: no batches, no null ids. */
sealed interface RpcMessage {
  String JSONRPC = "2.0";

  /**
   * @param id a string or an integer
   * @param params empty when there are none
   */
  record Request(JsonNode id, String method, ObjectNode params) implements RpcMessage {
    ObjectNode toJson() {
      ObjectNode message = Json.object().put("jsonrpc", JSONRPC);
      message.set("id", id);
      message.put("method", method).set("params", params);
      return message;
    }

    ObjectNode answer(ObjectNode result) {
      ObjectNode message = Json.object().put("jsonrpc", JSONRPC);
      message.set("id", id);
      message.set("result", result);
      return message;
    }

    ObjectNode answer(RpcError error) {
      return error(id, error);
    }
  }

  record Notification(String method, ObjectNode params) implements RpcMessage {
    ObjectNode toJson() {
      ObjectNode message = Json.object().put("jsonrpc", JSONRPC).put("method", method);
      message.set("params", params);
      return message;
    }
  }

  /** Either a result or an error. */
  record Response(JsonNode id, @Nullable JsonNode result, @Nullable JsonNode error)
      implements RpcMessage {}

  /** A method and its parameters without JSON-RPC's envelope, as some old clients send them. */
  record Bare(String method, ObjectNode params) implements RpcMessage {}

  /** An error answer; {@code id} is null when the request's could not be read. */
  static ObjectNode error(@Nullable JsonNode id, RpcError error) {
    ObjectNode message = Json.object().put("jsonrpc", JSONRPC);
    if (id != null) {
      message.set("id", id);
    }
    message.set("error", error.toJson());
    return message;
  }

  /** Throws {@link RpcError} when {@code body} is not one message. */
  static RpcMessage parse(byte[] body) {
    JsonNode json;
    try {
      json = Json.parse(body);
    } catch (Fault.Invalid e) {
      throw new RpcError(RpcError.PARSE, String.valueOf(e.getMessage()), null);
    }
    if (!(json instanceof ObjectNode message)) {
      throw RpcError.invalidRequest("a message is one JSON object; batches are not taken");
    }
    JsonNode id = message.get("id");
    if (id != null && !id.isString() && !id.isIntegralNumber()) {
      throw RpcError.invalidRequest("id must be a string or an integer");
    }
    JsonNode method = message.get("method");
    if (method == null) {
      return response(message, id);
    }
    if (!method.isString()) {
      throw RpcError.invalidRequest("method must be a string");
    }
    JsonNode version = message.get("jsonrpc");
    if (version == null && id == null) {
      return new Bare(method.stringValue(), params(message));
    }
    if (version == null || !JSONRPC.equals(version.asString(""))) {
      throw RpcError.invalidRequest("jsonrpc must be \"2.0\"");
    }
    return id == null
        ? new Notification(method.stringValue(), params(message))
        : new Request(id, method.stringValue(), params(message));
  }

  private static Response response(ObjectNode message, @Nullable JsonNode id) {
    JsonNode result = message.get("result");
    JsonNode error = message.get("error");
    if (id == null || (result == null) == (error == null)) {
      throw RpcError.invalidRequest(
          "a message has a method, or an id with either a result or an error");
    }
    return new Response(id, result, error);
  }

  private static ObjectNode params(ObjectNode message) {
    JsonNode params = message.get("params");
    if (params == null || params.isNull()) {
      return Json.object();
    }
    if (params instanceof ObjectNode object) {
      return object;
    }
    throw RpcError.invalidParams("params must be an object");
  }
}
