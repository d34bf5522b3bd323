package dev.cadre.sdk;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A request line with its headers.
 *
 * @param query the part behind {@code ?}, still encoded, or null
 * @param http11 false for HTTP/1.0: no chunks, no kept connection
 */
record RequestHead(
    String method, String path, @Nullable String query, boolean http11, Headers headers) {

  boolean wantsWebSocket() {
    return http11
        && headers.hasToken("connection", "upgrade")
        && headers.hasToken("upgrade", "websocket");
  }

  boolean keepsConnection() {
    return http11 && !headers.hasToken("connection", "close");
  }

  /** The first value of a query parameter, decoded, or null; an undecodable one stays as it is. */
  static @Nullable String parameter(@Nullable String query, String name) {
    int start = 0;
    while (query != null && start < query.length()) {
      int ampersand = query.indexOf('&', start);
      int end = ampersand < 0 ? query.length() : ampersand;
      int equals = query.indexOf('=', start);
      int split = equals < 0 || equals > end ? end : equals;
      if (decoded(query.substring(start, split)).equals(name)) {
        return split == end ? "" : decoded(query.substring(split + 1, end));
      }
      start = end + 1;
    }
    return null;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException undecodable) {
      return text;
    }
  }
}
