package dev.cadre.server;

import dev.cadre.fault.Fault;
import dev.cadre.http.Authenticator;
import dev.cadre.http.Principal;
import dev.cadre.http.RequestHead;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may call a server that runs alone: whoever brings its token, or, where there is none,
 * programs of this machine. A page in a browser is none of these: it shows in {@code Origin}, and
 * under a name rebound to loopback in {@code Host}.
 */
final class McpCallers implements Authenticator {
  private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final String BEARER = "Bearer ";
  private static final Principal TOKEN =
      new Principal("token", Principal.Kind.ACCESS_KEY, Set.of("*"));

  private final byte @Nullable [] token;

  /**
   * @param token null where only this machine can connect
   */
  McpCallers(@Nullable String token) {
    this.token = token == null ? null : token.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Grant authenticate(RequestHead head, Payload payload) {
    if (head.rawPath().equals("/health")) {
      // Probes carry no token, and learn nothing but that.
      return Grant.of(Principal.ANONYMOUS);
    }
    return token == null ? local(head) : bearer(head, token);
  }

  private static Grant bearer(RequestHead head, byte[] expected) {
    String sent = head.header("authorization").orElse("");
    byte[] bytes =
        (sent.startsWith(BEARER) ? sent.substring(BEARER.length()).strip() : "")
            .getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(bytes, expected)) {
      throw new Fault.Unauthenticated(
          Fault.Unauthenticated.NO_TOKEN,
          "send the server's token: Authorization: Bearer ... (its variable CADRE_MCP_TOKEN)");
    }
    return Grant.of(TOKEN);
  }

  private static Grant local(RequestHead head) {
    String host = head.header("host").orElse("localhost");
    String origin = head.header("origin").orElse("");
    if (!LOCAL.contains(withoutPort(host)) || (!origin.isEmpty() && !isLocal(origin))) {
      throw new Fault.Denied(
          "this server answers programs of its machine, not pages of '"
              + (origin.isEmpty() ? host : origin)
              + "'; set CADRE_MCP_TOKEN and send it to call it from elsewhere");
    }
    return Grant.of(Principal.ANONYMOUS);
  }

  private static boolean isLocal(String origin) {
    try {
      String host = URI.create(origin).getHost();
      return host != null && LOCAL.contains(host.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    String name = colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    return name.toLowerCase(Locale.ROOT);
  }
}
