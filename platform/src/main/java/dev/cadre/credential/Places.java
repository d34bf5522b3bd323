package dev.cadre.credential;

import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What addresses of OAuth have to be. */
final class Places {
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  private static final int MAX_SHOWN = 200;

  private Places() {}

  /** An absolute address with a host; null for anything else. */
  static @Nullable URI of(String text) {
    try {
      URI uri = URI.create(text);
      return uri.getHost() == null || uri.getUserInfo() != null ? null : uri;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** True where nobody between reads along (OAuth 2.1, 1.5). */
  static boolean secure(URI place) {
    return "https".equalsIgnoreCase(place.getScheme())
        || ("http".equalsIgnoreCase(place.getScheme()) && thisMachine(place));
  }

  static boolean thisMachine(URI place) {
    return THIS_MACHINE.contains(String.valueOf(place.getHost()));
  }

  static boolean sameOrigin(URI one, URI other) {
    return String.valueOf(one.getScheme()).equalsIgnoreCase(other.getScheme())
        && String.valueOf(one.getHost()).equalsIgnoreCase(other.getHost())
        && port(one) == port(other);
  }

  /** What a server wrote, short and on one line, for an error that a person or a model reads. */
  static String shown(String text) {
    String plain = text.replaceAll("\\p{Cntrl}", " ");
    return plain.length() <= MAX_SHOWN ? plain : plain.substring(0, MAX_SHOWN) + "...";
  }

  private static int port(URI place) {
    if (place.getPort() >= 0) {
      return place.getPort();
    }
    return "https".equalsIgnoreCase(place.getScheme()) ? 443 : 80;
  }
}
