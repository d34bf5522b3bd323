package dev.cadre.identity;

import dev.cadre.fault.Fault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens are accepted. At least one of audiences, clients, scopes and claims must be given: a
 * token's issuer alone says only that it was issued to someone.
 *
 * @param issuer the {@code iss} a token must have; null takes the discovery document's
 * @param audiences one of them must be in {@code aud}; empty for any
 * @param clients one of them must be the token's {@code client_id} or {@code azp}; empty for any
 * @param scopes one of them must be among the token's own; empty for any
 * @param claims every one must hold
 * @param algorithms JWS names; without {@code HS...} unless the operator lists one
 * @param skew how far the issuer's clock may be from this machine's
 */
public record JwtConfig(
    Keys keys,
    @Nullable String issuer,
    Set<String> audiences,
    Set<String> clients,
    Set<String> scopes,
    List<ClaimRule> claims,
    Set<String> algorithms,
    Duration skew) {
  /** RSA and elliptic curves. */
  public static final Set<String> ASYMMETRIC =
      Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");

  /** Where the issuer's keys are. */
  public sealed interface Keys {
    /** An OpenID Connect discovery document, {@code .../.well-known/openid-configuration}. */
    record Discovery(URI url) implements Keys {
      public Discovery {
        requireHttp(url);
      }
    }

    /** A JSON Web Key Set. */
    record Url(URI url) implements Keys {
      public Url {
        requireHttp(url);
      }
    }

    /** A JSON Web Key Set, read once. */
    record File(Path path) implements Keys {}

    private static void requireHttp(URI url) {
      if (!"https".equals(url.getScheme()) && !"http".equals(url.getScheme())) {
        throw new Fault.Invalid(
            "the issuer's URL '" + url + "' must begin with https:// or http://");
      }
    }
  }

  /**
   * What a claim must be, as {@code customClaims} of AgentCore's JWT authorizer has it.
   *
   * @param values one value for EQUALS and CONTAINS, one or more for CONTAINS_ANY
   */
  public record ClaimRule(String name, Operator operator, Set<String> values) {
    /** How a claim is compared. */
    public enum Operator {
      /** The claim is this string. */
      EQUALS,
      /** The claim is a list with this string. */
      CONTAINS,
      /** The claim is a list with one of these strings. */
      CONTAINS_ANY
    }

    public ClaimRule {
      values = Set.copyOf(values);
      if (values.isEmpty() || (operator != Operator.CONTAINS_ANY && values.size() > 1)) {
        throw new Fault.Invalid(
            "customClaims: "
                + operator
                + " of '"
                + name
                + "' can't take "
                + values.size()
                + " values");
      }
    }
  }

  public JwtConfig {
    audiences = Set.copyOf(audiences);
    clients = Set.copyOf(clients);
    scopes = Set.copyOf(scopes);
    claims = List.copyOf(claims);
    algorithms = Set.copyOf(algorithms);
    if (audiences.isEmpty() && clients.isEmpty() && scopes.isEmpty() && claims.isEmpty()) {
      throw new Fault.Invalid(
          "a JWT issuer needs allowedAudience, allowedClients, allowedScopes or customClaims");
    }
    if (issuer == null && !(keys instanceof Keys.Discovery)) {
      throw new Fault.Invalid("a JWT issuer without a discovery URL needs its 'issuer' named");
    }
    if (algorithms.isEmpty() || algorithms.contains("none")) {
      throw new Fault.Invalid("a JWT issuer's algorithms must be named, and 'none' is not one");
    }
  }

  /** An issuer known by its discovery document, as an agent's {@code customJWTAuthorizer} is. */
  public static JwtConfig discovered(
      URI discoveryUrl,
      Set<String> audiences,
      Set<String> clients,
      Set<String> scopes,
      List<ClaimRule> claims) {
    return new JwtConfig(
        new Keys.Discovery(discoveryUrl),
        null,
        audiences,
        clients,
        scopes,
        claims,
        ASYMMETRIC,
        Duration.ofSeconds(60));
  }
}
