package dev.cadre.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cadre.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An MCP server of the era of sessions, as good or as bad as its tools are called. */
public final class StandInTarget implements AutoCloseable {
  private static final int FIFTY_MB = 50 << 20;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Supplier<ArrayNode> tools;

  /** The bodies of all calls of tools. */
  public final List<ObjectNode> calls = new CopyOnWriteArrayList<>();

  /** The values of the headers {@code Authorization} that came. */
  public final List<String> authorizations = new CopyOnWriteArrayList<>();

  public StandInTarget(String... names) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/mcp", this::serve);
    server.start();
    offers(names);
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/mcp");
  }

  public void offers(String... names) {
    tools =
        () -> {
          ArrayNode list = Json.array();
          for (String name : names) {
            list.add(tool(name));
          }
          return list;
        };
  }

  public void offers(ArrayNode list) {
    tools = () -> list;
  }

  /** This many tools, {@code tool0} and on. */
  public void offersMany(int count) {
    offers(IntStream.range(0, count).mapToObj(i -> "tool" + i).toArray(String[]::new));
  }

  public static ObjectNode tool(String name) {
    ObjectNode tool = Json.object().put("name", name).put("description", "Does " + name);
    ObjectNode schema = tool.putObject("inputSchema").put("type", "object");
    schema.putObject("properties").putObject("text").put("type", "string");
    return tool;
  }

  private void serve(HttpExchange exchange) throws IOException {
    ObjectNode message = (ObjectNode) Json.parse(exchange.getRequestBody().readAllBytes());
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    authorizations.add(authorization == null ? "" : authorization);
    String method = message.path("method").asString("");
    switch (method) {
      case "initialize" -> {
        exchange.getResponseHeaders().set("Mcp-Session-Id", "s1");
        ObjectNode result = Json.object().put("protocolVersion", "2025-06-18");
        result.putObject("capabilities").putObject("tools");
        result.putObject("serverInfo").put("name", "stand-in").put("version", "1");
        answer(exchange, message, result);
      }
      case "tools/list" -> {
        ObjectNode result = Json.object();
        result.set("tools", tools.get());
        answer(exchange, message, result);
      }
      case "tools/call" -> call(exchange, message);
      case String notice when notice.startsWith("notifications/") -> send(exchange, 202, "");
      default -> {
        ObjectNode refused = Json.object().put("jsonrpc", "2.0");
        refused.set("id", message.get("id"));
        refused.putObject("error").put("code", -32601).put("message", "no " + method);
        send(exchange, 200, Json.text(refused));
      }
    }
  }

  private void call(HttpExchange exchange, ObjectNode message) throws IOException {
    ObjectNode params = (ObjectNode) message.get("params");
    calls.add(params);
    switch (params.path("name").asString("")) {
      case "hang" -> {
        try {
          closed.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      case "huge" -> huge(exchange);
      case "garbage" -> send(exchange, 200, "<html>no</html>");
      case "hollow" -> answer(exchange, message, Json.object().put("anything", 1));
      case "broken" -> send(exchange, 500, "oh");
      case "liar" -> {
        ObjectNode result = said("see the structure");
        result.putObject("structuredContent").put("degrees", "warm");
        answer(exchange, message, result);
      }
      case "fails" -> answer(exchange, message, said("it did not work").put("isError", true));
      default ->
          answer(exchange, message, said(params.path("arguments").path("text").asString("")));
    }
  }

  private static ObjectNode said(String text) {
    ObjectNode result = Json.object();
    result.putArray("content").addObject().put("type", "text").put("text", text);
    return result;
  }

  private static void huge(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, FIFTY_MB);
    byte[] part = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
    try (OutputStream out = exchange.getResponseBody()) {
      for (int i = 0; i < FIFTY_MB / part.length; i++) {
        out.write(part);
      }
    }
  }

  private static void answer(HttpExchange exchange, ObjectNode request, ObjectNode result)
      throws IOException {
    ObjectNode message = Json.object().put("jsonrpc", "2.0");
    message.set("id", request.get("id"));
    message.set("result", result);
    send(exchange, 200, Json.text(message));
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
    threads.close();
  }
}
