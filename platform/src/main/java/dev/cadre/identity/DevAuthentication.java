package dev.cadre.identity;

import dev.cadre.http.Authenticator;
import dev.cadre.http.Principal;
import dev.cadre.http.RequestHead;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Development on loopback: nobody proves anything, but a page in the developer's browser is
 * nobody's client. It could send requests from another site, or reach the platform under a name
 * that it rebinds to 127.0.0.1; both show in {@code Origin} and {@code Host}. Only the platform's
 * own workers are told apart, by their sessions' credentials, so that what they use is charged to
 * them.
 */
final class DevAuthentication implements Authenticator {
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[[0-9a-fA-F:.%]+]");

  private static final String BEARER = "Bearer ";
  private static final String SESSION_KEY = "Credential=" + SessionCredentials.KEY_PREFIX;

  private final SigV4Authenticator sessions;
  private final IssuedTokens issued;
  private final AgentPasses passes;
  private final Set<String> localHosts;

  /**
   * @param sessions verifies the signatures of sessions' keys
   */
  DevAuthentication(
      SigV4Authenticator sessions, IssuedTokens issued, AgentPasses passes, IdentityConfig config) {
    this.sessions = sessions;
    this.issued = issued;
    this.passes = passes;
    this.localHosts = config.localHosts();
  }

  @Override
  public Grant authenticate(RequestHead head, Payload payload) throws IOException {
    String host = withoutPort(head.header("host").orElse("localhost"));
    if (!local(host)) {
      throw Refusal.denied(
          "in development the platform answers to localhost and IP addresses, not to '"
              + host
              + "'; start it with '--auth required' to use a name");
    }
    String origin = head.header("origin").orElse("");
    if (!origin.isEmpty() && !samePage(originHost(origin), host)) {
      throw Refusal.denied(
          "in development the platform takes no requests from pages of '" + origin + "'");
    }
    Grant session = session(head, payload);
    return session == null ? anonymous(head) : session;
  }

  /** Null when the caller shows no session's credentials. */
  private @Nullable Grant session(RequestHead head, Payload payload) throws IOException {
    String authorization = head.header("authorization").orElse("");
    if (authorization.startsWith(BEARER + SessionCredentials.TOKEN_PREFIX)) {
      Principal principal = issued.principal(authorization.substring(BEARER.length()).strip());
      return principal == null ? null : Grant.of(principal);
    }
    if (authorization.startsWith(BEARER + AgentPasses.PREFIX)) {
      Principal agent = passes.principal(authorization.substring(BEARER.length()).strip(), head);
      return agent == null ? null : Grant.of(agent);
    }
    boolean signed =
        authorization.startsWith(Claim.ALGORITHM) && authorization.contains(SESSION_KEY);
    boolean presigned = head.rawQuery().contains("X-Amz-" + SESSION_KEY);
    return signed || presigned
        ? sessions.authenticate(
            presigned ? null : authorization, head, Query.parse(head.rawQuery()), payload)
        : null;
  }

  private static Grant anonymous(RequestHead head) {
    String stated = head.header("x-amz-content-sha256").orElse("");
    if (!stated.startsWith("STREAMING-") || stated.endsWith("-EVENTS")) {
      return Grant.of(Principal.ANONYMOUS);
    }
    return new Grant(
        Principal.ANONYMOUS, body -> PayloadForm.of(stated).verified(body, head, null));
  }

  private boolean local(String host) {
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || localHosts.contains(host)
        || ADDRESS.matcher(host).matches();
  }

  /** An address in {@code Origin} may be any machine's, so only this one's will do. */
  private boolean samePage(String origin, String host) {
    boolean address = ADDRESS.matcher(origin).matches();
    return origin.equals(host)
        || (address && (origin.startsWith("127.") || origin.equals("[::1]")))
        || (!address && local(origin));
  }

  private static String originHost(String origin) {
    try {
      String host = new URI(origin).getHost();
      return host == null ? "" : host.toLowerCase(Locale.ROOT);
    } catch (URISyntaxException _) {
      return "";
    }
  }

  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    String name = colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    return name.toLowerCase(Locale.ROOT);
  }
}
