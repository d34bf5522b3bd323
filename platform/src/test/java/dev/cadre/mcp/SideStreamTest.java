package dev.cadre.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cadre.credential.Outbound;
import dev.cadre.http.Principal;
import dev.cadre.json.Json;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A server that asks on its session's own stream while a tool works. */
@Timeout(60)
final class SideStreamTest {
  private static final String QUESTION =
      """
      {"jsonrpc":"2.0","id":"q","method":"elicitation/create","params":{"message":"which?"}}\
      """;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final BlockingQueue<OutputStream> streams = new ArrayBlockingQueue<>(10);
  private final BlockingQueue<ObjectNode> answers = new ArrayBlockingQueue<>(10);
  private final AtomicInteger opened = new AtomicInteger();
  private final CountDownLatch end = new CountDownLatch(1);
  private final CountDownLatch waiting = new CountDownLatch(1);
  private final CountDownLatch letGo = new CountDownLatch(1);
  private volatile boolean offers = true;
  private HttpServer server;
  private RemoteServer remote;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/mcp", this::serve);
    server.start();
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/mcp");
    remote = new RemoteServer("asking", http, url, Outbound.NONE, Duration.ofSeconds(20));
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
    http.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    if (exchange.getRequestMethod().equals("GET")) {
      stream(exchange);
      return;
    }
    ObjectNode message = (ObjectNode) Json.parse(exchange.getRequestBody().readAllBytes());
    switch (message.path("method").asString("")) {
      case "initialize" -> {
        exchange.getResponseHeaders().set("Mcp-Session-Id", "s");
        answer(exchange, message, Json.object().put("protocolVersion", "2025-11-25"));
      }
      case "tools/call" -> answer(exchange, message, called(message));
      case "server/discover" -> status(exchange, 400);
      default -> {
        if (!message.has("method")) {
          answers.add(message);
        }
        status(exchange, 202);
      }
    }
  }

  private void stream(HttpExchange exchange) throws IOException {
    opened.incrementAndGet();
    if (!offers) {
      status(exchange, 405);
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    exchange.getResponseBody().flush();
    streams.add(exchange.getResponseBody());
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.close();
  }

  /** The tool {@code ask} asks, {@code wait} only takes its time, others are done at once. */
  private ObjectNode called(ObjectNode message) throws IOException {
    String said = "done";
    try {
      switch (message.path("params").path("name").asString("")) {
        case "ask" -> said = asked();
        case "wait" -> {
          waiting.countDown();
          letGo.await();
        }
        default -> {
          // Done.
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ObjectNode result = Json.object();
    result.putArray("content").addObject().put("type", "text").put("text", said);
    return result;
  }

  private String asked() throws IOException, InterruptedException {
    OutputStream stream = streams.poll(10, TimeUnit.SECONDS);
    if (stream == null) {
      return "nobody listens";
    }
    stream.write(("data: " + QUESTION + "\n\n").getBytes(StandardCharsets.UTF_8));
    stream.flush();
    streams.add(stream);
    ObjectNode answer = answers.poll(10, TimeUnit.SECONDS);
    return answer == null ? "no answer" : Json.text(answer);
  }

  private static void answer(HttpExchange exchange, ObjectNode request, ObjectNode result)
      throws IOException {
    ObjectNode message = Json.object().put("jsonrpc", "2.0");
    message.set("id", request.get("id"));
    message.set("result", result);
    byte[] bytes = Json.bytes(message);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static void status(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private String call(String tool) throws InterruptedException {
    return Json.text(remote.callTool(tool, Json.object(), new Knowing()));
  }

  @Test
  void the_only_call_under_way_is_asked_and_the_stream_kept_for_the_next() throws Exception {
    assertThat(call("ask")).contains("this one");
    assertThat(call("ask")).contains("this one");
    assertThat(opened).hasValue(1);
  }

  @Test
  void a_question_that_could_be_of_two_calls_is_refused() throws Exception {
    FutureTask<String> other = new FutureTask<>(() -> call("wait"));
    Thread.ofVirtual().start(other);
    waiting.await();

    assertThat(call("ask")).contains("error").doesNotContain("this one");

    letGo.countDown();
    assertThat(other.get()).contains("done");
  }

  @Test
  void a_server_without_such_a_stream_is_asked_for_it_once() throws Exception {
    offers = false;
    assertThat(call("other")).contains("done");
    assertThat(call("other")).contains("done");
    assertThat(opened).hasValue(1);
  }

  private static final class Knowing implements McpCall {
    @Override
    public Principal principal() {
      return Principal.ANONYMOUS;
    }

    @Override
    public Context trace() {
      return Context.root();
    }

    @Override
    public void progress(double done, @Nullable Double total, @Nullable String message) {}

    @Override
    public void log(LogLevel level, String logger, JsonNode data) {}

    @Override
    public Map<String, ObjectNode> ask(Map<String, Question> questions) {
      Map<String, ObjectNode> answers = new LinkedHashMap<>();
      for (String name : questions.keySet()) {
        ObjectNode answer = Json.object().put("action", "accept");
        answer.putObject("content").put("which", "this one");
        answers.put(name, answer);
      }
      return answers;
    }
  }
}
