package dev.cadre.credential;

import java.util.List;

/**
 * What a server says of itself to those who want a token for it (RFC 9728).
 *
 * @param resource its identifier, exactly as it published it
 * @param issuer the authorization server it names first
 * @param scopes those it knows; empty when it does not say
 */
record ProtectedResource(String resource, String issuer, List<String> scopes) {
  ProtectedResource {
    scopes = List.copyOf(scopes);
  }
}
