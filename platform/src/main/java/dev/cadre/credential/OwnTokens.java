package dev.cadre.credential;

import dev.cadre.fault.Fault;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of a client's own account at an MCP server (RFC 6749, 4.4; MCP's extension OAuth Client
 * Credentials). Where they come from is found out when the server first refuses. Thread-safe.
 */
final class OwnTokens {
  private static final int MAX_SERVERS = 1_000;

  private final IssuerDiscovery issuers;
  private final ClientRegistration clients;
  private final TokenEndpoint endpoint;
  private final TokenCache cache;
  private final Map<URI, Source> sources = new ConcurrentHashMap<>();

  /** Where the tokens for a server come from, and what they are good for. */
  private record Source(URI server, String issuer, TokenRequest request) {
    TokenCache.Key key() {
      return new TokenCache.Key(this, request);
    }
  }

  OwnTokens(
      IssuerDiscovery issuers,
      ClientRegistration clients,
      TokenEndpoint endpoint,
      TokenCache cache) {
    this.issuers = issuers;
    this.clients = clients;
    this.endpoint = endpoint;
    this.cache = cache;
  }

  /**
   * Null while nobody knows where they come from.
   *
   * @throws Fault.Invalid when the authorization server refuses the client
   * @throws Fault.Unavailable when it cannot be asked now
   */
  @Nullable String current(URI server) throws InterruptedException {
    Source source = sources.get(server);
    return source == null ? null : cache.get(source.key(), () -> fetch(source)).value();
  }

  private AccessToken fetch(Source source) throws InterruptedException {
    IssuerMetadata issuer = issuers.of(source.issuer());
    OauthClient client = clients.client(source.server(), issuer);
    List<Map.Entry<String, String>> form = new ArrayList<>();
    form.add(Map.entry("grant_type", "client_credentials"));
    form.addAll(source.request().form());
    return endpoint.fetch(client, issuer.server().token(), form).access();
  }

  /**
   * The server said who gives tokens.
   *
   * @param refused the token it did not take; null when it was shown none
   */
  void found(URI server, ProtectedResource found, List<String> scopes, @Nullable String refused) {
    if (sources.size() >= MAX_SERVERS) {
      sources.clear();
    }
    Source before = sources.get(server);
    List<String> all =
        before == null ? scopes : Authorizations.union(before.request().scopes(), scopes);
    Source now = new Source(server, found.issuer(), request(all, found.resource()));
    sources.put(server, now);
    if (refused != null) {
      cache.drop(now.key(), refused);
    }
  }

  /** Asks for more from now on; false when there is no more. */
  boolean widen(URI server, List<String> scopes) {
    Source before = sources.get(server);
    if (before == null || before.request().scopes().containsAll(scopes)) {
      return false;
    }
    List<String> all = Authorizations.union(before.request().scopes(), scopes);
    String resource = before.request().resources().getFirst();
    sources.put(server, new Source(server, before.issuer(), request(all, resource)));
    return true;
  }

  private static TokenRequest request(List<String> scopes, String resource) {
    return new TokenRequest(scopes, List.of(resource), List.of(), Map.of());
  }
}
