package dev.cadre.mcp;

import dev.cadre.credential.Challenge;
import dev.cadre.credential.Outbound;
import dev.cadre.fault.Fault;
import dev.cadre.http.HttpCall;
import dev.cadre.json.Json;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
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
  private static final int FORBIDDEN = 403;

  /** None, one that is asked for, and one with more. */
  private static final int MAX_PROOFS = 3;

  private final HttpClient http;
  private final URI url;
  private final WireRequests requests;
  private final Outbound outbound;
  private final AtomicLong ids = new AtomicLong();

  McpWire(HttpClient http, URI url, Outbound outbound) {
    this.http = http;
    this.url = url;
    this.requests = new WireRequests(url);
    this.outbound = outbound;
  }

  /**
   * @param message null when the answer holds no JSON-RPC message
   */
  record Answer(int status, @Nullable ObjectNode message, @Nullable String session) {

    /**
     * @throws RpcError when it is an error
     * @throws Fault.Unavailable when it is neither
     */
    ObjectNode result(URI url, String method) {
      if (message != null && message.get("result") instanceof ObjectNode result) {
        return result;
      }
      if (message != null && message.get("error") instanceof ObjectNode error) {
        throw new RpcError(
            error.path("code").asInt(RpcError.INTERNAL),
            error.path("message").asString("without a reason"),
            error.get("data"));
      }
      throw new Fault.Unavailable(
          "the MCP server at %s answered %s with HTTP %d".formatted(url, method, status));
    }
  }

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
    byte[] body = WireRequests.body(how, call, id);
    try {
      HttpResponse<InputStream> response = proved(proof -> requests.post(how, call, body, proof));
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
  private interface Writing {
    HttpRequest with(Outbound.Proof proof);
  }

  /** A server may want a token first, and then one that allows more. */
  private HttpResponse<InputStream> proved(Writing writing)
      throws IOException, InterruptedException {
    Outbound.Proof proof = outbound.proof();
    HttpResponse<InputStream> response = HttpCall.send(http, writing.with(proof));
    for (int proofs = 1; proofs < MAX_PROOFS && refuses(response); proofs++) {
      Outbound.Proof fresh;
      try {
        outbound.refused(proof, challenge(response));
        fresh = outbound.proof();
      } catch (Fault e) {
        response.body().close();
        throw e;
      }
      if (fresh.equals(proof)) {
        return response;
      }
      response.body().close();
      proof = fresh;
      response = HttpCall.send(http, writing.with(proof));
    }
    return response;
  }

  private static boolean refuses(HttpResponse<?> response) {
    return response.statusCode() == UNAUTHORIZED || response.statusCode() == FORBIDDEN;
  }

  private static Challenge challenge(HttpResponse<?> response) {
    return Challenge.of(response.statusCode(), response.headers().allValues("WWW-Authenticate"));
  }

  /**
   * The stream on which a session hears what nobody asked for, or that of a call that only listens.
   *
   * @throws Fault.Unavailable when the server has none
   */
  InputStream listen(Era how, ClientCall call) throws InterruptedException {
    long id = ids.incrementAndGet();
    byte[] body = WireRequests.body(how, call, id);
    try {
      HttpResponse<InputStream> response =
          proved(
              proof ->
                  switch (how) {
                    case Era.Stateless _ -> requests.post(how, call, body, proof);
                    case Era.Session _ -> requests.stream(how, call, null, proof);
                  });
      String type = response.headers().firstValue("Content-Type").orElse("");
      if (response.statusCode() == OK && type.startsWith(WireRequests.EVENTS)) {
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
      HttpCall.send(http, requests.end(session, outbound.proof())).body().close();
    } catch (IOException | Fault gone) {
      // It ends by itself.
    }
  }

  /** Sends what has no answer: a notification, or the answer to a server's question. */
  void tell(Era how, ObjectNode message) throws InterruptedException {
    try {
      HttpResponse<InputStream> response =
          HttpCall.send(http, requests.notice(how, message, outbound.proof()));
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
    if (type.startsWith(WireRequests.EVENTS)) {
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
      HttpResponse<InputStream> rest = proved(proof -> requests.stream(how, call, last, proof));
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
