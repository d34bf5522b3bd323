package dev.cadre.identity;

import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import tools.jackson.databind.JsonNode;

/** Verifiers of the API's {@code customJWTAuthorizer}, one for each that is in use. Thread-safe. */
public final class CustomJwtAuthorizers {
  private static final int MAX_KNOWN = 1_000;

  private final InstantSource clock;
  private final ConcurrentMap<JsonNode, JwtVerifier> verifiers = new ConcurrentHashMap<>();

  public CustomJwtAuthorizers(InstantSource clock) {
    this.clock = clock;
  }

  public JwtVerifier verifier(JsonNode rule) {
    if (verifiers.size() > MAX_KNOWN) {
      verifiers.clear();
    }
    return verifiers.computeIfAbsent(rule, known -> new JwtVerifier(clock, config(known)));
  }

  /** Throws {@link dev.cadre.fault.Fault.Invalid} for a rule that admits anyone or no one. */
  public static JwtConfig config(JsonNode rule) {
    List<JwtConfig.ClaimRule> claims = new ArrayList<>();
    for (JsonNode claim : rule.path("customClaims")) {
      JsonNode match = claim.path("authorizingClaimMatchValue");
      JsonNode value = match.path("claimMatchValue");
      Set<String> values = texts(value.path("matchValueStringList"));
      if (value.has("matchValueString")) {
        values.add(value.path("matchValueString").asString());
      }
      claims.add(
          new JwtConfig.ClaimRule(
              claim.path("inboundTokenClaimName").asString(),
              JwtConfig.ClaimRule.Operator.valueOf(match.path("claimMatchOperator").asString()),
              values));
    }
    return JwtConfig.discovered(
        URI.create(rule.path("discoveryUrl").asString()),
        texts(rule.path("allowedAudience")),
        texts(rule.path("allowedClients")),
        texts(rule.path("allowedScopes")),
        claims);
  }

  private static Set<String> texts(JsonNode array) {
    Set<String> texts = new HashSet<>();
    array.forEach(text -> texts.add(text.asString()));
    return texts;
  }
}
