package dev.cadre.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.cadre.fault.Fault;
import dev.cadre.http.Principal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens of an issuer that the JDK's HTTP server stands for. */
final class JwtVerifierTest {
  private final TestClock clock = new TestClock();
  private final List<RSAKey> published = new ArrayList<>();
  private final AtomicInteger reads = new AtomicInteger();
  private HttpServer server;
  private String issuer;
  private RSAKey key;

  @BeforeEach
  void serve() throws IOException, JOSEException {
    key = new RSAKeyGenerator(2048).keyID("one").generate();
    published.add(key);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuer = "http://127.0.0.1:" + server.getAddress().getPort();
    answer(
        "/.well-known/openid-configuration",
        () -> "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + issuer + "/keys\"}");
    answer(
        "/keys",
        () -> {
          reads.incrementAndGet();
          return new JWKSet(List.copyOf(published)).toString(true);
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(String path, java.util.function.Supplier<String> body) {
    server.createContext(
        path,
        exchange -> {
          byte[] bytes = Door.utf8(body.get());
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }

  private JwtVerifier verifier(
      Set<String> audiences,
      Set<String> clients,
      Set<String> scopes,
      JwtConfig.ClaimRule... rules) {
    return new JwtVerifier(
        clock,
        JwtConfig.discovered(
            URI.create(issuer + "/.well-known/openid-configuration"),
            audiences,
            clients,
            scopes,
            List.of(rules)));
  }

  private JwtVerifier verifier() {
    return verifier(Set.of("app"), Set.of(), Set.of());
  }

  private String token(UnaryOperator<JWTClaimsSet.Builder> change) {
    return token(key, change);
  }

  private String token(RSAKey with, UnaryOperator<JWTClaimsSet.Builder> change) {
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(with.getKeyID()).build(),
            change.apply(claims()).build());
    try {
      jwt.sign(new RSASSASigner(with));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return jwt.serialize();
  }

  private JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(issuer)
        .subject("ada")
        .audience("app")
        .claim("client_id", "web")
        .claim("scope", "invoke sessions")
        .claim("groups", List.of("staff", "ops"))
        .expirationTime(Date.from(clock.instant().plusSeconds(600)));
  }

  private static void refused(JwtVerifier verifier, String token, String code) {
    assertThatThrownBy(() -> verifier.verify(token))
        .isInstanceOfSatisfying(
            Fault.Unauthenticated.class, fault -> assertThat(fault.code()).isEqualTo(code));
  }

  @Test
  void a_token_names_its_subject_and_scopes() {
    Principal principal = verifier().verify(token(c -> c));
    assertThat(principal)
        .isEqualTo(new Principal("ada", Principal.Kind.JWT, Set.of("invoke", "sessions")));
    assertThat(
            verifier()
                .verify(token(c -> c.claim("scope", null).claim("scp", List.of("x"))))
                .scopes())
        .containsExactly("x");
  }

  @Test
  void another_issuer_audience_client_or_scope_is_refused() {
    refused(verifier(), token(c -> c.issuer("http://other")), "AccessDeniedException");
    refused(verifier(), token(c -> c.audience("other")), "AccessDeniedException");
    JwtVerifier clients = verifier(Set.of(), Set.of("web"), Set.of("invoke"));
    clients.verify(token(c -> c));
    refused(clients, token(c -> c.claim("client_id", "mobile")), "AccessDeniedException");
    refused(clients, token(c -> c.claim("scope", "sessions")), "AccessDeniedException");
  }

  @Test
  void custom_claims_hold_or_the_token_is_refused() {
    JwtVerifier rules =
        verifier(
            Set.of(),
            Set.of(),
            Set.of(),
            new JwtConfig.ClaimRule("tenant", JwtConfig.ClaimRule.Operator.EQUALS, Set.of("acme")),
            new JwtConfig.ClaimRule(
                "groups", JwtConfig.ClaimRule.Operator.CONTAINS_ANY, Set.of("ops", "sre")));
    rules.verify(token(c -> c.claim("tenant", "acme")));
    refused(rules, token(c -> c.claim("tenant", "other")), "AccessDeniedException");
    refused(
        rules,
        token(c -> c.claim("tenant", "acme").claim("groups", List.of("staff"))),
        "AccessDeniedException");
  }

  @Test
  void times_are_judged_by_the_platforms_clock() {
    String token = token(c -> c);
    JwtVerifier verifier = verifier();
    clock.advance(Duration.ofSeconds(659));
    verifier.verify(token);
    clock.advance(Duration.ofSeconds(2));
    refused(verifier, token, "ExpiredTokenException");
    refused(
        verifier,
        token(c -> c.notBeforeTime(Date.from(clock.instant().plusSeconds(120)))),
        "AccessDeniedException");
    refused(verifier, token(c -> c.expirationTime(null)), "AccessDeniedException");
  }

  @Test
  void no_signature_or_one_with_the_public_key_as_a_secret_is_refused() throws JOSEException {
    refused(verifier(), new PlainJWT(claims().build()).serialize(), "AccessDeniedException");
    SignedJWT confused =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("one").build(), claims().build());
    confused.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));
    refused(verifier(), confused.serialize(), "AccessDeniedException");
    refused(verifier(), "not.a.token", "AccessDeniedException");
    String token = token(c -> c);
    String[] parts = token.split("\\.", -1);
    String other = token(c -> c.subject("eve")).split("\\.", -1)[1];
    refused(verifier(), parts[0] + "." + other + "." + parts[2], "AccessDeniedException");
  }

  @Test
  void a_new_key_is_found_and_unknown_ones_do_not_hammer_the_issuer() throws JOSEException {
    JwtVerifier verifier = verifier();
    verifier.verify(token(c -> c));
    assertThat(reads).hasValue(1);
    RSAKey second = new RSAKeyGenerator(2048).keyID("two").generate();
    published.add(second);
    verifier.verify(token(second, c -> c));
    assertThat(reads).hasValue(2);
    RSAKey stranger = new RSAKeyGenerator(2048).keyID("three").generate();
    String forged = token(stranger, c -> c);
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> verifier.verify(forged)).isInstanceOf(Fault.Unauthenticated.class);
    }
    assertThat(reads.get()).isLessThanOrEqualTo(3);
    verifier.verify(token(c -> c));
  }

  @Test
  void an_issuer_that_does_not_answer_makes_the_platform_unavailable_not_open() {
    server.stop(0);
    JwtVerifier verifier = verifier();
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> verifier.verify(token(c -> c)))
          .isInstanceOf(Fault.Unavailable.class);
    }
  }

  @Test
  void an_issuer_without_any_restriction_is_no_configuration() {
    assertThatThrownBy(() -> verifier(Set.of(), Set.of(), Set.of()))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("allowedAudience");
  }
}
