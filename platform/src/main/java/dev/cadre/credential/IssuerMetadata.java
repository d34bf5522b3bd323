package dev.cadre.credential;

import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an authorization server says of itself (RFC 8414).
 *
 * @param issuer its identifier, compared character by character
 * @param server its pages for people and for tokens
 * @param registration where clients register themselves; null where they cannot
 * @param scopes those it knows; empty when it does not say
 * @param challenges the methods of PKCE it knows
 * @param namesItself whether its answers to browsers carry {@code iss} (RFC 9207)
 * @param readsClients whether a client's identifier may be the URL of its metadata
 */
record IssuerMetadata(
    String issuer,
    AuthorizationServer server,
    @Nullable URI registration,
    List<String> scopes,
    Set<String> challenges,
    boolean namesItself,
    boolean readsClients) {
  IssuerMetadata {
    scopes = List.copyOf(scopes);
    challenges = Set.copyOf(challenges);
  }
}
