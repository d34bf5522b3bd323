package dev.cadre.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How calls of targets prove themselves. */
final class CredentialProvidersTest {
  @TempDir private Path folder;
  private Credentials credentials;

  @BeforeEach
  void open() {
    credentials = new Credentials(folder);
  }

  @AfterEach
  void close() {
    credentials.close();
  }

  private Outbound outbound(String configuration) {
    return credentials
        .feature
        .forTargets()
        .outbound(Json.parse("[" + configuration.replace('\'', '"') + "]"));
  }

  private Outbound apiKey(String more) {
    return outbound(
        """
        {'credentialProviderType': 'API_KEY', 'credentialProvider': {'apiKeyCredentialProvider':
          {'providerArn': 'arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default/apikeycredentialprovider/k' %s}}}
        """
            .formatted(more));
  }

  private Outbound oauth(String arn) {
    return outbound(
        """
        {'credentialProviderType': 'OAUTH', 'credentialProvider': {'oauthCredentialProvider':
          {'providerArn': '%s', 'scopes': ['a'], 'customParameters': {'audience': 'x'}}}}
        """
            .formatted(arn));
  }

  private static Map<String, String> bearer(String token) {
    return Map.of("Authorization", "Bearer " + token);
  }

  @Test
  void without_configuration_there_is_no_proof() throws Exception {
    Outbound none = credentials.feature.forTargets().outbound(null);
    assertThat(none.proof()).isEqualTo(new Outbound.Proof(Map.of(), Map.of()));
  }

  @Test
  void a_key_goes_where_the_target_wants_it() throws Exception {
    credentials.call("CreateApiKeyCredentialProvider", "{'name': 'k', 'apiKey': 'secret'}");
    assertThat(apiKey("").proof().headers()).isEqualTo(bearer("secret"));
    assertThat(apiKey(", 'credentialParameterName': 'X-Key'").proof().headers())
        .isEqualTo(Map.of("X-Key", "secret"));
    assertThat(apiKey(", 'credentialPrefix': 'Token'").proof().headers())
        .isEqualTo(Map.of("Authorization", "Token secret"));
    assertThat(apiKey(", 'credentialPrefix': 'key='").proof().headers())
        .isEqualTo(Map.of("Authorization", "key=secret"));
    assertThat(apiKey(", 'credentialLocation': 'QUERY_PARAMETER'").proof())
        .isEqualTo(new Outbound.Proof(Map.of(), Map.of("api_key", "secret")));
    assertThat(apiKey("").proof().toString()).doesNotContain("secret");
    assertThatThrownBy(() -> apiKey(", 'credentialParameterName': 'Host'"))
        .isInstanceOf(Fault.Invalid.class);
  }

  @Test
  void a_changed_key_is_used_at_once_and_a_removed_one_no_more() throws Exception {
    credentials.call("CreateApiKeyCredentialProvider", "{'name': 'k', 'apiKey': 'one'}");
    Outbound outbound = apiKey("");
    assertThat(outbound.proof().headers()).isEqualTo(bearer("one"));
    credentials.call("UpdateApiKeyCredentialProvider", "{'name': 'k', 'apiKey': 'two'}");
    assertThat(outbound.proof().headers()).isEqualTo(bearer("two"));
    credentials.call("DeleteApiKeyCredentialProvider", "{'name': 'k'}");
    assertThatThrownBy(outbound::proof).isInstanceOf(Fault.NotFound.class);
  }

  @Test
  void a_key_that_no_header_can_carry_is_refused_without_showing_it() {
    credentials.call("CreateApiKeyCredentialProvider", "{'name': 'k', 'apiKey': 'a\\nsecret'}");
    assertThatThrownBy(() -> apiKey("").proof())
        .isInstanceOf(Fault.Invalid.class)
        .message()
        .doesNotContain("secret");
  }

  @Test
  void a_token_is_kept_until_shortly_before_its_end() throws Exception {
    Outbound outbound = oauth(credentials.oauth2("idp", ""));
    credentials.answersToken("t-1", 600);
    credentials.answersToken("t-2", 20);
    credentials.answersToken("t-3", 600);
    assertThat(outbound.proof().headers()).isEqualTo(bearer("t-1"));
    assertThat(credentials.server.asked().body()).contains("scope=a&audience=x");
    credentials.clock.forward(Duration.ofSeconds(539));
    assertThat(outbound.proof().headers()).isEqualTo(bearer("t-1"));
    credentials.clock.forward(Duration.ofSeconds(2));
    assertThat(outbound.proof().headers()).as("a minute before its end").isEqualTo(bearer("t-2"));
    credentials.clock.forward(Duration.ofSeconds(17));
    assertThat(outbound.proof().headers()).isEqualTo(bearer("t-2"));
    credentials.clock.forward(Duration.ofSeconds(2));
    assertThat(outbound.proof().headers()).as("a tenth of a short life").isEqualTo(bearer("t-3"));
  }

  @Test
  void a_refused_token_is_fetched_anew_once_for_all_who_had_it() throws Exception {
    Outbound outbound = oauth(credentials.oauth2("idp", ""));
    credentials.answersToken("t-1", 600);
    credentials.answersToken("t-2", 600);
    Outbound.Proof first = outbound.proof();
    outbound.refused(first);
    assertThat(outbound.proof().headers()).isEqualTo(bearer("t-2"));
    outbound.refused(first);
    assertThat(outbound.proof().headers()).as("the newer one stays").isEqualTo(bearer("t-2"));
  }

  @Test
  void a_new_secret_means_new_tokens() throws Exception {
    Outbound outbound = oauth(credentials.oauth2("idp", ""));
    credentials.answersToken("t-1", 600);
    credentials.answersToken("t-2", 600);
    assertThat(outbound.proof().headers()).isEqualTo(bearer("t-1"));
    credentials.call(
        "UpdateOauth2CredentialProvider",
        """
        {'name': 'idp', 'credentialProviderVendor': 'CustomOauth2', 'oauth2ProviderConfigInput':
          {'customOauth2ProviderConfig': {'clientId': 'c', 'clientSecret': 'new', 'oauthDiscovery':
            {'authorizationServerMetadata': {'issuer': 'i', 'authorizationEndpoint': '%s/a',
             'tokenEndpoint': '%s/token'}}}}}
        """
            .formatted(credentials.server.address(), credentials.server.address()));
    assertThat(outbound.proof().headers()).isEqualTo(bearer("t-2"));
  }

  @Test
  void many_callers_make_one_fetch() throws Exception {
    Outbound outbound = oauth(credentials.oauth2("idp", ""));
    credentials.answersToken("t-1", 600);
    List<Future<Outbound.Proof>> proofs = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        proofs.add(threads.submit(outbound::proof));
      }
    }
    for (Future<Outbound.Proof> proof : proofs) {
      assertThat(proof.get().headers()).isEqualTo(bearer("t-1"));
    }
    assertThat(credentials.server.asked().target()).isEqualTo("/token");
    assertThat(credentials.server.idle()).isTrue();
  }

  @Test
  void a_vendor_without_tokens_for_services_says_what_to_do_instead() {
    String arn =
        credentials
            .call(
                "CreateOauth2CredentialProvider",
                "{'name': 'gh', 'credentialProviderVendor': 'GithubOauth2',"
                    + " 'oauth2ProviderConfigInput': {'githubOauth2ProviderConfig': {'clientId':"
                    + " 'c', 'clientSecret': 's'}}}")
            .path("credentialProviderArn")
            .asString();
    assertThatThrownBy(() -> oauth(arn).proof())
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("API key");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'credentialProviderType': 'GATEWAY_IAM_ROLE'}|use API_KEY or OAUTH",
        "{'credentialProviderType': 'JWT_PASSTHROUGH'}|use API_KEY or OAUTH",
        "{'credentialProviderType': 'API_KEY'}|apiKeyCredentialProvider",
        "{'credentialProviderType': 'API_KEY', 'credentialProvider': {'apiKeyCredentialProvider': {'providerArn': 'x'}}}|not an ARN",
        "{'credentialProviderType': 'API_KEY', 'credentialProvider': {'apiKeyCredentialProvider': {'providerArn': 'arn:aws:bedrock-agentcore:eu-west-1:123456789012:token-vault/default/apikeycredentialprovider/k'}}}|eu-west-1",
        "{'credentialProviderType': 'OAUTH', 'credentialProvider': {'oauthCredentialProvider': {'providerArn': 'arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default/apikeycredentialprovider/k'}}}|OAuth2",
        "{'credentialProviderType': 'OAUTH', 'credentialProvider': {'oauthCredentialProvider': {'grantType': 'TOKEN_EXCHANGE', 'providerArn': 'arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default/oauth2credentialprovider/k'}}}|CLIENT_CREDENTIALS",
        "{}, {}|2 members",
      })
  void what_cannot_be_done_is_refused(String configuration, String told) {
    assertThatThrownBy(() -> outbound(configuration))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining(told);
  }
}
