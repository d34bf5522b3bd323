package dev.cadre.credential;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Proves the platform to one MCP server, as far as it is authorized there. */
record ServerOutbound(Authorizations authorizations, URI server) implements Outbound {
  private static final String BEARER = "Bearer ";

  @Override
  public Proof proof() throws InterruptedException {
    String token = authorizations.token(server);
    return token == null
        ? Proof.EMPTY
        : new Proof(Map.of("Authorization", BEARER + token), Map.of());
  }

  @Override
  public void refused(Proof refused, Challenge challenge) throws InterruptedException {
    @Nullable String header = refused.headers().get("Authorization");
    @Nullable String token = header == null ? null : header.substring(BEARER.length());
    if (challenge.status() == 401) {
      authorizations.unauthenticated(server, token, challenge);
    } else if (challenge.insufficient() && token != null) {
      authorizations.insufficient(server, token, challenge);
    }
  }
}
