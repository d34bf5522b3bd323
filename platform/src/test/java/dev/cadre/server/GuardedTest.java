package dev.cadre.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cadre.json.Json;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.services.bedrockagentcorecontrol.BedrockAgentCoreControlClient;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.AccessDeniedException;
import tools.jackson.databind.JsonNode;

/** A platform where every caller proves who it is. */
class GuardedTest {
  private static final Platform PLATFORM = Platform.guarded();

  static AwsBasicCredentials key(String name, String scopes) {
    HttpResponse<String> made =
        PLATFORM.send(
            HttpRequest.newBuilder(PLATFORM.url().resolve("/cadre/v1/keys"))
                .header("authorization", "Bearer " + PLATFORM.admin())
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"name\":\"" + name + "\",\"scopes\":" + scopes + "}"))
                .build());
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    JsonNode key = Json.parse(made.body());
    return AwsBasicCredentials.create(
        key.path("accessKeyId").asString(), key.path("secretAccessKey").asString());
  }

  private static int agents(AwsBasicCredentials credentials) {
    try (BedrockAgentCoreControlClient control = PLATFORM.control(credentials)) {
      return control.listAgentRuntimes(r -> {}).agentRuntimes().size();
    }
  }

  private static AwsServiceException refusal(AwsBasicCredentials credentials) {
    return catchThrowableOfType(AwsServiceException.class, () -> agents(credentials));
  }

  private static URI presigned(AwsBasicCredentials credentials, Duration validity) {
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.GET)
            .uri(PLATFORM.url().resolve("/cadre/v1/sessions"))
            .build();
    return AwsV4HttpSigner.create()
        .sign(
            r ->
                r.identity(credentials)
                    .request(request)
                    .putProperty(AwsV4FamilyHttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                    .putProperty(AwsV4FamilyHttpSigner.EXPIRATION_DURATION, validity)
                    .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "bedrock-agentcore")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1"))
        .request()
        .getUri();
  }

  @Test
  void a_key_of_the_platform_signs() {
    assertThat(agents(key("signs", "[\"agents\"]"))).isNotNegative();
  }

  @Test
  void a_key_that_the_platform_never_made_is_refused_and_nothing_leaks() {
    AwsServiceException refusal = refusal(Platform.ANYONE);
    assertThat(refusal.statusCode()).isEqualTo(403);
    assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("UnrecognizedClientException");
  }

  @Test
  void a_wrong_secret_is_refused_without_the_right_one() {
    AwsBasicCredentials key = key("wrong", "[\"agents\"]");
    AwsServiceException refusal =
        refusal(AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey() + "x"));
    assertThat(refusal.statusCode()).isEqualTo(403);
    assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("InvalidSignatureException");
    assertThat(refusal.getMessage()).doesNotContain(key.secretAccessKey());
  }

  @Test
  void a_key_without_the_scope_is_denied() {
    assertThatThrownBy(() -> agents(key("narrow", "[\"keys\"]")))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("'agents'");
  }

  @Test
  void a_key_to_invoke_may_not_look_at_sessions_nor_the_other_way_round() {
    AwsBasicCredentials invoke = key("invoke_only", "[\"invoke\"]");
    assertThat(
            PLATFORM.send(HttpRequest.newBuilder(presigned(invoke, Duration.ofMinutes(1))).build()))
        .extracting(HttpResponse::statusCode)
        .isEqualTo(403);
    AwsBasicCredentials operate = key("operate_only", "[\"operate\"]");
    try (var data = PLATFORM.data(operate)) {
      assertThatThrownBy(
              () ->
                  data.stopRuntimeSession(
                      r ->
                          r.agentRuntimeArn(
                                  "arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/a-0123456789")
                              .runtimeSessionId(Platform.session())))
          .isInstanceOf(
              software.amazon.awssdk.services.bedrockagentcore.model.AccessDeniedException.class);
    }
  }

  @Test
  void a_presigned_url_is_good_until_it_is_changed() {
    AwsBasicCredentials key = key("presigned", "[\"operate\"]");
    URI url = presigned(key, Duration.ofMinutes(1));
    assertThat(PLATFORM.send(HttpRequest.newBuilder(url).build()).statusCode()).isEqualTo(200);
    URI changed = URI.create(url + "&state=LIVE");
    assertThat(PLATFORM.send(HttpRequest.newBuilder(changed).build()).statusCode()).isEqualTo(403);
  }

  @Test
  void without_a_proof_only_health_is_told() {
    assertThat(PLATFORM.get("/health").statusCode()).isEqualTo(200);
    for (String path : new String[] {"/metrics", "/cadre/v1/status", "/cadre/v1/sessions"}) {
      HttpResponse<String> refused = PLATFORM.get(path);
      assertThat(refused.statusCode()).as(path).isEqualTo(403);
      assertThat(refused.headers().firstValue("x-amzn-errortype")).isPresent();
    }
  }

  @Test
  void the_admin_s_token_counts_only_without_a_proxy_in_between() {
    String token = "Bearer " + PLATFORM.admin();
    assertThat(PLATFORM.get("/cadre/v1/status", "authorization", token).statusCode())
        .isEqualTo(200);
    assertThat(
            PLATFORM
                .get("/cadre/v1/status", "authorization", token, "x-forwarded-for", "10.0.0.1")
                .statusCode())
        .isEqualTo(403);
    assertThat(PLATFORM.get("/cadre/v1/status", "authorization", token + "x").statusCode())
        .isEqualTo(403);
  }

  @Test
  void a_workers_credentials_are_its_sessions_alone_and_end_with_it() {
    AwsBasicCredentials key = key("owner", "[\"*\"]");
    try (BedrockAgentCoreControlClient control = PLATFORM.control(key);
        var data = PLATFORM.data(key)) {
      String arn =
          PLATFORM
              .deploy(
                  control,
                  Platform.request(
                      "caller",
                      PLATFORM.python("main.py", Platform.file("outside/agents/probe/main.py"))))
              .agentRuntimeArn();
      String session = Platform.session();
      JsonNode told =
          Json.parse(
              data.invokeAgentRuntimeAsBytes(
                      r ->
                          r.agentRuntimeArn(arn)
                              .runtimeSessionId(session)
                              .payload(
                                  SdkBytes.fromUtf8String(
                                      "{\"do\":\"tell\",\"environment\":[\"OPENAI_API_KEY\","
                                          + "\"AWS_SESSION_TOKEN\",\"OPENAI_BASE_URL\"]}")))
                  .asUtf8String());
      String token = told.at("/environment/OPENAI_API_KEY").asString();
      assertThat(told.at("/environment/AWS_SESSION_TOKEN").asString()).isEqualTo(token);
      assertThat(told.at("/environment/OPENAI_BASE_URL").asString())
          .isEqualTo(PLATFORM.url() + "/v1");

      String bearer = "Bearer " + token;
      HttpResponse<String> denied = PLATFORM.get("/cadre/v1/status", "authorization", bearer);
      assertThat(denied.statusCode()).isEqualTo(403);
      assertThat(denied.body()).contains("owner lacks the scope 'operate'");

      data.stopRuntimeSession(r -> r.agentRuntimeArn(arn).runtimeSessionId(session));
      assertThat(PLATFORM.get("/cadre/v1/status", "authorization", bearer).body())
          .contains("UnrecognizedClientException");
    }
  }
}
