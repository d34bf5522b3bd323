package dev.cadre.a2a;

import dev.cadre.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A client that knows nothing of the protocol but its envelopes. */
final class Client implements AutoCloseable {
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI agent;

  Client(URI agent) {
    this.agent = agent;
  }

  static ObjectNode said(String text) {
    ObjectNode message =
        Json.object().put("messageId", "m-" + text.hashCode()).put("role", "ROLE_USER");
    message.putArray("parts").addObject().put("text", text);
    return message;
  }

  static ObjectNode params(ObjectNode message) {
    ObjectNode params = Json.object();
    params.set("message", message);
    return params;
  }

  private HttpRequest.Builder request(String path, String version) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(agent + path));
    return version.isEmpty() ? request : request.header("A2A-Version", version);
  }

  /** The whole answer of one JSON-RPC request. */
  JsonNode rpc(String version, String method, JsonNode params) {
    return Json.parse(send(post("", version, envelope(method, params))).body());
  }

  JsonNode result(String method, JsonNode params) {
    JsonNode answer = rpc("1.0", method, params);
    if (answer.has("error")) {
      throw new AssertionError(answer.toString());
    }
    return answer.path("result");
  }

  int code(String method, JsonNode params) {
    return rpc("1.0", method, params).path("error").path("code").asInt(0);
  }

  /** The data of each event of a stream. */
  List<JsonNode> stream(String version, String method, JsonNode params) {
    return events(send(post("", version, envelope(method, params))).body());
  }

  HttpResponse<String> post(String path, String version, JsonNode body, String... headers) {
    HttpRequest.Builder request = post(path, version, body);
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return send(request);
  }

  HttpResponse<String> get(String path, String version) {
    return send(request(path, version).GET());
  }

  HttpResponse<String> delete(String path, String version) {
    return send(request(path, version).DELETE());
  }

  static List<JsonNode> events(String body) {
    List<JsonNode> events = new ArrayList<>();
    Stream.of(body.split("\n"))
        .filter(line -> line.startsWith("data:"))
        .forEach(line -> events.add(Json.parse(line.substring(5))));
    return events;
  }

  private HttpRequest.Builder post(String path, String version, JsonNode body) {
    return request(path, version)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)));
  }

  private static ObjectNode envelope(String method, JsonNode params) {
    ObjectNode envelope = Json.object().put("jsonrpc", "2.0").put("id", 7).put("method", method);
    envelope.set("params", params);
    return envelope;
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
