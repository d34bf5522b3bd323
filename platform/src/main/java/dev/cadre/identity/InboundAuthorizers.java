package dev.cadre.identity;

import dev.cadre.http.RequestHead;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Knows which agents and gateways bring their own {@code customJWTAuthorizer}. Thread-safe. */
@FunctionalInterface
public interface InboundAuthorizers {

  /**
   * The verifier of the agent or gateway that a request is for; null when it is for none, or for
   * one that takes the platform's own authentication.
   */
  @Nullable JwtVerifier of(RequestHead head);

  /**
   * Where a client of this resource learns who gives tokens for it (RFC 9728); null for a resource
   * that does not tell. Refusals there are those of RFC 6750, and others AgentCore's.
   */
  default @Nullable URI metadata(RequestHead head) {
    return null;
  }

  /** True when a request is for what its owner opened to anyone. */
  default boolean open(RequestHead head) {
    return false;
  }
}
