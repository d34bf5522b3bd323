package dev.cadre.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.cadre.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockagentcorecontrol.BedrockAgentCoreControlClient;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.CreateAgentRuntimeRequest;

/** An agent with a {@code customJWTAuthorizer}: who may invoke it is its own issuer's affair. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JwtAgentTest {
  private static final Platform PLATFORM = Platform.guarded();
  private static final String SESSION_HEADER = "x-amzn-bedrock-agentcore-runtime-session-id";

  private HttpServer issuer;
  private String url;
  private RSAKey key;
  private String arn;

  @BeforeAll
  void deploy() throws IOException, JOSEException {
    key = new RSAKeyGenerator(2048).keyID("one").generate();
    issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    url = "http://127.0.0.1:" + issuer.getAddress().getPort();
    serve(
        "/.well-known/openid-configuration",
        "{\"issuer\":\"" + url + "\",\"jwks_uri\":\"" + url + "/keys\"}");
    serve("/keys", new JWKSet(key).toString(true));
    issuer.start();
    CreateAgentRuntimeRequest request =
        Platform.request(
                "guarded_by_token",
                PLATFORM.python("main.py", Platform.file("outside/agents/probe/main.py")))
            .toBuilder()
            .authorizerConfiguration(
                a ->
                    a.customJWTAuthorizer(
                        j ->
                            j.discoveryUrl(url + "/.well-known/openid-configuration")
                                .allowedAudience("app")))
            .build();
    try (BedrockAgentCoreControlClient control =
        PLATFORM.control(GuardedTest.key("token_author", "[\"agents\"]"))) {
      arn = PLATFORM.deploy(control, request).agentRuntimeArn();
    }
  }

  @AfterAll
  void stop() {
    issuer.stop(0);
  }

  private void serve(String path, String body) {
    issuer.createContext(
        path,
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }

  @Test
  void a_token_of_the_agents_issuer_invokes_it_and_opens_nothing_else() {
    String token = token(claims());
    HttpResponse<String> answer = invoke("Bearer " + token);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(PLATFORM.get("/cadre/v1/sessions", "authorization", "Bearer " + token).statusCode())
        .isEqualTo(403);
  }

  private enum Bad {
    AUDIENCE,
    ISSUER,
    EXPIRED,
    NOT_YET,
    FOREIGN_KEY,
    NO_JWT
  }

  @ParameterizedTest
  @EnumSource
  void a_token_that_does_not_hold_is_denied_and_no_session_begins(Bad what) throws JOSEException {
    Instant now = Instant.now();
    String token =
        switch (what) {
          case AUDIENCE -> token(claims().audience("another"));
          case ISSUER -> token(claims().issuer(url + "/another"));
          case EXPIRED -> token(claims().expirationTime(Date.from(now.minusSeconds(600))));
          case NOT_YET -> token(claims().notBeforeTime(Date.from(now.plusSeconds(600))));
          case FOREIGN_KEY -> token(new RSAKeyGenerator(2048).keyID("one").generate(), claims());
          case NO_JWT -> "hello";
        };
    HttpResponse<String> answer = invoke("Bearer " + token);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
    assertThat(Json.parse(answer.body()).path("message").asString())
        .startsWith("OAuth authorization failed: ");
    assertThat(answer.headers().map()).doesNotContainKey(SESSION_HEADER);
  }

  @Test
  void without_a_token_the_caller_is_told_to_bring_one() {
    HttpResponse<String> answer = invoke(null);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(401);
    assertThat(answer.headers().firstValue("www-authenticate")).hasValue("Bearer");
    assertThat(answer.body()).contains("bearer token");
  }

  @Test
  void a_signature_is_the_wrong_method() {
    try (var data = PLATFORM.data(GuardedTest.key("signs_instead", "[\"invoke\"]"))) {
      assertThatThrownBy(
              () ->
                  data.invokeAgentRuntime(
                      r ->
                          r.agentRuntimeArn(arn)
                              .runtimeSessionId(Platform.session())
                              .payload(SdkBytes.fromUtf8String("{}"))))
          .hasMessageContaining("Authorization method mismatch");
    }
  }

  private HttpResponse<String> invoke(@Nullable String authorization) {
    String path = "/runtimes/" + URLEncoder.encode(arn, StandardCharsets.UTF_8) + "/invocations";
    HttpRequest.Builder request =
        HttpRequest.newBuilder(PLATFORM.url().resolve(path))
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString("{\"prompt\":\"hello\"}"));
    if (authorization != null) {
      request.header("authorization", authorization);
    }
    return PLATFORM.send(request.build());
  }

  private JWTClaimsSet.Builder claims() {
    Instant now = Instant.now();
    return new JWTClaimsSet.Builder()
        .issuer(url)
        .subject("ada")
        .audience("app")
        .expirationTime(Date.from(now.plus(Duration.ofMinutes(5))));
  }

  private String token(JWTClaimsSet.Builder claims) {
    return token(key, claims);
  }

  private static String token(RSAKey with, JWTClaimsSet.Builder claims) {
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(with.getKeyID()).build(),
            claims.build());
    try {
      jwt.sign(new RSASSASigner(with));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return jwt.serialize();
  }
}
