package dev.cadre.credential;

import dev.cadre.fault.Fault;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Finds a provider's authorization server: what its metadata document says (RFC 8414, OpenID
 * Connect Discovery) is believed for an hour. Thread-safe.
 */
final class Discovery {
  private final Documents documents;
  private final Believed<AuthorizationServer> believed;

  Discovery(Documents documents, InstantSource clock) {
    this.documents = documents;
    this.believed = new Believed<>(clock);
  }

  AuthorizationServer of(Provider provider) throws InterruptedException {
    JsonNode discovery = provider.settings().path("oauthDiscovery");
    JsonNode metadata = discovery.path("authorizationServerMetadata");
    if (metadata.isObject()) {
      return server(
          provider,
          metadata.path("authorizationEndpoint"),
          metadata.path("tokenEndpoint"),
          metadata.path("tokenEndpointAuthMethods"));
    }
    String url = discovery.path("discoveryUrl").asString();
    return believed.of(url, () -> fetch(provider, URI.create(url)));
  }

  private AuthorizationServer fetch(Provider provider, URI url) throws InterruptedException {
    try {
      JsonNode document = documents.read(url);
      return server(
          provider,
          document.path("authorization_endpoint"),
          document.path("token_endpoint"),
          document.path("token_endpoint_auth_methods_supported"));
    } catch (Documents.Unreadable e) {
      throw unreadable(provider, url, String.valueOf(e.getMessage()));
    } catch (Fault.Invalid e) {
      throw unreadable(provider, url, "is no metadata document: " + e.getMessage());
    }
  }

  private static AuthorizationServer server(
      Provider provider, JsonNode authorization, JsonNode token, JsonNode methods) {
    @Nullable URI tokens = address(token);
    if (tokens == null) {
      throw new Fault.Invalid(
          "the authorization server of " + provider.words() + " names no token endpoint");
    }
    Set<String> supported = new HashSet<>();
    methods.forEach(method -> supported.add(method.asString("")));
    return new AuthorizationServer(address(authorization), tokens, supported);
  }

  /** An absolute address; null for anything else. */
  static @Nullable URI address(JsonNode node) {
    try {
      URI uri = URI.create(node.asString(""));
      return uri.getHost() == null ? null : uri;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static Fault.Unavailable unreadable(Provider provider, URI url, String how) {
    return new Fault.Unavailable(
        "%s: its discovery document %s %s".formatted(provider.words(), url, how));
  }
}
