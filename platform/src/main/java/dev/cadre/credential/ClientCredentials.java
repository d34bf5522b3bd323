package dev.cadre.credential;

import dev.cadre.fault.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tokens for the platform's own account at an authorization server (RFC 6749, 4.4). */
final class ClientCredentials {
  private final Discovery discovery;
  private final TokenEndpoint endpoint;
  private final TokenCache cache;

  private record Client(long provider, int revision) {}

  ClientCredentials(Discovery discovery, TokenEndpoint endpoint, TokenCache cache) {
    this.discovery = discovery;
    this.endpoint = endpoint;
    this.cache = cache;
  }

  /**
   * @throws Fault.Invalid when the vendor gives services no tokens, or its server refuses
   * @throws Fault.Unavailable when the server cannot be asked now
   */
  AccessToken token(Providers.Opened opened, TokenRequest request) throws InterruptedException {
    Provider provider = opened.provider();
    @Nullable String refusal = Vendor.of(provider.vendor()).refusal();
    if (refusal != null) {
      throw new Fault.Invalid(
          "%s gives no tokens by client credentials: %s".formatted(provider.words(), refusal));
    }
    return cache.get(key(provider, request), () -> fetch(opened, request));
  }

  void drop(Provider provider, TokenRequest request, String token) {
    cache.drop(key(provider, request), token);
  }

  private AccessToken fetch(Providers.Opened opened, TokenRequest request)
      throws InterruptedException {
    List<Map.Entry<String, String>> form = new ArrayList<>();
    form.add(Map.entry("grant_type", "client_credentials"));
    form.addAll(request.form());
    AuthorizationServer server = discovery.of(opened.provider());
    return endpoint.fetch(opened.client(server), server.token(), form).access();
  }

  private static TokenCache.Key key(Provider provider, TokenRequest request) {
    return new TokenCache.Key(new Client(provider.seq(), provider.revision()), request);
  }
}
