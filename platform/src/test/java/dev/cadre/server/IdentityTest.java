package dev.cadre.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.http.ServerStandIn;
import dev.cadre.json.Json;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockagentcore.BedrockAgentCoreClient;
import software.amazon.awssdk.services.bedrockagentcore.model.AccessDeniedException;
import software.amazon.awssdk.services.bedrockagentcore.model.Oauth2FlowType;
import software.amazon.awssdk.services.bedrockagentcore.model.UnauthorizedException;
import software.amazon.awssdk.services.bedrockagentcorecontrol.BedrockAgentCoreControlClient;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.ConflictException;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.CredentialProviderVendorType;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.ResourceNotFoundException;
import software.amazon.awssdk.services.bedrockagentcorecontrol.model.ValidationException;
import tools.jackson.databind.JsonNode;

/** Credential providers and workload identities, told by the official SDK. */
final class IdentityTest {
  private static final Platform PLATFORM = Platform.open();
  private static BedrockAgentCoreControlClient control;
  private static BedrockAgentCoreClient data;

  private final String name = "p" + UUID.randomUUID().toString().replace("-", "");

  @BeforeAll
  static void connect() {
    control = PLATFORM.control(Platform.ANYONE);
    data = PLATFORM.data(Platform.ANYONE);
  }

  @AfterAll
  static void disconnect() {
    control.close();
    data.close();
  }

  private String workloadToken() {
    control.createWorkloadIdentity(r -> r.name(name));
    return data.getWorkloadAccessToken(r -> r.workloadName(name)).workloadAccessToken();
  }

  @Test
  void an_api_key_is_made_read_changed_and_removed() {
    String arn =
        control
            .createApiKeyCredentialProvider(r -> r.name(name).apiKey("one"))
            .credentialProviderArn();
    assertThat(arn).endsWith(":token-vault/default/apikeycredentialprovider/" + name);
    assertThatThrownBy(() -> control.createApiKeyCredentialProvider(r -> r.name(name).apiKey("x")))
        .isInstanceOf(ConflictException.class);
    assertThat(
            control
                .listApiKeyCredentialProvidersPaginator(r -> r.maxResults(1))
                .credentialProviders()
                .stream()
                .filter(p -> p.credentialProviderArn().equals(arn)))
        .hasSize(1);
    String token = workloadToken();
    control.updateApiKeyCredentialProvider(r -> r.name(name).apiKey("two"));
    assertThat(
            data.getResourceApiKey(
                    r -> r.workloadIdentityToken(token).resourceCredentialProviderName(name))
                .apiKey())
        .isEqualTo("two");
    assertThat(control.getApiKeyCredentialProvider(r -> r.name(name)).createdTime()).isNotNull();
    control.deleteApiKeyCredentialProvider(r -> r.name(name));
    assertThatThrownBy(() -> control.getApiKeyCredentialProvider(r -> r.name(name)))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(() -> control.createApiKeyCredentialProvider(r -> r.name("a b").apiKey("x")))
        .isInstanceOf(ValidationException.class);
    assertThatThrownBy(
            () ->
                data.getResourceApiKey(
                    r -> r.workloadIdentityToken("forged").resourceCredentialProviderName(name)))
        .isInstanceOf(UnauthorizedException.class);
  }

  @Test
  void a_token_is_fetched_from_an_authorization_server() throws Exception {
    try (ServerStandIn server = new ServerStandIn()) {
      URI at = server.address();
      control.createOauth2CredentialProvider(
          r ->
              r.name(name)
                  .credentialProviderVendor(CredentialProviderVendorType.CUSTOM_OAUTH2)
                  .oauth2ProviderConfigInput(
                      c ->
                          c.customOauth2ProviderConfig(
                              o ->
                                  o.clientId("c")
                                      .clientSecret("s")
                                      .oauthDiscovery(
                                          d ->
                                              d.authorizationServerMetadata(
                                                  m ->
                                                      m.issuer(at.toString())
                                                          .authorizationEndpoint(at + "/a")
                                                          .tokenEndpoint(at + "/t"))))));
      server.then(200, "application/json", "{\"access_token\":\"t-1\",\"expires_in\":\"60\"}");
      String token = workloadToken();
      for (int i = 0; i < 2; i++) {
        assertThat(
                data.getResourceOauth2Token(
                        r ->
                            r.workloadIdentityToken(token)
                                .resourceCredentialProviderName(name)
                                .scopes("a")
                                .oauth2Flow(Oauth2FlowType.M2_M))
                    .accessToken())
            .isEqualTo("t-1");
      }
      assertThat(server.asked().target()).isEqualTo("/t");
      assertThat(server.idle()).isTrue();
    }
    assertThat(
            control
                .getOauth2CredentialProvider(r -> r.name(name))
                .oauth2ProviderConfigOutput()
                .customOauth2ProviderConfig()
                .clientId())
        .isEqualTo("c");
    control.deleteOauth2CredentialProvider(r -> r.name(name));
  }

  @Test
  void a_workload_identity_is_made_changed_and_removed() {
    control.createWorkloadIdentity(
        r -> r.name(name).allowedResourceOauth2ReturnUrls("https://app/cb"));
    assertThatThrownBy(() -> control.createWorkloadIdentity(r -> r.name(name)))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("already exists");
    control.updateWorkloadIdentity(
        r -> r.name(name).allowedResourceOauth2ReturnUrls(List.of("https://app/cb2")));
    assertThat(control.getWorkloadIdentity(r -> r.name(name)).allowedResourceOauth2ReturnUrls())
        .containsExactly("https://app/cb2");
    control.deleteWorkloadIdentity(r -> r.name(name));
    assertThatThrownBy(() -> data.getWorkloadAccessToken(r -> r.workloadName(name)))
        .isInstanceOf(
            software.amazon.awssdk.services.bedrockagentcore.model.ResourceNotFoundException.class);
  }

  @Test
  void an_agent_is_handed_a_token_with_which_it_fetches_a_key() {
    control.createApiKeyCredentialProvider(r -> r.name(name).apiKey("for agents"));
    JsonNode told =
        Json.parse(
            data.invokeAgentRuntimeAsBytes(
                    r ->
                        r.agentRuntimeArn(PLATFORM.probe())
                            .runtimeSessionId(Platform.session())
                            .payload(SdkBytes.fromUtf8String("{\"do\":\"tell\"}")))
                .asUtf8String());
    String token = told.at("/headers/workloadaccesstoken").asString();
    assertThat(
            data.getResourceApiKey(
                    r -> r.workloadIdentityToken(token).resourceCredentialProviderName(name))
                .apiKey())
        .isEqualTo("for agents");
  }

  @Test
  void where_callers_prove_who_they_are_fetching_needs_its_own_scope() throws Exception {
    AwsBasicCredentials invoking = GuardedTest.key("invoking", "[\"invoke\"]");
    AwsBasicCredentials fetching = GuardedTest.key("fetching", "[\"credentials\", \"agents\"]");
    Platform guarded = Platform.guarded();
    try (BedrockAgentCoreControlClient making = guarded.control(fetching);
        BedrockAgentCoreClient allowed = guarded.data(fetching);
        BedrockAgentCoreClient refused = guarded.data(invoking)) {
      making.createWorkloadIdentity(r -> r.name(name));
      assertThat(allowed.getWorkloadAccessToken(r -> r.workloadName(name)).workloadAccessToken())
          .isNotEmpty();
      assertThatThrownBy(() -> refused.getWorkloadAccessToken(r -> r.workloadName(name)))
          .isInstanceOf(AccessDeniedException.class);
    }
    assertThat(guarded.get("/identities/oauth2/callback?state=unknown").statusCode())
        .as("a browser proves itself by its state alone")
        .isEqualTo(400);
  }
}
