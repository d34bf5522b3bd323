package dev.cadre.openapi;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Redirects are followed where scheme, host and port stay the same: credentials and data go nowhere
 * that the document does not name.
 */
final class Redirects {
  private Redirects() {}

  /** Where to go on; null when this is the answer. */
  static @Nullable URI next(HttpRequest request, HttpResponse<?> response) {
    String location = response.headers().firstValue("Location").orElse("");
    boolean redirects =
        switch (response.statusCode()) {
          case 301, 302, 303, 307, 308 -> !location.isEmpty();
          default -> false;
        };
    if (!redirects) {
      return null;
    }
    try {
      URI next = request.uri().resolve(location);
      return sameServer(request.uri(), next) ? next : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static boolean sameServer(URI a, URI b) {
    return Objects.equals(a.getScheme(), b.getScheme())
        && Objects.equals(lower(a.getHost()), lower(b.getHost()))
        && a.getPort() == b.getPort()
        && b.getRawUserInfo() == null;
  }

  private static @Nullable String lower(@Nullable String host) {
    return host == null ? null : host.toLowerCase(Locale.ROOT);
  }

  /** The next request; what is not to be sent twice becomes a GET (RFC 9110, 15.4). */
  static HttpRequest follow(HttpRequest request, int status, URI next) {
    boolean repeats =
        status == 307
            || status == 308
            || request.method().equals("GET")
            || request.method().equals("HEAD");
    HttpRequest.Builder builder = HttpRequest.newBuilder(request, (_, _) -> true).uri(next);
    if (!repeats) {
      builder =
          HttpRequest.newBuilder(request, (name, _) -> !name.equalsIgnoreCase("content-type"));
      builder.uri(next).method("GET", BodyPublishers.noBody());
    }
    return builder.build();
  }
}
