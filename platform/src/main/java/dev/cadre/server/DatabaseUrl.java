package dev.cadre.server;

import dev.cadre.fault.Fault;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Where an operator's PostgreSQL is.
 *
 * @param shown without the password
 */
record DatabaseUrl(String jdbc, String user, String password, String shown) {

  /**
   * Reads {@code postgresql://user:password@host:port/name?options} or {@code
   * jdbc:postgresql://...}.
   */
  static DatabaseUrl parse(String text) {
    String plain = text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : text;
    URI uri = uri(plain);
    String path = uri.getRawPath();
    if (uri.getHost() == null || path == null || path.length() < 2) {
      throw invalid();
    }
    String info = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo();
    int colon = info.indexOf(':');
    String user = colon < 0 ? info : info.substring(0, colon);
    String password = colon < 0 ? "" : info.substring(colon + 1);
    String place = uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + path;
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return new DatabaseUrl(
        "jdbc:postgresql://" + place + query,
        user.isEmpty() ? "postgres" : decode(user),
        decode(password),
        place);
  }

  private static URI uri(String text) {
    try {
      URI uri = URI.create(text);
      if ("postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme())) {
        return uri;
      }
    } catch (IllegalArgumentException notAUrl) {
      // Told below without the text: it may hold a password.
    }
    throw invalid();
  }

  private static Fault invalid() {
    return new Fault.Invalid(
        "--database-url must be postgresql://USER:PASSWORD@HOST:PORT/NAME; special characters of the password"
            + " percent-encoded");
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
