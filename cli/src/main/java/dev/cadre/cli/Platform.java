package dev.cadre.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ContentStreamProvider;
import tools.jackson.databind.JsonNode;

/** A platform's address and how to speak to it. Every refusal becomes a {@link Failure}. */
final class Platform implements AutoCloseable {
  /** The longest JSON answer read, in bytes. */
  private static final int LONGEST_ANSWER = 16 << 20;

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration CONTROL_TIMEOUT = Duration.ofSeconds(60);

  /** An hour, the longest that AgentCore streams, and a little for the way. */
  private static final Duration STREAM_TIMEOUT = Duration.ofMinutes(61);

  private final URI url;
  private final Authorization authorization;
  private final HttpClient client;

  Platform(URI url, Authorization authorization) {
    this.url = url;
    this.authorization = authorization;
    this.client = client(url);
  }

  private static HttpClient client(URI url) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER);
    if ("http".equals(url.getScheme())) {
      // The default context reads all trusted certificates: 40 ms that plain HTTP has no use for.
      try {
        SSLContext trustsNobody = SSLContext.getInstance("TLS");
        trustsNobody.init(null, new TrustManager[0], null);
        builder.sslContext(trustsNobody);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
    return builder.build();
  }

  URI url() {
    return url;
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
    byte[] bytes = body == null ? new byte[0] : Json.bytes(body);
    Map<String, String> headers =
        body == null ? Map.of() : Map.of("Content-Type", "application/json");
    try (InputStream answer = send(method, path, headers, Body.of(bytes), CONTROL_TIMEOUT).body()) {
      return Json.read(answer, LONGEST_ANSWER);
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  /** Sends a file; the answer is JSON. */
  JsonNode upload(String path, String contentType, Path file) {
    try (InputStream answer =
        send("PUT", path, Map.of("Content-Type", contentType), Body.of(file), STREAM_TIMEOUT)
            .body()) {
      return Json.read(answer, LONGEST_ANSWER);
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  /** Sends {@code body} and returns the answer as it comes; the caller closes its body. */
  HttpResponse<InputStream> stream(
      String method, String path, Map<String, String> headers, byte[] body) {
    return send(method, path, headers, Body.of(body), STREAM_TIMEOUT);
  }

  /** The same bytes for the signer, which reads them first, and for the client. */
  private record Body(BodyPublisher publisher, ContentStreamProvider signed) {
    static Body of(byte[] bytes) {
      return new Body(
          bytes.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(bytes),
          ContentStreamProvider.fromByteArrayUnsafe(bytes));
    }

    static Body of(Path file) {
      try {
        return new Body(BodyPublishers.ofFile(file), () -> open(file));
      } catch (FileNotFoundException e) {
        throw Failure.usage("the file " + file + " cannot be read");
      }
    }

    private static InputStream open(Path file) {
      try {
        return Files.newInputStream(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private HttpResponse<InputStream> send(
      String method, String path, Map<String, String> headers, Body body, Duration timeout) {
    URI target = URI.create(url + path);
    var all = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(headers);
    all.putAll(authorization.headers(method, target, headers, body.signed()));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target).method(method, body.publisher()).timeout(timeout);
    all.forEach(request::header);
    try {
      HttpResponse<InputStream> response =
          client.send(request.build(), BodyHandlers.ofInputStream());
      if (response.statusCode() >= 300) {
        throw Refusals.failure(response);
      }
      return response;
    } catch (IOException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(Exit.INTERRUPTED, "interrupted");
    }
  }

  /** What a broken connection means. */
  Failure unreachable(IOException e) {
    if (e instanceof ConnectException || e instanceof HttpConnectTimeoutException) {
      return new Failure(
          Exit.UNREACHABLE,
          "no platform answers at "
              + url
              + ": start one with './cadre up', or name another with --url or CADRE_URL");
    }
    if (e instanceof HttpTimeoutException) {
      return new Failure(
          Exit.UNREACHABLE,
          "the platform at " + url + " took the request and did not answer in time");
    }
    return new Failure(
        Exit.UNREACHABLE,
        "the connection to " + url + " broke (" + e.getMessage() + "): is the platform still up?");
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
