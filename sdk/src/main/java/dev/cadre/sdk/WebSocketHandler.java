package dev.cadre.sdk;

/** Serves one WebSocket connection on {@code /ws}, from its opening to its end. */
@FunctionalInterface
public interface WebSocketHandler {

  /**
   * Talks with the client; the connection is closed (1000) when this returns.
   *
   * @throws Exception any; the client sees close code 1011 and standard error the stack trace
   */
  void handle(AgentSocket socket, RequestContext context) throws Exception;
}
