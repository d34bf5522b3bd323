package dev.cadre.mcp;

import dev.cadre.fault.Fault;
import dev.cadre.http.HttpCall;
import dev.cadre.json.Json;
import dev.cadre.telemetry.TraceContext;
import io.opentelemetry.context.Context;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A client of one MCP server over Streamable HTTP. It finds out which era the server is of with its
 * first request, and begins a new session when the server has forgotten the old one. It declares no
 * capabilities: a server has nothing to ask it. Thread-safe.
 */
public final class McpClient {
  private static final int MAX_ANSWER = 16 * 1024 * 1024;
  private static final int MAX_PAGES = 100;
  private static final Duration LIST_LIMIT = Duration.ofSeconds(30);

  private final HttpClient http;
  private final URI url;
  private final Map<String, String> headers;
  private final AtomicLong ids = new AtomicLong();
  private final ReentrantLock opening = new ReentrantLock();
  private volatile @Nullable Era era;

  /**
   * @param headers go with every request, such as an {@code Authorization}
   */
  public McpClient(HttpClient http, URI url, Map<String, String> headers) {
    this.http = http;
    this.url = url;
    this.headers = Map.copyOf(headers);
  }

  /** How the server is spoken to. */
  private sealed interface Era {
    record Stateless() implements Era {}

    /**
     * @param session null for a server that keeps none
     */
    record Session(@Nullable String session, String version) implements Era {}
  }

  /** The server has no such session any more. */
  private static final class Forgotten extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * All tools of the server, in its order. A tool whose schema breaks the protocol's rules is left
   * out.
   *
   * @throws Fault.Unavailable when the server does not answer, or not as MCP has it
   */
  public List<ObjectNode> tools() throws InterruptedException {
    List<ObjectNode> tools = new ArrayList<>();
    @Nullable String cursor = null;
    for (int page = 0; page < MAX_PAGES; page++) {
      ObjectNode params = Json.object();
      if (cursor != null) {
        params.put("cursor", cursor);
      }
      ObjectNode result = request("tools/list", params, Map.of(), LIST_LIMIT, Context.root());
      for (JsonNode tool : result.path("tools")) {
        if (tool instanceof ObjectNode object && usable(object)) {
          tools.add(object);
        }
      }
      cursor = result.path("nextCursor").asString(null);
      if (cursor == null) {
        return tools;
      }
    }
    throw new Fault.Unavailable(
        "the MCP server at " + url + " lists its tools in more than " + MAX_PAGES + " pages");
  }

  private static boolean usable(ObjectNode tool) {
    if (!tool.path("name").isString() || !(tool.get("inputSchema") instanceof ObjectNode schema)) {
      return false;
    }
    try {
      Headers.marked(schema);
      return true;
    } catch (RpcError e) {
      return false;
    }
  }

  /**
   * Calls a tool once and returns its {@code CallToolResult}.
   *
   * @param tool as {@link #tools} listed it
   * @throws Fault.Invalid when the server refuses the call
   * @throws Fault.Unavailable when it does not answer within {@code limit}, or not as MCP has it
   */
  public ObjectNode callTool(ObjectNode tool, ObjectNode arguments, Duration limit, Context trace)
      throws InterruptedException {
    ObjectNode params = Json.object().put("name", tool.path("name").asString(""));
    params.set("arguments", arguments);
    Map<String, String> repeated =
        tool.get("inputSchema") instanceof ObjectNode schema
            ? Headers.parameters(schema, arguments)
            : Map.of();
    return request("tools/call", params, repeated, limit, trace);
  }

  private ObjectNode request(
      String method, ObjectNode params, Map<String, String> repeated, Duration limit, Context trace)
      throws InterruptedException {
    try {
      return send(era(), method, params, repeated, limit, trace);
    } catch (Forgotten e) {
      era = null;
      return send(era(), method, params, repeated, limit, trace);
    }
  }

  private Era era() throws InterruptedException {
    Era known = era;
    if (known != null) {
      return known;
    }
    opening.lockInterruptibly();
    try {
      Era found = era;
      if (found == null) {
        found = open();
        era = found;
      }
      return found;
    } finally {
      opening.unlock();
    }
  }

  private Era open() throws InterruptedException {
    Era stateless = new Era.Stateless();
    Answer answer =
        exchange(stateless, "server/discover", Json.object(), Map.of(), LIST_LIMIT, Context.root());
    if (answer.message() != null && (answer.status() == 200 || modern(answer.message()))) {
      JsonNode supported =
          answer.message().has("result")
              ? answer.message().path("result").path("supportedVersions")
              : answer.message().path("error").path("data").path("supported");
      for (JsonNode version : supported) {
        if (version.asString("").equals(McpVersion.V2026_07_28.toString())) {
          return stateless;
        }
      }
    }
    return initialize();
  }

  /** True for an error that only a server of the stateless era sends. */
  private static boolean modern(ObjectNode message) {
    int code = message.path("error").path("code").asInt(0);
    return code <= -32020 && code >= -32099;
  }

  private Era.Session initialize() throws InterruptedException {
    String wanted = McpVersion.NEWEST_WITH_SESSIONS.toString();
    ObjectNode params = Json.object().put("protocolVersion", wanted);
    params.putObject("capabilities");
    params.set("clientInfo", clientInfo());
    Answer answer =
        exchange(
            new Era.Session(null, wanted),
            "initialize",
            params,
            Map.of(),
            LIST_LIMIT,
            Context.root());
    String version = result(answer, "initialize").path("protocolVersion").asString(wanted);
    if (McpVersion.of(version).isEmpty()) {
      throw new Fault.Unavailable(
          "the MCP server at " + url + " speaks only " + version + ", which is not spoken here");
    }
    Era.Session session = new Era.Session(answer.session(), version);
    notifyInitialized(session);
    return session;
  }

  private void notifyInitialized(Era.Session session) throws InterruptedException {
    ObjectNode message =
        new RpcMessage.Notification("notifications/initialized", Json.object()).toJson();
    try {
      HttpResponse<InputStream> response =
          HttpCall.send(
              http,
              head(session, LIST_LIMIT, Context.root())
                  .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(message)))
                  .build());
      response.body().close();
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  private ObjectNode send(
      Era how,
      String method,
      ObjectNode params,
      Map<String, String> repeated,
      Duration limit,
      Context trace)
      throws InterruptedException {
    Answer answer = exchange(how, method, params, repeated, limit, trace);
    if (answer.status() == 404
        && how instanceof Era.Session(String session, String _)
        && session != null) {
      throw new Forgotten();
    }
    return result(answer, method);
  }

  private ObjectNode result(Answer answer, String method) {
    ObjectNode message = answer.message();
    if (message != null && message.get("result") instanceof ObjectNode result) {
      String type = result.path("resultType").asString("complete");
      if (!type.equals("complete")) {
        throw new Fault.Unavailable(
            "the MCP server at "
                + url
                + " wants "
                + type
                + " for "
                + method
                + ", which was not offered");
      }
      return result;
    }
    if (message != null && message.path("error").isObject()) {
      throw new Fault.Invalid(
          "the MCP server at "
              + url
              + " refused "
              + method
              + ": "
              + message.path("error").path("message").asString("without a reason"));
    }
    throw new Fault.Unavailable(
        "the MCP server at " + url + " answered " + method + " with HTTP " + answer.status());
  }

  /**
   * @param message null when the answer holds no JSON-RPC message
   */
  private record Answer(int status, @Nullable ObjectNode message, @Nullable String session) {}

  private Answer exchange(
      Era how,
      String method,
      ObjectNode params,
      Map<String, String> repeated,
      Duration limit,
      Context trace)
      throws InterruptedException {
    long id = ids.incrementAndGet();
    HttpRequest.Builder request = head(how, limit, trace);
    if (how instanceof Era.Stateless) {
      request.setHeader(Headers.METHOD, method);
      Headers.named(method, params)
          .ifPresent(name -> request.setHeader(Headers.NAME, Headers.encode(name)));
      repeated.forEach(request::setHeader);
      ObjectNode meta = params.withObjectProperty("_meta");
      meta.put(Meta.VERSION, McpVersion.V2026_07_28.toString());
      meta.putObject(Meta.CAPABILITIES);
      meta.set(Meta.CLIENT, clientInfo());
    }
    ObjectNode message = new RpcMessage.Request(LongNode.valueOf(id), method, params).toJson();
    try {
      HttpResponse<InputStream> response =
          HttpCall.send(
              http,
              request.POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(message))).build());
      try (InputStream body = new BufferedInputStream(response.body())) {
        return new Answer(
            response.statusCode(),
            answer(response, body, id),
            response.headers().firstValue(Headers.SESSION).orElse(null));
      }
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  /**
   * The message that answers request {@code id}; what comes before it on a stream is passed over.
   */
  private @Nullable ObjectNode answer(HttpResponse<?> response, InputStream body, long id)
      throws IOException {
    String type = response.headers().firstValue("Content-Type").orElse("");
    if (type.startsWith("text/event-stream")) {
      SseReader events = new SseReader(body, MAX_ANSWER);
      for (var event = events.next(); event.isPresent(); event = events.next()) {
        ObjectNode message = message(event.get());
        if (message != null && !message.has("method") && message.path("id").asLong(-1) == id) {
          return message;
        }
      }
      return null;
    }
    byte[] bytes = body.readNBytes(MAX_ANSWER + 1);
    if (bytes.length > MAX_ANSWER) {
      throw new IOException("the answer is longer than " + MAX_ANSWER + " bytes");
    }
    return message(new String(bytes, StandardCharsets.UTF_8));
  }

  private static @Nullable ObjectNode message(String text) {
    try {
      return Json.parse(text) instanceof ObjectNode object ? object : null;
    } catch (Fault.Invalid e) {
      return null;
    }
  }

  private HttpRequest.Builder head(Era how, Duration limit, Context trace) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .timeout(limit)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream");
    headers.forEach(request::setHeader);
    TraceContext.write(trace, request::setHeader);
    switch (how) {
      case Era.Stateless _ -> request.setHeader(Headers.VERSION, McpVersion.V2026_07_28.toString());
      case Era.Session(String session, String version) -> {
        request.setHeader(Headers.VERSION, version);
        if (session != null) {
          request.setHeader(Headers.SESSION, session);
        }
      }
    }
    return request;
  }

  private static ObjectNode clientInfo() {
    return Json.object().put("name", "cadre").put("version", "1");
  }

  private Fault unreachable(IOException e) {
    return new Fault.Unavailable(
        e instanceof HttpTimeoutException
            ? "the MCP server at " + url + " did not answer in time"
            : "the MCP server at " + url + " cannot be reached (" + e.getMessage() + ")");
  }
}
