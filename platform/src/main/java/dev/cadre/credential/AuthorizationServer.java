package dev.cadre.credential;

import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where tokens come from.
 *
 * @param authorization where people consent; null when the server has no such page
 * @param methods how clients may prove themselves, as RFC 8414 names it; empty when not told
 */
record AuthorizationServer(@Nullable URI authorization, URI token, Set<String> methods) {

  AuthorizationServer {
    methods = Set.copyOf(methods);
  }

  /** True when the client's secret goes in the form and not in a header (RFC 6749, 2.3.1). */
  boolean secretInForm(String chosen) {
    return chosen.isEmpty()
        ? methods.contains("client_secret_post") && !methods.contains("client_secret_basic")
        : chosen.equals("CLIENT_SECRET_POST");
  }
}
