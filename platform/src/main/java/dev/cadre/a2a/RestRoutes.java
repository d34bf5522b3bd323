package dev.cadre.a2a;

import dev.cadre.agent.Deployment;
import dev.cadre.fault.Fault;
import dev.cadre.http.ErrorAnswer;
import dev.cadre.http.Exchange;
import dev.cadre.http.Handler;
import dev.cadre.http.Routes;
import dev.cadre.json.Json;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The HTTP+JSON binding, under an agent's own address; 0.3's paths have {@code /v1} before them.
 *
 * @see <a href="https://a2a-protocol.org/latest/specification/#11-httpjsonrest-protocol-binding">
 *     HTTP+JSON protocol binding</a>
 */
final class RestRoutes {
  private static final String A2A_JSON = "application/a2a+json";
  private static final List<String> WHOLE_NUMBERS = List.of("historyLength", "pageSize");
  private static final List<String> TEXTS =
      List.of("contextId", "status", "pageToken", "statusTimestampAfter");

  private final Binding binding;
  private final Operations operations;
  private final Streams streams;

  /** What a request asks for, and the parameters in its path. */
  private record Call(Method method, ObjectNode params) {}

  /** Reads a request's path. */
  @FunctionalInterface
  private interface Reading {
    Call of(Exchange exchange, Version version);
  }

  RestRoutes(Binding binding, Operations operations, Streams streams) {
    this.binding = binding;
    this.operations = operations;
    this.streams = streams;
  }

  void bind(Routes routes) {
    for (String prefix : List.of("/a2a/{agent}", "/a2a/{agent}/v1")) {
      String hooks = prefix + "/tasks/{id}/pushNotificationConfigs";
      routes
          .add("POST", prefix + "/message:send", route((_, _) -> plain(Method.SEND)))
          .add("POST", prefix + "/message:stream", route((_, _) -> plain(Method.STREAM)))
          .add("GET", prefix + "/tasks", route((_, _) -> plain(Method.LIST)))
          .add("GET", prefix + "/tasks/{id}", route((exchange, _) -> task(exchange, Method.GET)))
          .add("POST", prefix + "/tasks/{id}", route((exchange, _) -> task(exchange, null)))
          .add("POST", hooks, route((x, version) -> hook(x, Method.PUSH_CREATE, version)))
          .add("GET", hooks, route((x, version) -> hook(x, Method.PUSH_LIST, version)))
          .add("GET", hooks + "/{config}", route((x, version) -> one(x, Method.PUSH_GET, version)))
          .add(
              "DELETE",
              hooks + "/{config}",
              route((x, version) -> one(x, Method.PUSH_DELETE, version)))
          .add("GET", prefix + "/extendedAgentCard", route((_, _) -> plain(Method.CARD)));
    }
    routes.add("GET", "/a2a/{agent}/v1/card", route((_, _) -> plain(Method.CARD)));
  }

  private static Call plain(Method method) {
    return new Call(method, Json.object());
  }

  /** {@code tasks/ID}, {@code tasks/ID:cancel} or {@code tasks/ID:subscribe}. */
  private static Call task(Exchange exchange, @Nullable Method bare) {
    String segment = exchange.pathVariable("id");
    int colon = segment.indexOf(':');
    String verb = colon < 0 ? "" : segment.substring(colon + 1);
    Method method =
        switch (verb) {
          case "cancel" -> Method.CANCEL;
          case "subscribe" -> Method.SUBSCRIBE;
          default -> bare;
        };
    boolean wrongVerb = method == Method.CANCEL && bare == Method.GET;
    if (method == null || wrongVerb) {
      throw new A2aException(
          A2aError.METHOD_NOT_FOUND,
          "there is no such operation on a task; there are :cancel and :subscribe");
    }
    return new Call(
        method, Json.object().put("id", colon < 0 ? segment : segment.substring(0, colon)));
  }

  private static Call hook(Exchange exchange, Method method, Version version) {
    boolean named = version == Version.V1_0 || method == Method.PUSH_CREATE;
    return new Call(
        method, Json.object().put(named ? "taskId" : "id", exchange.pathVariable("id")));
  }

  private static Call one(Exchange exchange, Method method, Version version) {
    Call call = hook(exchange, method, version);
    call.params()
        .put(
            version == Version.V1_0 ? "id" : "pushNotificationConfigId",
            exchange.pathVariable("config"));
    return call;
  }

  private Handler route(Reading reading) {
    return new Handler() {
      @Override
      public void handle(Exchange exchange) throws Exception {
        Deployment agent = binding.agent(exchange);
        if (!binding.proxied(exchange, agent, path(exchange))) {
          RestRoutes.this.handle(exchange, agent, reading);
        }
      }

      @Override
      public ErrorAnswer refusal(Fault fault) {
        A2aException why = A2aException.of(fault);
        return new ErrorAnswer(why.error().status(), null, why.status());
      }
    };
  }

  /** What of the path is the agent's own. */
  private static String path(Exchange exchange) {
    String[] segments = exchange.head().rawPath().split("/", 4);
    String query = exchange.head().rawQuery();
    return "/" + segments[3] + (query.isEmpty() ? "" : "?" + query);
  }

  private void handle(Exchange exchange, Deployment agent, Reading reading)
      throws IOException, InterruptedException {
    try {
      answer(exchange, agent, reading);
    } catch (A2aException e) {
      respond(exchange, e.error().status(), e.status());
    } catch (Fault e) {
      if (e instanceof Fault.Internal || exchange.responded()) {
        throw e;
      }
      A2aException why = A2aException.of(e);
      respond(exchange, why.error().status(), why.status());
    }
  }

  private void answer(Exchange exchange, Deployment agent, Reading reading)
      throws IOException, InterruptedException {
    Version version = Version.of(exchange);
    Call call = reading.of(exchange, version);
    ObjectNode params = params(exchange, version, call);
    Asked asked = binding.asked(exchange, agent, version);
    if (call.method().streams()) {
      streams.answer(exchange, asked, call.method(), params, response -> response);
      return;
    }
    JsonNode result = operations.answer(asked, call.method(), params, binding.base(exchange));
    if (result == null) {
      exchange.respond(204, "application/json", new byte[0]);
    } else {
      respond(exchange, 200, result);
    }
  }

  private ObjectNode params(Exchange exchange, Version version, Call call) throws IOException {
    ObjectNode params = body(exchange);
    query(exchange, params);
    if (call.method() == Method.PUSH_CREATE && version == Version.V0_3) {
      // The configuration may be the body itself, or a member of it.
      ObjectNode inner =
          params.path("pushNotificationConfig") instanceof ObjectNode given ? given : params;
      params = Json.object();
      params.set("pushNotificationConfig", inner);
    }
    params.setAll(call.params());
    return params;
  }

  private ObjectNode body(Exchange exchange) throws IOException {
    if (!exchange.head().method().equals("POST")) {
      return Json.object();
    }
    byte[] bytes = binding.body(exchange);
    if (bytes.length == 0) {
      return Json.object();
    }
    Binding.requireJson(exchange);
    try {
      if (Json.parse(bytes) instanceof ObjectNode object) {
        return ProtoJson.camel(object);
      }
    } catch (Fault.Invalid e) {
      throw new A2aException(A2aError.PARSE, "Invalid JSON payload: " + e.getMessage());
    }
    throw new A2aException(A2aError.INVALID_REQUEST, "the body must be a JSON object");
  }

  private static void query(Exchange exchange, ObjectNode params) {
    for (String name : WHOLE_NUMBERS) {
      String value = exchange.query(name).orElse("");
      if (value.matches("-?[0-9]{1,9}")) {
        params.put(name, Integer.parseInt(value));
      } else if (!value.isEmpty()) {
        params.put(name, value);
      }
    }
    TEXTS.forEach(name -> exchange.query(name).ifPresent(value -> params.put(name, value)));
    exchange
        .query("includeArtifacts")
        .ifPresent(value -> params.put("includeArtifacts", value.equals("true")));
  }

  private static void respond(Exchange exchange, int status, JsonNode value) throws IOException {
    boolean asked =
        exchange.header("accept").orElse("").contains(A2A_JSON)
            || exchange.header("content-type").orElse("").contains(A2A_JSON);
    exchange.respond(status, asked ? A2A_JSON : "application/json", Json.bytes(value));
  }
}
