package dev.cadre.mcp;

import dev.cadre.credential.Outbound;
import dev.cadre.fault.Fault;
import dev.cadre.http.HttpCall;
import dev.cadre.json.Json;
import dev.cadre.telemetry.TraceContext;
import io.opentelemetry.context.Context;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.ObjectNode;

/** Carries messages to one server and its answers back, over Streamable HTTP. Thread-safe. */
final class McpWire {
  /** As much as a gateway's payload may have, and an endpoint here takes. */
  private static final int MAX_ANSWER = 6 * 1024 * 1024;

  private static final int MAX_RESUMED = 20;
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;
  private static final String EVENTS = "text/event-stream";
  private static final Duration NOTICE_LIMIT = Duration.ofSeconds(30);

  private final HttpClient http;
  private final URI url;
  private final Outbound outbound;
  private final AtomicLong ids = new AtomicLong();

  McpWire(HttpClient http, URI url, Outbound outbound) {
    this.http = http;
    this.url = url;
    this.outbound = outbound;
  }

  /**
   * @param message null when the answer holds no JSON-RPC message
   */
  record Answer(int status, @Nullable ObjectNode message, @Nullable String session) {}

  URI url() {
    return url;
  }

  /**
   * Sends a request once, and once more with a new proof when the server takes the first for none.
   *
   * @throws Fault.Unavailable when the server does not answer
   */
  Answer exchange(Era how, ClientCall call) throws InterruptedException {
    long id = ids.incrementAndGet();
    ObjectNode message =
        new RpcMessage.Request(LongNode.valueOf(id), call.method(), said(how, call, id)).toJson();
    byte[] body = Json.bytes(message);
    try {
      HttpResponse<InputStream> response = proved(proof -> post(how, call, body, proof));
      try (InputStream in = new BufferedInputStream(response.body())) {
        return new Answer(
            response.statusCode(),
            answer(how, call, response, in, id),
            response.headers().firstValue(Headers.SESSION).orElse(null));
      }
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  @FunctionalInterface
  private interface Sending {
    HttpResponse<InputStream> send(Outbound.Proof proof) throws IOException, InterruptedException;
  }

  private HttpResponse<InputStream> proved(Sending sending)
      throws IOException, InterruptedException {
    Outbound.Proof proof = outbound.proof();
    HttpResponse<InputStream> response = sending.send(proof);
    if (response.statusCode() != UNAUTHORIZED) {
      return response;
    }
    outbound.refused(proof);
    Outbound.Proof fresh = outbound.proof();
    if (fresh.equals(proof)) {
      return response;
    }
    response.body().close();
    return sending.send(fresh);
  }

  /**
   * The stream on which a session hears what nobody asked for, or that of a call that only listens.
   *
   * @throws Fault.Unavailable when the server has none
   */
  InputStream listen(Era how, ClientCall call) throws InterruptedException {
    long id = ids.incrementAndGet();
    byte[] body =
        Json.bytes(
            new RpcMessage.Request(LongNode.valueOf(id), call.method(), said(how, call, id))
                .toJson());
    try {
      HttpResponse<InputStream> response =
          proved(
              proof ->
                  switch (how) {
                    case Era.Stateless _ -> post(how, call, body, proof);
                    case Era.Session _ ->
                        HttpCall.send(
                            http,
                            head(how, call.limit(), call.trace(), proof)
                                .setHeader("Accept", EVENTS)
                                .GET()
                                .build());
                  });
      String type = response.headers().firstValue("Content-Type").orElse("");
      if (response.statusCode() == OK && type.startsWith(EVENTS)) {
        return new BufferedInputStream(response.body());
      }
      response.body().close();
      throw new Fault.Unavailable(
          "the MCP server at %s has no stream for what it says unasked (HTTP %d)"
              .formatted(url, response.statusCode()));
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  /** Tells the server that a session is over; it need not care. */
  void end(Era.Session session) throws InterruptedException {
    if (session.session() == null) {
      return;
    }
    try {
      HttpCall.send(
              http,
              head(session, NOTICE_LIMIT, Context.root(), outbound.proof())
                  .method("DELETE", HttpRequest.BodyPublishers.noBody())
                  .build())
          .body()
          .close();
    } catch (IOException | Fault gone) {
      // It ends by itself.
    }
  }

  /** The parameters with what this era adds to them; those of the call stay as they are. */
  private static ObjectNode said(Era how, ClientCall call, long id) {
    ObjectNode params = Json.object();
    params.setAll(call.params());
    ObjectNode meta = McpMethods.object(call.params(), "_meta").deepCopy();
    if (call.caller() != null) {
      meta.put("progressToken", id);
    }
    if (how instanceof Era.Stateless) {
      meta.put(Meta.VERSION, McpVersion.V2026_07_28.toString());
      meta.set(Meta.CAPABILITIES, McpClient.capabilities(call.caller() != null));
      meta.set(Meta.CLIENT, McpClient.info());
      if (call.caller() != null) {
        meta.put(Meta.LOG_LEVEL, McpCall.LogLevel.DEBUG.wire());
      }
    }
    if (!meta.isEmpty()) {
      params.set("_meta", meta);
    }
    return params;
  }

  private HttpResponse<InputStream> post(
      Era how, ClientCall call, byte[] body, Outbound.Proof proof)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = head(how, call.limit(), call.trace(), proof);
    if (how instanceof Era.Stateless) {
      request.setHeader(Headers.METHOD, call.method());
      Headers.named(call.method(), call.params())
          .ifPresent(name -> request.setHeader(Headers.NAME, Headers.encode(name)));
      call.headers().forEach(request::setHeader);
    }
    return HttpCall.send(http, request.POST(HttpRequest.BodyPublishers.ofByteArray(body)).build());
  }

  /** Sends what has no answer: a notification, or the answer to a server's question. */
  void tell(Era how, ObjectNode message) throws InterruptedException {
    try {
      HttpResponse<InputStream> response =
          HttpCall.send(
              http,
              head(how, NOTICE_LIMIT, Context.root(), outbound.proof())
                  .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(message)))
                  .build());
      response.body().close();
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  /** The message that answers request {@code id}; what comes before it is for the caller. */
  private @Nullable ObjectNode answer(
      Era how, ClientCall call, HttpResponse<?> response, InputStream body, long id)
      throws IOException, InterruptedException {
    String type = response.headers().firstValue("Content-Type").orElse("");
    if (type.startsWith(EVENTS)) {
      return streamed(how, call, body, id);
    }
    byte[] bytes = body.readNBytes(MAX_ANSWER + 1);
    if (bytes.length > MAX_ANSWER) {
      throw new IOException("its answer is longer than " + MAX_ANSWER + " bytes");
    }
    return message(new String(bytes, StandardCharsets.UTF_8));
  }

  /**
   * A server may end a session's stream before the answer: what is left of it then comes by another
   * one, which goes on after the last event of the first.
   */
  private @Nullable ObjectNode streamed(Era how, ClientCall call, InputStream body, long id)
      throws IOException, InterruptedException {
    Interlude interlude = new Interlude(this, how, call, id);
    SseReader events = new SseReader(body, MAX_ANSWER);
    ObjectNode answer = read(events, interlude, id);
    for (int resumed = 0; answer == null && resumed < MAX_RESUMED; resumed++) {
      String last = events.lastId();
      if (last == null || how instanceof Era.Stateless) {
        return null;
      }
      pause(events.retry());
      HttpResponse<InputStream> rest =
          proved(
              proof ->
                  HttpCall.send(
                      http,
                      head(how, call.limit(), call.trace(), proof)
                          .setHeader("Accept", EVENTS)
                          .setHeader("Last-Event-ID", last)
                          .GET()
                          .build()));
      try (InputStream in = new BufferedInputStream(rest.body())) {
        if (rest.statusCode() != OK) {
          return null;
        }
        events = new SseReader(in, MAX_ANSWER);
        answer = read(events, interlude, id);
      }
    }
    return answer;
  }

  private static @Nullable ObjectNode read(SseReader events, Interlude interlude, long id)
      throws IOException, InterruptedException {
    for (var event = events.next(); event.isPresent(); event = events.next()) {
      ObjectNode message = message(event.get());
      if (message != null && message.has("method")) {
        interlude.heard(message);
      } else if (message != null && message.path("id").asLong(-1) == id) {
        return message;
      }
    }
    return null;
  }

  /** As long as the server wants, within reason; an interrupt ends it. */
  private static void pause(@Nullable Duration wanted) throws InterruptedException {
    Duration pause = wanted == null ? PAUSE : wanted;
    Duration most = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    var _ = new CountDownLatch(1).await(most.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Null for what is none. */
  static @Nullable ObjectNode message(String text) {
    try {
      return Json.parse(text) instanceof ObjectNode object ? object : null;
    } catch (Fault.Invalid e) {
      return null;
    }
  }

  private HttpRequest.Builder head(Era how, Duration limit, Context trace, Outbound.Proof proof) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(with(proof.query()))
            .timeout(limit)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream");
    proof.headers().forEach(request::setHeader);
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

  private URI with(Map<String, String> query) {
    if (query.isEmpty()) {
      return url;
    }
    StringBuilder whole = new StringBuilder(url.toString());
    char joint = url.getRawQuery() == null ? '?' : '&';
    for (Map.Entry<String, String> parameter : query.entrySet()) {
      whole
          .append(joint)
          .append(encoded(parameter.getKey()))
          .append('=')
          .append(encoded(parameter.getValue()));
      joint = '&';
    }
    return URI.create(whole.toString());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Fault unreachable(IOException e) {
    return new Fault.Unavailable(
        e instanceof HttpTimeoutException
            ? "the MCP server at " + url + " did not answer in time"
            : "the MCP server at " + url + " cannot be reached (" + reason(e) + ")");
  }

  /** The JDK's client says nothing of a refused connection. */
  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
