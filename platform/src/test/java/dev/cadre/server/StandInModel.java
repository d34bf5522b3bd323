package dev.cadre.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cadre.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A provider of OpenAI's kind that does as it is told, so that a whole platform has a model whose
 * every word a test knows. To {@code call: NAME {...}; NAME {...}} it calls those tools; after a
 * tool's result it says {@code Done:} and what came; to {@code refuse STATUS} it answers that; to
 * anything else it says what it was told.
 */
public final class StandInModel implements AutoCloseable {
  private final HttpServer server;
  private final AtomicInteger calls = new AtomicInteger();

  /** Every request, as it came. */
  public final List<JsonNode> requests = new CopyOnWriteArrayList<>();

  /** Runs before a request is answered. */
  public volatile Consumer<JsonNode> before = _ -> {};

  /** Runs between the first and the second half of an answer. */
  public volatile Consumer<JsonNode> midway = _ -> {};

  public StandInModel() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/v1/chat/completions", this::answer);
    server.start();
  }

  /** Writes a platform's configuration in which this is the default model. */
  public Path config(Path file) {
    String yaml =
        """
        models:
          attempts: 1
          providers:
            stand-in: {type: openai, baseUrl: "http://127.0.0.1:%d/v1"}
          aliases:
            default: ["stand-in:m-1"]
        """
            .formatted(server.getAddress().getPort());
    try {
      return Files.writeString(file, yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    JsonNode request = Json.parse(exchange.getRequestBody().readAllBytes());
    requests.add(request);
    try (exchange) {
      before.accept(request);
      JsonNode last = request.path("messages").path(request.path("messages").size() - 1);
      String told = text(last.path("content"));
      if (last.path("role").asString().equals("user") && told.startsWith("refuse ")) {
        refuse(exchange, Integer.parseInt(told.substring(7, 10)));
        return;
      }
      List<ObjectNode> deltas = deltas(last.path("role").asString(), told);
      exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
      exchange.sendResponseHeaders(200, 0);
      OutputStream out = exchange.getResponseBody();
      for (int i = 0; i < deltas.size(); i++) {
        if (i == deltas.size() / 2) {
          midway.accept(request);
        }
        send(out, chunk(deltas.get(i), null));
      }
      send(out, chunk(Json.object(), told.startsWith("call: ") ? "tool_calls" : "stop"));
      ObjectNode usage = chunk(Json.object(), null);
      usage.putArray("choices");
      usage
          .putObject("usage")
          .put("prompt_tokens", 10)
          .put("completion_tokens", 5)
          .put("total_tokens", 15);
      send(out, usage);
      out.write("data: [DONE]\n\n".getBytes(UTF_8));
    }
  }

  private static void refuse(HttpExchange exchange, int status) throws IOException {
    byte[] body = "{\"error\":{\"message\":\"refused\"}}".getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  private List<ObjectNode> deltas(String role, String told) {
    if (role.equals("user") && told.startsWith("call: ")) {
      List<ObjectNode> deltas = new ArrayList<>();
      int index = 0;
      for (String call : told.substring(6).split("; ")) {
        calls(deltas, index++, call);
      }
      return deltas;
    }
    return words(role.equals("tool") ? "Done: " + told : told);
  }

  private void calls(List<ObjectNode> deltas, int index, String call) {
    String[] parts = call.split(" ", 2);
    ObjectNode begin = Json.object();
    ObjectNode made = begin.putArray("tool_calls").addObject().put("index", index);
    made.put("id", "call_" + calls.incrementAndGet()).put("type", "function");
    made.putObject("function").put("name", parts[0]).put("arguments", "");
    deltas.add(begin);
    String arguments = parts.length > 1 ? parts[1] : "{}";
    int half = arguments.length() / 2;
    deltas.add(arguments(index, arguments.substring(0, half)));
    deltas.add(arguments(index, arguments.substring(half)));
  }

  private static ObjectNode arguments(int index, String piece) {
    ObjectNode delta = Json.object();
    delta
        .putArray("tool_calls")
        .addObject()
        .put("index", index)
        .putObject("function")
        .put("arguments", piece);
    return delta;
  }

  private static List<ObjectNode> words(String text) {
    List<ObjectNode> deltas = new ArrayList<>();
    for (String word : text.split("(?<= )")) {
      deltas.add(Json.object().put("content", word));
    }
    return deltas;
  }

  private static ObjectNode chunk(ObjectNode delta, String finish) {
    ObjectNode chunk = Json.object().put("id", "c").put("object", "chat.completion.chunk");
    chunk.put("created", 1).put("model", "m-1");
    ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
    choice.set("delta", delta);
    choice.put("finish_reason", finish);
    return chunk;
  }

  private static void send(OutputStream out, ObjectNode chunk) throws IOException {
    out.write(("data: " + Json.text(chunk) + "\n\n").getBytes(UTF_8));
    out.flush();
  }

  /** The text of a message, whether it is one or has parts. */
  public static String text(JsonNode content) {
    StringBuilder text = new StringBuilder(content.isString() ? content.asString() : "");
    if (content.isArray()) {
      content.forEach(part -> text.append(part.path("text").asString("")));
    }
    return text.toString();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
