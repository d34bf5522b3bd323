package dev.cadre.credential;

import dev.cadre.fault.Fault;
import dev.cadre.http.HttpCall;
import dev.cadre.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Fetches the small JSON documents by which servers of OAuth describe themselves: within 10 s and
 * 256 KiB, without redirects, and where the network policy of its client lets it.
 */
final class Documents {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int MAX_BYTES = 256 * 1024;

  private final HttpClient http;

  Documents(HttpClient http) {
    this.http = http;
  }

  /** The document cannot be had; the message says why, to stand after its address. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String message) {
      super(message, null, false, false);
    }
  }

  /** A JSON object. */
  ObjectNode read(URI url) throws Unreadable, InterruptedException {
    HttpResponse<byte[]> answer = answer(url);
    if (answer.statusCode() != 200) {
      throw new Unreadable("answers " + answer.statusCode());
    }
    return parsed(answer);
  }

  /** The same; empty when there is none at this address. */
  Optional<ObjectNode> find(URI url) throws Unreadable, InterruptedException {
    HttpResponse<byte[]> answer = answer(url);
    int status = answer.statusCode();
    if (status / 100 == 5 || status == 429) {
      throw new Unreadable("answers " + status);
    }
    return status == 200 ? Optional.of(parsed(answer)) : Optional.empty();
  }

  private HttpResponse<byte[]> answer(URI url) throws Unreadable, InterruptedException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(url).timeout(LIMIT).header("Accept", "application/json").build();
      return HttpCall.whole(http, request, MAX_BYTES, LIMIT);
    } catch (IOException | IllegalArgumentException e) {
      throw new Unreadable("cannot be read (" + e.getMessage() + ")");
    }
  }

  private static ObjectNode parsed(HttpResponse<byte[]> answer) throws Unreadable {
    try {
      if (Json.parse(answer.body()) instanceof ObjectNode document) {
        return document;
      }
      throw new Unreadable("is no metadata document: it is no JSON object");
    } catch (Fault.Invalid e) {
      throw new Unreadable("is no metadata document: " + e.getMessage());
    }
  }
}
