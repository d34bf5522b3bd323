package dev.cadre.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.RemoteKeySourceException;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import dev.cadre.fault.Fault;
import dev.cadre.http.Principal;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Verifies tokens of one issuer, the platform's or that of an agent's {@code customJWTAuthorizer}.
 * The issuer is asked for its keys when the first token comes. Thread-safe; keep one for as long as
 * its configuration stands.
 */
public final class JwtVerifier {
  private static final Logger LOG = System.getLogger(JwtVerifier.class.getName());
  private static final int MAX_TOKEN = 16 * 1024;
  private static final Duration RELOAD = Duration.ofHours(1);
  private static final Duration RETRY = Duration.ofSeconds(10);

  private final InstantSource clock;
  private final JwtConfig config;
  private final ReentrantLock loading = new ReentrantLock();
  private volatile @Nullable Issuer issuer;
  private Instant retryAt = Instant.MIN;

  private record Issuer(DefaultJWTProcessor<SecurityContext> processor, Instant reloadAt) {}

  public JwtVerifier(InstantSource clock, JwtConfig config) {
    this.clock = clock;
    this.config = config;
  }

  /**
   * The principal that a token names: its {@code sub}, or the client's id, with the token's scopes.
   *
   * @throws Fault.Unauthenticated when the token does not hold
   * @throws Fault.Unavailable when the issuer's keys can't be read
   */
  public Principal verify(String token) {
    if (token.length() > MAX_TOKEN) {
      throw Refusal.token("the token is longer than " + MAX_TOKEN + " characters");
    }
    try {
      JWTClaimsSet claims = processor().process(SignedJWT.parse(token), null);
      TokenClaims read = new TokenClaims(claims);
      read.require(config);
      return new Principal(read.name(), Principal.Kind.JWT, read.scopes());
    } catch (ParseException _) {
      throw Refusal.token("the token is not a signed JWT");
    } catch (ExpiredJWTException _) {
      throw Refusal.expiredToken();
    } catch (BadJOSEException _) {
      throw Refusal.token(
          "the token's signature, issuer, audience or times are not those of a token for this"
              + " platform");
    } catch (RemoteKeySourceException e) {
      throw unreachable(e);
    } catch (JOSEException e) {
      if (e instanceof RateLimitReachedException) {
        throw Refusal.token("the token is signed with a key that its issuer does not publish");
      }
      throw unreachable(e);
    }
  }

  private DefaultJWTProcessor<SecurityContext> processor() {
    Issuer known = issuer;
    Instant now = clock.instant();
    if (known != null && now.isBefore(known.reloadAt())) {
      return known.processor();
    }
    loading.lock();
    try {
      known = issuer;
      if (known != null && now.isBefore(known.reloadAt())) {
        return known.processor();
      }
      if (now.isBefore(retryAt)) {
        throw unreachable(null);
      }
      retryAt = now.plus(RETRY);
      Issuer loaded = new Issuer(processor(IssuerKeys.load(config)), now.plus(RELOAD));
      issuer = loaded;
      return loaded.processor();
    } catch (IOException | Fault.Invalid e) {
      throw unreachable(e);
    } finally {
      loading.unlock();
    }
  }

  private DefaultJWTProcessor<SecurityContext> processor(IssuerKeys source) {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(
            config.algorithms().stream().map(JWSAlgorithm::parse).collect(Collectors.toSet()),
            source.keys()));
    processor.setJWTClaimsSetVerifier(new ClockedClaims(source.issuer(), clock, config));
    return processor;
  }

  private static Fault.Unavailable unreachable(@Nullable Exception cause) {
    if (cause != null) {
      LOG.log(Level.WARNING, "an issuer's keys can't be read", cause);
    }
    return new Fault.Unavailable(
        "the keys of the token's issuer can't be read now; the platform's log says why");
  }
}
