package dev.cadre.a2a;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cadre.credential.Outbound;
import dev.cadre.fault.Fault;
import dev.cadre.http.HttpCall;
import dev.cadre.json.Json;
import dev.cadre.model.Caller;
import dev.cadre.telemetry.TraceContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Requests to one agent elsewhere, in the version and binding that its card offers. */
final class RemoteWire {
  private final HttpClient http;
  private final RemoteCard card;
  private final Outbound proof;
  private final Caller caller;
  private final Duration limit;
  private final int maxAnswer;

  /** The agent, or what stands before it, refused the request. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;

    Refused(int status, String message) {
      super(message);
      this.status = status;
    }

    /** True when the agent is in trouble, and another try may do better. */
    boolean broken() {
      return status >= 500 || status == 429;
    }
  }

  RemoteWire(
      HttpClient http,
      RemoteCard card,
      Outbound proof,
      Caller caller,
      Duration limit,
      int maxAnswer) {
    this.http = http;
    this.card = card;
    this.proof = proof;
    this.caller = caller;
    this.limit = limit;
    this.maxAnswer = maxAnswer;
  }

  /** Whether the agent reads that media type, by its card. */
  boolean takes(String mediaType) {
    return card.takes(mediaType);
  }

  /**
   * Asks once.
   *
   * @param params in 1.0's form, the task's id as {@code id}
   * @return for SEND a {@code SendMessageResponse}, else a {@code Task}
   */
  ObjectNode ask(Method method, ObjectNode params)
      throws IOException, InterruptedException, Refused {
    HttpResponse<byte[]> answer =
        HttpCall.whole(http, request(method, params, "application/json"), maxAnswer, limit);
    ObjectNode result = result(answer.statusCode(), answer.body());
    if (card.version() == Version.V1_0) {
      return result;
    }
    return method == Method.SEND ? Form03.responseFrom(result) : Form03.taskFrom(result);
  }

  /**
   * Sends a message and hands on each update, a {@code StreamResponse}, until {@code updates} wants
   * no more or the stream ends.
   */
  void stream(ObjectNode params, Predicate<ObjectNode> updates)
      throws IOException, InterruptedException, Refused {
    HttpResponse<InputStream> answer =
        HttpCall.send(http, request(Method.STREAM, params, "text/event-stream"));
    try (InputStream body = answer.body()) {
      String type = answer.headers().firstValue("content-type").orElse("");
      if (answer.statusCode() != 200 || !type.startsWith("text/event-stream")) {
        // An error, or an agent that answers at once.
        ObjectNode whole = result(answer.statusCode(), body.readNBytes(maxAnswer));
        boolean _ = updates.test(response(whole));
        return;
      }
      events(body, updates);
    }
  }

  private void events(InputStream body, Predicate<ObjectNode> updates) throws IOException, Refused {
    BufferedReader lines = new BufferedReader(new InputStreamReader(body, UTF_8));
    StringBuilder data = new StringBuilder();
    long read = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      read += line.length();
      if (read > maxAnswer) {
        throw new Refused(200, "it sent more than " + maxAnswer + " characters");
      }
      if (line.startsWith("data:")) {
        data.append(line.substring("data:".length()).strip());
      } else if (line.isEmpty() && !data.isEmpty()) {
        ObjectNode update = response(result(200, data.toString().getBytes(UTF_8)));
        data.setLength(0);
        if (!updates.test(update)) {
          return;
        }
      }
    }
  }

  private ObjectNode response(ObjectNode result) {
    return card.version() == Version.V1_0 ? result : Form03.responseFrom(result);
  }

  private HttpRequest request(Method method, ObjectNode params, String accept)
      throws InterruptedException {
    Outbound.Proof shown = proof.proof();
    HttpRequest.Builder request =
        switch (card.binding()) {
          case JSONRPC -> rpc(method, params);
          case HTTP_JSON -> rest(method, params);
        };
    request
        .timeout(limit)
        .header("Accept", accept)
        .header(Version.HEADER, card.version().number())
        .header(Binding.HOPS, String.valueOf(caller.hops() + 1));
    TraceContext.write(caller.trace(), request::setHeader);
    shown.headers().forEach(request::setHeader);
    return request.build();
  }

  private HttpRequest.Builder rpc(Method method, ObjectNode params) {
    ObjectNode given =
        card.version() == Version.V0_3 && (method == Method.SEND || method == Method.STREAM)
            ? Form03.sendTo(params)
            : params;
    ObjectNode envelope =
        Json.object()
            .put("jsonrpc", "2.0")
            .put("id", UUID.randomUUID().toString())
            .put("method", method.name(card.version()));
    envelope.set("params", given);
    return post(card.url(), envelope);
  }

  private HttpRequest.Builder rest(Method method, ObjectNode params) {
    String base = card.url().toString().replaceAll("/+$", "");
    String task = base + "/tasks/" + params.path("id").asString("");
    return switch (method) {
      case SEND -> post(URI.create(base + "/message:send"), params);
      case STREAM -> post(URI.create(base + "/message:stream"), params);
      case GET -> HttpRequest.newBuilder(URI.create(task)).GET();
      case CANCEL -> post(URI.create(task + ":cancel"), Json.object());
      case LIST, SUBSCRIBE, PUSH_CREATE, PUSH_GET, PUSH_LIST, PUSH_DELETE, CARD ->
          throw new IllegalStateException("no agent is asked to " + method);
    };
  }

  private static HttpRequest.Builder post(URI url, ObjectNode body) {
    return HttpRequest.newBuilder(url)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)));
  }

  private ObjectNode result(int status, byte[] body) throws Refused {
    JsonNode json;
    try {
      json = Json.parse(body);
    } catch (Fault.Invalid e) {
      throw new Refused(status < 300 ? 502 : status, "it answered " + status + " without JSON");
    }
    JsonNode error = json.path("error");
    if ((!error.isMissingNode() && !error.isNull()) || status >= 300) {
      String said = error.path("message").asString("");
      int code = error.path("code").asInt(0);
      // An error of JSON-RPC comes with a status of 200; -32603 is the agent's own trouble.
      int shown = status < 300 && code == -32603 ? 500 : status;
      throw new Refused(shown, said.isEmpty() ? "it answered " + status : "it answered: " + said);
    }
    JsonNode result = card.binding() == RemoteCard.Binding.JSONRPC ? json.path("result") : json;
    if (result instanceof ObjectNode object) {
      return object;
    }
    throw new Refused(502, "its answer is no result of A2A");
  }
}
