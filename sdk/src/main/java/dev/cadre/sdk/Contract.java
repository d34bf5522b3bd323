package dev.cadre.sdk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The paths of the AgentCore contract and what answers them. */
final class Contract {
  private final Health health;
  private final Invocations invocations;
  private final @Nullable WebSocketHandler sockets;

  Contract(Health health, Invocations invocations, @Nullable WebSocketHandler sockets) {
    this.health = health;
    this.invocations = invocations;
    this.sockets = sockets;
  }

  void answer(RequestHead head, byte[] body, Response response) throws IOException {
    String method = head.method();
    switch (head.path()) {
      case "/ping" -> {
        if (method.equals("GET") || method.equals("HEAD")) {
          response.send(200, Json.CONTENT_TYPE, pong());
        } else {
          refuseMethod(response, "GET");
        }
      }
      case "/invocations" -> {
        if (method.equals("POST")) {
          invocations.answer(head, body, response);
        } else {
          refuseMethod(response, "POST");
        }
      }
      case "/ws" ->
          response.send(
              426,
              Json.CONTENT_TYPE,
              Response.errorBody("/ws speaks WebSocket alone", null),
              "Upgrade: websocket");
      default -> response.sendError(404, "an agent has /invocations, /ping and /ws alone");
    }
  }

  /** The handler when this request is one for it, else null. */
  @Nullable WebSocketHandler socketHandler(RequestHead head) {
    return head.path().equals("/ws") ? sockets : null;
  }

  RequestContext socketContext(RequestHead head) {
    return new RequestContext(head.headers(), head.query(), health, Contract::noStream);
  }

  private static EventStream noStream() {
    throw new IllegalStateException("a WebSocket handler answers by its socket");
  }

  private byte[] pong() {
    Health.Reading reading = health.read();
    return ("{\"status\": \""
            + reading.status().wireName()
            + "\", \"time_of_last_update\": "
            + reading.changedAt()
            + "}")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void refuseMethod(Response response, String allowed) throws IOException {
    byte[] body = Response.errorBody("the method allowed here is " + allowed, null);
    response.send(405, Json.CONTENT_TYPE, body, "Allow: " + allowed);
  }
}
