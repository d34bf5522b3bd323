package dev.cadre.a2a;

import dev.cadre.agent.Deployment;
import dev.cadre.fault.Fault;
import dev.cadre.http.ErrorAnswer;
import dev.cadre.http.Exchange;
import dev.cadre.http.Handler;
import dev.cadre.http.Routes;
import dev.cadre.json.Json;
import java.io.IOException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON-RPC binding, at an agent's own address.
 *
 * @see <a
 *     href="https://a2a-protocol.org/latest/specification/#9-json-rpc-protocol-binding">JSON-RPC
 *     protocol binding</a>
 */
final class RpcRoutes implements Handler {
  private static final JsonNode NULL = JsonNodeFactory.instance.nullNode();

  private final Binding binding;
  private final Operations operations;
  private final Streams streams;

  RpcRoutes(Binding binding, Operations operations, Streams streams) {
    this.binding = binding;
    this.operations = operations;
    this.streams = streams;
  }

  void bind(Routes routes) {
    routes.add("POST", "/a2a/{agent}", this).add("POST", "/a2a/{agent}/", this);
  }

  @Override
  public void handle(Exchange exchange) throws Exception {
    Deployment agent = binding.agent(exchange);
    if (binding.proxied(exchange, agent, "/")) {
      return;
    }
    JsonNode id = NULL;
    try {
      Binding.requireJson(exchange);
      JsonNode request = parsed(binding.body(exchange));
      id = id(request);
      answer(exchange, agent, (ObjectNode) request, id);
    } catch (A2aException e) {
      refuse(exchange, id, e);
    } catch (Fault e) {
      if (e instanceof Fault.Internal || exchange.responded()) {
        throw e;
      }
      refuse(exchange, id, A2aException.of(e));
    }
  }

  private void answer(Exchange exchange, Deployment agent, ObjectNode request, JsonNode id)
      throws IOException, InterruptedException {
    if (!request.path("jsonrpc").asString("").equals("2.0")) {
      throw invalid("has no jsonrpc '2.0'");
    }
    Version version = Version.of(exchange);
    Method method = method(request, version);
    ObjectNode given = params(request);
    ObjectNode params = version == Version.V1_0 ? ProtoJson.camel(given) : given;
    Asked asked = binding.asked(exchange, agent, version);
    if (method.streams()) {
      streams.answer(exchange, asked, method, params, result -> envelope(id, "result", result));
      return;
    }
    JsonNode result = operations.answer(asked, method, params, binding.base(exchange));
    exchange.json(200, envelope(id, "result", result == null ? NULL : result));
  }

  private static JsonNode parsed(byte[] body) {
    JsonNode request;
    try {
      request = Json.parse(body);
    } catch (Fault.Invalid e) {
      throw new A2aException(A2aError.PARSE, "Invalid JSON payload: " + e.getMessage());
    }
    if (!request.isObject()) {
      throw invalid("is no object; requests come one by one");
    }
    return request;
  }

  private static JsonNode id(JsonNode request) {
    JsonNode id = request.path("id");
    if (id.isMissingNode()) {
      // No notifications are defined: whoever forgot the id wants to know what came of it.
      return NULL;
    }
    if (!id.isString() && !id.isIntegralNumber() && !id.isNull()) {
      throw invalid("has an id that is no text or whole number");
    }
    return id;
  }

  private static Method method(ObjectNode request, Version version) {
    JsonNode name = request.path("method");
    if (!name.isString()) {
      throw invalid("has no method");
    }
    return Method.of(name.asString(), version)
        .orElseThrow(
            () ->
                new A2aException(
                    A2aError.METHOD_NOT_FOUND,
                    "A2A "
                        + version.number()
                        + " has no method '"
                        + name.asString()
                        + "'; the header A2A-Version tells which version is meant, 0.3 without"));
  }

  private static ObjectNode params(ObjectNode request) {
    JsonNode params = request.path("params");
    return switch (params) {
      case ObjectNode object -> object;
      case JsonNode none when none.isMissingNode() || none.isNull() -> Json.object();
      default -> throw A2aException.invalid("params", "must be an object");
    };
  }

  private static A2aException invalid(String what) {
    return new A2aException(A2aError.INVALID_REQUEST, "the request " + what);
  }

  private static ObjectNode envelope(JsonNode id, String member, JsonNode value) {
    ObjectNode json = Json.object().put("jsonrpc", "2.0");
    json.set("id", id);
    json.set(member, value);
    return json;
  }

  private static void refuse(Exchange exchange, JsonNode id, A2aException why) throws IOException {
    exchange.json(200, envelope(id, "error", why.rpc()));
  }

  /** What goes wrong before the request is read: who calls, and which agent. */
  @Override
  public ErrorAnswer refusal(Fault fault) {
    A2aException why = A2aException.of(fault);
    return new ErrorAnswer(why.error().status(), null, envelope(NULL, "error", why.rpc()));
  }
}
