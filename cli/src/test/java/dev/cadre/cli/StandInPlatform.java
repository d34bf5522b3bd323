package dev.cadre.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A platform by hand: answers "METHOD path?query" with what a test laid ready, notes requests. */
final class StandInPlatform implements AutoCloseable {
  static final String ID = "support-0123456789";
  static final String ARN = "arn:aws:bedrock-agentcore:us-east-1:000000000000:runtime/" + ID;
  static final String DATA =
      "/runtimes/arn%3Aaws%3Abedrock-agentcore%3Aus-east-1%3A000000000000%3Aruntime%2F" + ID;
  static final String LIST = "POST /runtimes/?maxResults=100";

  record Seen(String line, Map<String, String> headers, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  @FunctionalInterface
  interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
  private final List<Seen> seen = Collections.synchronizedList(new ArrayList<>());

  StandInPlatform() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  List<Seen> seen() {
    return List.copyOf(seen);
  }

  Seen last(String line) {
    return seen().stream().filter(s -> s.line().equals(line)).reduce((_, b) -> b).orElseThrow();
  }

  /** Answers in turn; the last one stays. */
  void on(String line, Answer... laid) {
    answers.put(line, new ArrayDeque<>(List.of(laid)));
  }

  void onJson(String line, String... bodies) {
    on(
        line,
        List.of(bodies).stream().map(b -> text(200, "application/json", b)).toArray(Answer[]::new));
  }

  void agents(String... names) {
    var list = new ArrayList<String>();
    for (String name : names) {
      list.add(agent(name, "READY"));
    }
    onJson(LIST, "{\"agentRuntimes\":[" + String.join(",", list) + "]}");
  }

  static String agent(String name, String status) {
    String id = name + "-0123456789";
    return """
        {"agentRuntimeName":"%s","agentRuntimeId":"%s","agentRuntimeVersion":"1","status":"%s",
        "agentRuntimeArn":"%s","lastUpdatedAt":"2026-01-01T00:00:00Z"}"""
        .formatted(name, id, status, ARN.replace(ID, id));
  }

  static Answer text(int status, String type, String body) {
    return bytes(status, type, body.getBytes(StandardCharsets.UTF_8));
  }

  static Answer bytes(int status, String type, byte[] body) {
    return exchange -> {
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        exchange.getResponseBody().write(body);
      }
    };
  }

  static Answer error(int status, String type, String message) {
    return exchange -> {
      exchange.getResponseHeaders().set("x-amzn-errortype", type);
      text(status, "application/json", "{\"message\":\"" + message + "\"}").to(exchange);
    };
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String line = exchange.getRequestMethod() + " " + exchange.getRequestURI().toASCIIString();
      var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
      exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
      seen.add(new Seen(line, headers, exchange.getRequestBody().readAllBytes()));
      Deque<Answer> laid = answers.get(line);
      if (laid == null) {
        error(404, "ResourceNotFoundException", "no answer is laid for " + line).to(exchange);
      } else {
        (laid.size() > 1 ? laid.poll() : laid.peek()).to(exchange);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
