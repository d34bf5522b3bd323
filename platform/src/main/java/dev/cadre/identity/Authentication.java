package dev.cadre.identity;

import dev.cadre.fault.Fault;
import dev.cadre.http.Authenticator;
import dev.cadre.http.Principal;
import dev.cadre.http.RequestHead;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Proof of every caller, by what the request carries. */
final class Authentication implements Authenticator {
  private static final String BEARER = "Bearer ";

  /** Whoever enters what is open to anyone, and may do that alone. */
  private static final Principal GUEST =
      new Principal("anonymous", Principal.Kind.ANONYMOUS, Set.of("invoke"));

  private final SigV4Authenticator signatures;
  private final IssuedTokens issued;
  private final AgentPasses passes;
  private final AdminToken admin;
  private final InboundAuthorizers agents;
  private final @Nullable JwtVerifier issuer;
  private final IdentityConfig config;

  Authentication(
      SigV4Authenticator signatures,
      IssuedTokens issued,
      AgentPasses passes,
      AdminToken admin,
      InboundAuthorizers agents,
      @Nullable JwtVerifier issuer,
      IdentityConfig config) {
    this.signatures = signatures;
    this.issued = issued;
    this.passes = passes;
    this.admin = admin;
    this.agents = agents;
    this.issuer = issuer;
    this.config = config;
  }

  @Override
  public Grant authenticate(RequestHead head, Payload payload) throws IOException {
    if (config.open(head.rawPath())) {
      return Grant.of(Principal.ANONYMOUS);
    }
    if (agents.open(head)) {
      return Grant.of(GUEST);
    }
    List<String> credentials = head.headers().getOrDefault("authorization", List.of());
    if (credentials.size() > 1) {
      throw Refusal.incomplete("the request has 'Authorization' " + credentials.size() + " times");
    }
    Query query = Query.parse(head.rawQuery());
    if (credentials.isEmpty()) {
      if (!ClaimReader.presigned(query)) {
        throw nothing(head);
      }
      return signed(null, head, query, payload);
    }
    String authorization = credentials.getFirst();
    if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return bearer(authorization.substring(BEARER.length()).strip(), head);
    }
    if (authorization.startsWith(Claim.ALGORITHM + " ")) {
      return signed(authorization, head, query, payload);
    }
    throw Refusal.incomplete("Authorization must be 'AWS4-HMAC-SHA256 ...' or 'Bearer ...'");
  }

  private Fault.Unauthenticated nothing(RequestHead head) {
    if (agents.of(head) == null) {
      return Refusal.missing();
    }
    URI metadata = agents.metadata(head);
    return metadata == null ? Refusal.missingToken() : Refusal.missingToken(metadata);
  }

  private Grant signed(
      @Nullable String authorization, RequestHead head, Query query, Payload payload)
      throws IOException {
    if (agents.of(head) != null) {
      throw mismatch();
    }
    return signatures.authenticate(authorization, head, query, payload);
  }

  private Grant bearer(String token, RequestHead head) {
    JwtVerifier own = agents.of(head);
    if (own != null) {
      // The agent's author admits this caller to this agent; scopes are the platform's own affair.
      Principal admitted = admitted(own, token, head);
      return Grant.of(new Principal(admitted.name(), admitted.kind(), Set.of("invoke")));
    }
    if (admin.matches(token, head)) {
      return Grant.of(admin.principal());
    }
    Principal agent = passes.principal(token, head);
    if (agent != null) {
      return Grant.of(agent);
    }
    Principal known = issued.principal(token);
    if (known != null) {
      return Grant.of(known);
    }
    if (issuer == null) {
      throw Refusal.token("this platform knows no issuer of tokens; sign with an access key");
    }
    return Grant.of(issuer.verify(token));
  }

  private Principal admitted(JwtVerifier own, String token, RequestHead head) {
    try {
      return own.verify(token);
    } catch (Fault.Unauthenticated refused) {
      URI metadata = agents.metadata(head);
      throw metadata == null ? refused : Refusal.badToken(refused, metadata);
    }
  }

  /** In AgentCore's words. */
  private static Fault.Unauthenticated mismatch() {
    return Refusal.denied(
        "Authorization method mismatch. The agent is configured for a different authorization"
            + " method than what was used in your request. Check the agent's authorization"
            + " configuration and ensure your request uses the matching method (OAuth or SigV4)");
  }
}
