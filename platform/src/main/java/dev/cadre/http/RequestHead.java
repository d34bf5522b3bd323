package dev.cadre.http;

import java.net.InetAddress;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request before its body, as it came.
 *
 * @param method upper case
 * @param rawPath the path, percent-encoded as sent
 * @param rawQuery the query, percent-encoded as sent, without its question mark; empty when there
 *     is none
 * @param headers by lower-case name; HTTP/2's {@code :authority} stands under {@code host}
 * @param http2 true when the request came over HTTP/2, where some SDKs sign {@code :authority} in
 *     place of {@code host}
 * @param remote the address the connection comes from; null when it has none
 */
public record RequestHead(
    String method,
    String rawPath,
    String rawQuery,
    Map<String, List<String>> headers,
    boolean http2,
    @Nullable InetAddress remote) {
  public RequestHead {
    Map<String, List<String>> copy = HashMap.newHashMap(headers.size());
    headers.forEach((name, values) -> copy.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
    headers = Collections.unmodifiableMap(copy);
  }

  /** The first value of a header; {@code name} in any case. */
  public Optional<String> header(String name) {
    List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
    return values == null || values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
  }
}
