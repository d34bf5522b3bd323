package dev.cadre.browser;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An MCP server with one tool that answers when the test lets it, and says so to who wants to hear.
 */
final class SlowServer implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private final HttpServer server;
  private final Semaphore let = new Semaphore(0);

  SlowServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/mcp", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/mcp";
  }

  /** The call that waits, or the next, is answered. */
  void letAnswer() {
    let.release();
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (!exchange.getRequestMethod().equals("POST")) {
      exchange.sendResponseHeaders(405, -1);
      return;
    }
    JsonNode message = JSON.readTree(body);
    if (!message.has("id")) {
      exchange.sendResponseHeaders(202, -1);
      return;
    }
    JsonNode token = message.path("params").path("_meta").path("progressToken");
    if (message.path("method").asString().equals("tools/call") && !token.isMissingNode()) {
      tell(exchange, message, token);
      return;
    }
    Object result = result(message);
    byte[] answer =
        JSON.writeValueAsBytes(
            result == null
                ? Map.of(
                    "jsonrpc", "2.0",
                    "id", message.path("id"),
                    "error", Map.of("code", -32601, "message", "there is no such method"))
                : Map.of("jsonrpc", "2.0", "id", message.path("id"), "result", result));
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  /** Progress first, on a stream on which the answer follows. */
  private void tell(HttpExchange exchange, JsonNode message, JsonNode token) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    Map<String, Object> progress =
        Map.of(
            "jsonrpc", "2.0",
            "method", "notifications/progress",
            "params",
                Map.of(
                    "progressToken",
                    token,
                    "progress",
                    3,
                    "total",
                    4,
                    "message",
                    "Looking in the third of four depots."));
    write(exchange, progress);
    Object result = result(message);
    write(exchange, Map.of("jsonrpc", "2.0", "id", message.path("id"), "result", result));
    exchange.close();
  }

  private static void write(HttpExchange exchange, Object event) throws IOException {
    String text = "data: " + JSON.writeValueAsString(event) + "\n\n";
    exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
    exchange.getResponseBody().flush();
  }

  private Object result(JsonNode message) {
    return switch (message.path("method").asString()) {
      case "initialize" ->
          Map.of(
              "protocolVersion", "2025-06-18",
              "capabilities", Map.of("tools", Map.of()),
              "serverInfo", Map.of("name", "slow", "version", "1"));
      case "tools/list" -> Map.of("tools", List.of(tool()));
      case "tools/call" -> {
        waitForTest();
        yield Map.of("content", List.of(Map.of("type", "text", "text", "The parcel is in Oslo.")));
      }
      case "ping" -> Map.of();
      default -> null;
    };
  }

  private static Map<String, Object> tool() {
    return Map.of(
        "name", "find_parcel",
        "description", "Finds where a parcel is, by the number of the parcel.",
        "inputSchema",
            Map.of(
                "type", "object",
                "properties",
                    Map.of(
                        "number",
                        Map.of(
                            "type",
                            "string",
                            "description",
                            "The parcel's number, such as P-1234")),
                "required", List.of("number")));
  }

  private void waitForTest() {
    try {
      let.tryAcquire(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
