package dev.cadre.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.http.HttpConfig;
import dev.cadre.http.HttpServer;
import dev.cadre.json.Json;
import dev.cadre.store.TestDatabase;
import io.opentelemetry.api.trace.TracerProvider;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Keys over HTTP, on a platform that requires authentication and has no key yet. */
final class KeyRoutesTest {
  @TempDir Path state;
  private final TestDatabase db = TestDatabase.fresh();
  private final TestClock clock = new TestClock();
  private HttpServer server;
  private URI url;
  private HttpClient client;

  @BeforeEach
  void start() throws IOException {
    Identity identity =
        new Identity(
            db.database(),
            state,
            clock,
            new SecureRandom(),
            _ -> null,
            IdentityConfig.defaults(IdentityConfig.Mode.REQUIRED));
    server = new HttpServer(HttpConfig.defaults("127.0.0.1", 0));
    url = server.bind();
    server.start(
        identity::bind,
        identity.authenticator(),
        TracerProvider.noop().get("test"),
        new PrometheusRegistry());
    client = HttpClient.newHttpClient();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
    db.close();
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder admin(String path) throws IOException {
    String token = Files.readString(state.resolve("admin-token")).strip();
    return HttpRequest.newBuilder(url.resolve(path)).header("Authorization", "Bearer " + token);
  }

  private JsonNode create(String body) throws Exception {
    HttpResponse<String> made = send(admin("/cadre/v1/keys").POST(BodyPublishers.ofString(body)));
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    return Json.parse(made.body());
  }

  /** A request signed for the JDK's client, which sets the host itself. */
  private HttpRequest.Builder signed(JsonNode key, String method, String path, String body) {
    CredentialScope scope =
        new CredentialScope(
            key.get("accessKeyId").asString(), "20261121", "us-east-1", "bedrock-agentcore");
    Claim claim =
        new Claim(
            scope,
            Claim.amzDate(clock.instant()),
            List.of("host", "x-amz-date"),
            "0".repeat(64),
            null,
            new Query(List.of()));
    var head =
        new dev.cadre.http.RequestHead(
            method, path, "", Map.of("x-amz-date", List.of(claim.amzDate())), false, null);
    String canonical =
        CanonicalRequest.of(head, claim, url.getAuthority(), SigningKey.sha256(body));
    String signature =
        SigningKey.of(key.get("secretAccessKey").asString(), scope)
            .sign(
                Claim.ALGORITHM
                    + "\n"
                    + claim.amzDate()
                    + "\n"
                    + scope
                    + "\n"
                    + SigningKey.sha256(canonical));
    return HttpRequest.newBuilder(url.resolve(path))
        .method(method, BodyPublishers.ofString(body))
        .header("x-amz-date", claim.amzDate())
        .header(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential="
                + scope.accessKeyId()
                + "/"
                + scope
                + ", SignedHeaders=host;x-amz-date, Signature="
                + signature);
  }

  @Test
  void the_first_key_is_made_with_the_admin_token_used_and_revoked() throws Exception {
    JsonNode key = create("{\"name\":\"ci\",\"expiresAt\":\"2027-01-01T00:00:00Z\"}");
    assertThat(key.get("secretAccessKey").asString()).hasSize(40);
    assertThat(key.get("scopes").get(0).asString()).isEqualTo("*");

    HttpResponse<String> list = send(signed(key, "GET", "/cadre/v1/keys", ""));
    assertThat(list.statusCode()).as(list.body()).isEqualTo(200);
    assertThat(list.body())
        .contains(key.get("accessKeyId").asString())
        .doesNotContain("secretAccessKey");

    String path = "/cadre/v1/keys/" + key.get("accessKeyId").asString();
    assertThat(send(admin(path).DELETE()).statusCode()).isEqualTo(204);
    HttpResponse<String> refused = send(signed(key, "GET", "/cadre/v1/keys", ""));
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.headers().firstValue("x-amzn-errortype"))
        .contains("UnrecognizedClientException");
    assertThat(send(admin(path).DELETE()).statusCode()).isEqualTo(404);
  }

  @Test
  void a_key_without_the_scope_makes_none_and_no_key_gives_more_than_it_has() throws Exception {
    JsonNode invoker = create("{\"name\":\"invoker\",\"scopes\":[\"invoke\"]}");
    HttpResponse<String> denied = send(signed(invoker, "POST", "/cadre/v1/keys", "{}"));
    assertThat(denied.statusCode()).isEqualTo(403);
    assertThat(denied.body()).contains("AccessDeniedException").contains("'keys'");

    JsonNode keeper = create("{\"name\":\"keeper\",\"scopes\":[\"keys\",\"invoke\"]}");
    String more = "{\"name\":\"more\",\"scopes\":[\"*\"]}";
    assertThat(send(signed(keeper, "POST", "/cadre/v1/keys", more)).statusCode()).isEqualTo(403);
    String same = "{\"name\":\"same\"}";
    assertThat(send(signed(keeper, "POST", "/cadre/v1/keys", same)).body())
        .contains("[\"invoke\",\"keys\"]");
  }

  @Test
  void nobody_gets_in_without_proof() throws Exception {
    HttpResponse<String> refused = send(HttpRequest.newBuilder(url.resolve("/cadre/v1/keys")));
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.headers().firstValue("x-amzn-errortype"))
        .contains("MissingAuthenticationTokenException");
  }

  @Test
  void an_unknown_member_is_refused_by_name() throws Exception {
    HttpResponse<String> refused =
        send(
            admin("/cadre/v1/keys")
                .POST(BodyPublishers.ofString("{\"name\":\"a\",\"scope\":[\"invoke\"]}")));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("unknown member 'scope'");
  }
}
