package dev.cadre.identity;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import dev.cadre.json.Json;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An issuer's name and keys. Keys from a URL are kept, read again when a token names one that is
 * not there (twice in 30 s at most), and used for 4 hours more when the issuer can't be reached.
 */
record IssuerKeys(String issuer, JWKSource<SecurityContext> keys) {
  private static final int TIMEOUT_MS = 5_000;
  private static final int MAX_BYTES = 1024 * 1024;
  private static final Duration KEEP = Duration.ofMinutes(15);
  private static final Duration BETWEEN_READS = Duration.ofSeconds(30);
  private static final Duration OUTAGE = Duration.ofHours(4);

  /** Reads what it needs, blocking for 10 s at most. */
  static IssuerKeys load(JwtConfig config) throws IOException {
    return switch (config.keys()) {
      case JwtConfig.Keys.Discovery discovery -> discovered(discovery.url(), config.issuer());
      case JwtConfig.Keys.Url url -> new IssuerKeys(named(config.issuer()), remote(url.url()));
      case JwtConfig.Keys.File file -> {
        try {
          JWKSet set = JWKSet.load(file.path().toFile());
          yield new IssuerKeys(named(config.issuer()), new ImmutableJWKSet<>(set));
        } catch (ParseException e) {
          throw new IOException(file.path() + " is not a JSON Web Key Set", e);
        }
      }
    };
  }

  private static IssuerKeys discovered(URI url, @Nullable String expected) throws IOException {
    String text = retriever().retrieveResource(url.toURL()).getContent();
    JsonNode document = Json.parse(text);
    String issuer = document.path("issuer").asString("");
    String keys = document.path("jwks_uri").asString("");
    if (issuer.isEmpty() || keys.isEmpty()) {
      throw new IOException(url + " has no 'issuer' or no 'jwks_uri'");
    }
    if (expected != null && !expected.equals(issuer)) {
      throw new IOException(url + " is of the issuer '" + issuer + "', not '" + expected + "'");
    }
    return new IssuerKeys(issuer, remote(new JwtConfig.Keys.Url(URI.create(keys)).url()));
  }

  private static String named(@Nullable String issuer) {
    if (issuer == null) {
      throw new IllegalStateException("JwtConfig lets only a discovered issuer go unnamed");
    }
    return issuer;
  }

  private static JWKSource<SecurityContext> remote(URI url) throws IOException {
    return JWKSourceBuilder.<SecurityContext>create(url.toURL(), retriever())
        .cache(KEEP.toMillis(), TIMEOUT_MS)
        .refreshAheadCache(false)
        .rateLimited(BETWEEN_READS.toMillis())
        .outageTolerant(OUTAGE.toMillis())
        .build();
  }

  private static DefaultResourceRetriever retriever() {
    return new DefaultResourceRetriever(TIMEOUT_MS, TIMEOUT_MS, MAX_BYTES);
  }
}
