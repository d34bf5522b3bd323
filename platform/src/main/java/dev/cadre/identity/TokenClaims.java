package dev.cadre.identity;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** What a proven token says, beyond who issued it and when. */
record TokenClaims(JWTClaimsSet claims) {

  /** Throws when the client, the scopes or a claim is not one that is allowed. */
  void require(JwtConfig config) {
    if (!config.clients().isEmpty()
        && !config.clients().contains(text("client_id"))
        && !config.clients().contains(text("azp"))) {
      throw Refusal.token("the token's client is not an allowed one");
    }
    if (!config.scopes().isEmpty() && Collections.disjoint(config.scopes(), scopes())) {
      throw Refusal.token("the token has none of the allowed scopes");
    }
    for (JwtConfig.ClaimRule rule : config.claims()) {
      if (!holds(rule)) {
        throw Refusal.token("the token's claim '" + rule.name() + "' is not an allowed one");
      }
    }
  }

  private boolean holds(JwtConfig.ClaimRule rule) {
    return switch (rule.operator()) {
      case EQUALS -> rule.values().contains(text(rule.name()));
      case CONTAINS, CONTAINS_ANY -> !Collections.disjoint(rule.values(), texts(rule.name()));
    };
  }

  /** RFC 8693 has {@code scope} as words in one string; some issuers have {@code scp} as a list. */
  Set<String> scopes() {
    Set<String> scopes = new LinkedHashSet<>(Arrays.asList(text("scope").split(" ")));
    scopes.addAll(Arrays.asList(text("scp").split(" ")));
    scopes.addAll(texts("scp"));
    scopes.remove("");
    return scopes;
  }

  String name() {
    String subject = text("sub");
    if (!subject.isEmpty()) {
      return subject;
    }
    return text("client_id").isEmpty() ? text("azp") : text("client_id");
  }

  /** Empty when the claim is absent or no string. */
  private String text(String name) {
    return claims.getClaim(name) instanceof String text ? text : "";
  }

  /** Empty when the claim is absent or no list. */
  private Set<String> texts(String name) {
    Set<String> found = new LinkedHashSet<>();
    if (claims.getClaim(name) instanceof Collection<?> list) {
      for (Object item : list) {
        if (item instanceof String text) {
          found.add(text);
        }
      }
    }
    return found;
  }
}
