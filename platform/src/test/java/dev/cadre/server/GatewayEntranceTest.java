package dev.cadre.server;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.services.bedrockagentcorecontrol.BedrockAgentCoreControlClient;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.AuthorizerType;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.CreateGatewayRequest;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.CreateGatewayResponse;

/** Who may enter a gateway of a platform that asks for proof. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayEntranceTest {
  private static final Platform PLATFORM = Platform.guarded();
  private static final String PING =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{}}}";

  private BedrockAgentCoreControlClient control;
  private HttpServer issuer;
  private String issuerUrl;
  private RSAKey key;

  @BeforeAll
  void begin() throws IOException, JOSEException {
    control = PLATFORM.control(GuardedTest.key("gateway_owner", "[\"agents\"]"));
    key = new RSAKeyGenerator(2048).keyID("one").generate();
    issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuerUrl = "http://127.0.0.1:" + issuer.getAddress().getPort();
    serve(
        "/.well-known/openid-configuration",
        "{\"issuer\":\"" + issuerUrl + "\",\"jwks_uri\":\"" + issuerUrl + "/keys\"}");
    serve("/keys", new JWKSet(key).toString(true));
    issuer.start();
  }

  @AfterAll
  void end() {
    control.close();
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

  private CreateGatewayResponse gateway(
      AuthorizerType type, Consumer<CreateGatewayRequest.Builder> with) {
    return control.createGateway(
        r ->
            with.accept(
                r.name("entrance-" + UUID.randomUUID().toString().substring(0, 8))
                    .roleArn(Platform.ROLE)
                    .authorizerType(type)));
  }

  private static int enter(String url, String... headers) {
    return answer(url, headers).statusCode();
  }

  private static HttpResponse<String> answer(String url, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(PING));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return PLATFORM.send(request.build());
  }

  private static int enterSigned(String url, AwsBasicCredentials credentials) {
    byte[] body = PING.getBytes(StandardCharsets.UTF_8);
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(URI.create(url))
            .putHeader("content-type", "application/json")
            .build();
    var signed =
        AwsV4HttpSigner.create()
            .sign(
                r ->
                    r.identity(credentials)
                        .request(request)
                        .payload(() -> new ByteArrayInputStream(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "bedrock-agentcore")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1"));
    HttpRequest.Builder sent =
        HttpRequest.newBuilder(URI.create(url)).POST(HttpRequest.BodyPublishers.ofByteArray(body));
    signed
        .request()
        .headers()
        .forEach(
            (name, values) -> {
              if (!name.equalsIgnoreCase("host") && !name.equalsIgnoreCase("content-length")) {
                values.forEach(value -> sent.header(name, value));
              }
            });
    return PLATFORM.send(sent.build()).statusCode();
  }

  private String token(String audience) throws JOSEException {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build(),
            new JWTClaimsSet.Builder()
                .issuer(issuerUrl)
                .subject("anna")
                .audience(audience)
                .expirationTime(Date.from(Instant.now().plus(Duration.ofMinutes(5))))
                .build());
    token.sign(new RSASSASigner(key));
    return token.serialize();
  }

  @Test
  void a_gateway_without_authorizer_admits_anyone_and_opens_nothing_else() {
    String url = gateway(AuthorizerType.NONE, r -> {}).gatewayUrl();

    assertThat(enter(url)).isEqualTo(200);
    assertThat(PLATFORM.get("/gateways/").statusCode()).isEqualTo(403);
  }

  @Test
  void a_gateway_of_iam_admits_who_signs_and_may_invoke() {
    String url = gateway(AuthorizerType.AWS_IAM, r -> {}).gatewayUrl();

    assertThat(enter(url)).isEqualTo(403);
    assertThat(enterSigned(url, GuardedTest.key("gateway_user", "[\"invoke\"]"))).isEqualTo(200);
    assertThat(enterSigned(url, GuardedTest.key("gateway_narrow", "[\"keys\"]"))).isEqualTo(403);
    assertThat(enterSigned(url, Platform.ANYONE)).isEqualTo(403);
  }

  @Test
  void a_gateway_of_an_issuer_admits_its_tokens_alone() throws JOSEException {
    String url =
        gateway(
                AuthorizerType.CUSTOM_JWT,
                r ->
                    r.authorizerConfiguration(
                        a ->
                            a.customJWTAuthorizer(
                                j ->
                                    j.discoveryUrl(issuerUrl + "/.well-known/openid-configuration")
                                        .allowedAudience("tools"))))
            .gatewayUrl();

    assertThat(enter(url)).isEqualTo(401);
    assertThat(enter(url, "authorization", "Bearer " + token("tools"))).isEqualTo(200);
    assertThat(enter(url, "authorization", "Bearer " + token("others"))).isEqualTo(401);
    assertThat(enterSigned(url, GuardedTest.key("gateway_signer", "[\"invoke\"]"))).isEqualTo(403);
  }

  /** RFC 9728: the refusal names the metadata, the metadata the issuer, to anybody. */
  @Test
  void who_is_refused_learns_who_gives_tokens() throws JOSEException {
    String url =
        gateway(
                AuthorizerType.CUSTOM_JWT,
                r ->
                    r.authorizerConfiguration(
                        a ->
                            a.customJWTAuthorizer(
                                j ->
                                    j.discoveryUrl(issuerUrl + "/.well-known/openid-configuration")
                                        .allowedAudience("tools")
                                        .allowedScopes("tools/call"))))
            .gatewayUrl();
    URI gateway = URI.create(url);
    String metadata =
        gateway.resolve("/.well-known/oauth-protected-resource" + gateway.getPath()).toString();

    assertThat(challenge(url)).isEqualTo("Bearer resource_metadata=\"" + metadata + "\"");
    assertThat(challenge(url, "authorization", "Bearer " + token("others")))
        .isEqualTo("Bearer error=\"invalid_token\", resource_metadata=\"" + metadata + "\"");
    assertThat(Json.parse(PLATFORM.get(URI.create(metadata).getPath()).body()))
        .isEqualTo(
            Json.parse(
                "{\"resource\":\"%s\",\"resource_name\":\"%s\",\"authorization_servers\":[\"%s\"],\"bearer_methods_supported\":[\"header\"],\"scopes_supported\":[\"tools/call\"]}"
                    .formatted(url, name(url), issuerUrl)));
    String open = gateway(AuthorizerType.NONE, r -> {}).gatewayUrl();
    assertThat(
            PLATFORM
                .get("/.well-known/oauth-protected-resource" + URI.create(open).getPath())
                .statusCode())
        .isEqualTo(404);
  }

  private String name(String url) {
    String id = url.replaceAll(".*/gateways/([^/]+)/mcp", "$1");
    return control.getGateway(r -> r.gatewayIdentifier(id)).name();
  }

  private static String challenge(String url, String... headers) {
    return answer(url, headers).headers().firstValue("WWW-Authenticate").orElse("");
  }

  @Test
  void a_change_of_who_may_enter_holds_from_then_on() {
    CreateGatewayResponse made = gateway(AuthorizerType.NONE, r -> {});
    assertThat(enter(made.gatewayUrl())).isEqualTo(200);

    control.updateGateway(
        r ->
            r.gatewayIdentifier(made.gatewayId())
                .name(made.name())
                .roleArn(Platform.ROLE)
                .authorizerType(AuthorizerType.AWS_IAM));

    assertThat(enter(made.gatewayUrl())).isEqualTo(403);
  }
}
