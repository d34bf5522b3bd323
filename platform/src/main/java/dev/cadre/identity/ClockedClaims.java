package dev.cadre.identity;

import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import java.time.InstantSource;
import java.util.Date;
import java.util.Set;

/** Checks issuer, audience, expiry and not-before, by the platform's clock. */
final class ClockedClaims extends DefaultJWTClaimsVerifier<SecurityContext> {
  private final InstantSource clock;

  ClockedClaims(String issuer, InstantSource clock, JwtConfig config) {
    super(
        config.audiences().isEmpty() ? null : config.audiences(),
        new JWTClaimsSet.Builder().issuer(issuer).build(),
        Set.of("exp"),
        Set.of());
    this.clock = clock;
    setMaxClockSkew(Math.toIntExact(config.skew().toSeconds()));
  }

  @Override
  protected Date currentTime() {
    return Date.from(clock.instant());
  }
}
