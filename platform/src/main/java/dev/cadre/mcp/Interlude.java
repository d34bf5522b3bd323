package dev.cadre.mcp;

import dev.cadre.json.Json;
import dev.cadre.mcp.McpCall.LogLevel;
import dev.cadre.mcp.McpCall.Question;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a server says on a request's stream before its result: progress and log messages go to the
 * caller, questions are answered by it. Without a caller questions are refused.
 */
final class Interlude {
  private final McpWire wire;
  private final Era how;
  private final ClientCall call;
  private final @Nullable Long id;
  private int questions;

  /**
   * @param id of the request; null where what is said is on no request's own stream
   */
  Interlude(McpWire wire, Era how, ClientCall call, @Nullable Long id) {
    this.wire = wire;
    this.how = how;
    this.call = call;
    this.id = id;
  }

  void heard(ObjectNode message) throws InterruptedException {
    String method = message.path("method").asString("");
    ObjectNode params = message.get("params") instanceof ObjectNode object ? object : Json.object();
    JsonNode asked = message.get("id");
    McpCall caller = call.caller();
    if (asked != null) {
      wire.tell(how, answered(asked, method, params, caller));
    } else if (caller != null) {
      notified(method, params, caller);
    }
  }

  private static void notified(String method, ObjectNode params, McpCall caller) {
    switch (method) {
      case "notifications/progress" ->
          caller.progress(
              params.path("progress").asDouble(0),
              params.path("total").isNumber() ? params.path("total").doubleValue() : null,
              params.path("message").asString(null));
      case "notifications/message" ->
          caller.log(level(params), params.path("logger").asString("server"), params.path("data"));
      default -> {
        // Nothing that a caller could be told.
      }
    }
  }

  private static LogLevel level(ObjectNode params) {
    try {
      return LogLevel.of(params.path("level").asString(""));
    } catch (RpcError unknown) {
      return LogLevel.INFO;
    }
  }

  private ObjectNode answered(
      JsonNode asked, String method, ObjectNode params, @Nullable McpCall caller)
      throws InterruptedException {
    RpcMessage.Request request = new RpcMessage.Request(asked, method, params);
    if (method.equals("ping")) {
      return request.answer(Json.object());
    }
    Question question = caller == null ? null : question(method, params);
    if (question == null || caller == null) {
      return request.answer(RpcError.noMethod(method));
    }
    // The same name in each round of a call that is made anew for every answer.
    String name = "question-" + ++questions;
    try {
      ObjectNode answer = caller.ask(Map.of(name, question)).get(name);
      return request.answer(answer == null ? Json.object() : answer);
    } catch (RpcError e) {
      return request.answer(e);
    } catch (InputRequired e) {
      if (id == null) {
        return request.answer(
            RpcError.invalidRequest(
                "this caller is asked only on the stream of the request that the question is"
                    + " about"));
      }
      cancel(id);
      throw e;
    }
  }

  /** The caller will come back with the answer, in a call of its own. */
  private void cancel(long request) throws InterruptedException {
    ObjectNode params = Json.object().put("reason", "input required");
    params.set("requestId", LongNode.valueOf(request));
    wire.tell(how, new RpcMessage.Notification("notifications/cancelled", params).toJson());
  }

  /** Null for what is no question of the protocol's. */
  static @Nullable Question question(String method, ObjectNode params) {
    return switch (method) {
      case "elicitation/create" -> new Question.Elicit(params);
      case "sampling/createMessage" -> new Question.Sample(params);
      case "roots/list" -> new Question.Roots(params);
      default -> null;
    };
  }
}
