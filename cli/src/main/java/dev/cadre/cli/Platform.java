package dev.cadre.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A platform's address and how to speak to it. Every refusal becomes a {@link Failure}. */
final class Platform {
  /** The longest JSON answer read, in bytes. */
  private static final int LONGEST_ANSWER = 16 << 20;

  private static final Duration CONTROL_TIMEOUT = Duration.ofSeconds(60);

  /** An hour, the longest that AgentCore streams, and a little for the way. */
  private static final Duration STREAM_TIMEOUT = Duration.ofMinutes(61);

  private final URI url;
  private final Authorization authorization;

  Platform(URI url, Authorization authorization) {
    this.url = url;
    this.authorization = authorization;
  }

  URI url() {
    return url;
  }

  /** One more parameter of a query; nothing for null. */
  static String parameter(String name, @Nullable String value) {
    return value == null ? "" : "&" + name + "=" + segment(value);
  }

  /** A path segment, percent-encoded as AWS SDKs do. */
  static String segment(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  JsonNode get(String path) {
    return json("GET", path, null);
  }

  JsonNode post(String path, @Nullable JsonNode body) {
    return json("POST", path, body);
  }

  JsonNode put(String path, JsonNode body) {
    return json("PUT", path, body);
  }

  JsonNode delete(String path) {
    return json("DELETE", path, null);
  }

  private JsonNode json(String method, String path, @Nullable JsonNode body) {
    Content content = body == null ? Content.NONE : Content.of(Json.bytes(body));
    Map<String, String> headers =
        body == null ? Map.of() : Map.of("Content-Type", "application/json");
    return json(send(method, path, headers, content, CONTROL_TIMEOUT));
  }

  /** Sends a file; the answer is JSON. */
  JsonNode upload(String path, String contentType, Path file) {
    Map<String, String> headers = Map.of("Content-Type", contentType);
    return json(send("PUT", path, headers, Content.of(file), STREAM_TIMEOUT));
  }

  private JsonNode json(Answer answer) {
    try (InputStream body = answer.body()) {
      return Json.read(body, LONGEST_ANSWER);
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  /** Sends {@code body} and returns the answer as it comes; the caller closes its body. */
  Answer stream(String method, String path, Map<String, String> headers, byte[] body) {
    return send(method, path, headers, Content.of(body), STREAM_TIMEOUT);
  }

  private Answer send(
      String method, String path, Map<String, String> headers, Content content, Duration silence) {
    URI target = URI.create(url + path);
    var all = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(headers);
    all.putAll(authorization.headers(method, target, headers, content));
    try {
      Answer answer = Connection.send(method, target, all, content, silence);
      if (answer.status() >= 300) {
        throw Refusals.failure(answer);
      }
      return answer;
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  /** What a broken connection means. */
  Failure unreachable(IOException e) {
    if (e instanceof ConnectException) {
      return new Failure(
          Exit.UNREACHABLE,
          "no platform answers at "
              + url
              + ": start one with './cadre up', or name another with --url or CADRE_URL");
    }
    if (e instanceof SocketTimeoutException) {
      return new Failure(
          Exit.UNREACHABLE,
          "the platform at " + url + " took the request and did not answer in time");
    }
    return new Failure(
        Exit.UNREACHABLE,
        "the connection to " + url + " broke (" + e.getMessage() + "): is the platform still up?");
  }
}
