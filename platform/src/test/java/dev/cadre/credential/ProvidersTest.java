package dev.cadre.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Providers and workload identities as the AWS API has them. */
final class ProvidersTest {
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

  @Test
  void an_api_key_is_kept_sealed_and_shown_to_workloads_only() {
    JsonNode made =
        credentials.call("CreateApiKeyCredentialProvider", "{'name': 'maps', 'apiKey': 'k-1'}");
    assertThat(made.path("credentialProviderArn").asString())
        .isEqualTo(
            "arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default/apikeycredentialprovider/maps");
    assertThat(made.path("apiKeySecretArn").path("secretArn").asString())
        .matches(
            "arn:aws:secretsmanager:us-east-1:123456789012:secret:bedrock-agentcore-identity!default/apikey/maps-\\w{6}");
    JsonNode shown = credentials.call("GetApiKeyCredentialProvider", "{'name': 'maps'}");
    assertThat(shown.path("createdTime").doubleValue()).isEqualTo(1767323045.678);
    assertThat(
            credentials
                .database()
                .list(
                    "select credential_provider::text from credential_provider",
                    row -> row.getString(1)))
        .singleElement()
        .satisfies(row -> assertThat(row).doesNotContain("k-1"));
    assertThat(made.toString() + shown).doesNotContain("k-1");
    assertThat(key()).isEqualTo("k-1");
    credentials.call("UpdateApiKeyCredentialProvider", "{'name': 'maps', 'apiKey': 'k-2'}");
    assertThat(key()).isEqualTo("k-2");
    credentials.call("DeleteApiKeyCredentialProvider", "{'name': 'maps'}");
    assertThatThrownBy(this::key).isInstanceOf(Fault.NotFound.class).hasMessageContaining("maps");
  }

  private String key() {
    return credentials
        .call(
            "GetResourceApiKey",
            "{'workloadIdentityToken': '%s', 'resourceCredentialProviderName': 'maps'}"
                .formatted(credentials.workloadToken()))
        .path("apiKey")
        .asString();
  }

  @Test
  void a_name_is_taken_once_for_each_kind() {
    credentials.call("CreateApiKeyCredentialProvider", "{'name': 'n', 'apiKey': 'k'}");
    credentials.oauth2("n", "");
    assertThatThrownBy(
            () ->
                credentials.call("CreateApiKeyCredentialProvider", "{'name': 'n', 'apiKey': 'k'}"))
        .isInstanceOf(Fault.Conflict.class)
        .hasMessageContaining("already exists");
    credentials.call("CreateWorkloadIdentity", "{'name': 'work'}");
    assertThatThrownBy(() -> credentials.call("CreateWorkloadIdentity", "{'name': 'work'}"))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("already exists");
  }

  @Test
  void listings_have_pages() {
    for (int i = 0; i < 5; i++) {
      credentials.call(
          "CreateApiKeyCredentialProvider", "{'name': 'n%d', 'apiKey': 'k'}".formatted(i));
      credentials.call("CreateWorkloadIdentity", "{'name': 'n%d'}".formatted(i));
    }
    assertThat(paged("ListApiKeyCredentialProviders", "credentialProviders"))
        .containsExactly("n4", "n3", "n2", "n1", "n0");
    assertThat(paged("ListWorkloadIdentities", "workloadIdentities"))
        .containsExactly("n4", "n3", "n2", "n1", "n0");
    assertThat(paged("ListOauth2CredentialProviders", "credentialProviders")).isEmpty();
  }

  private List<String> paged(String operation, String member) {
    List<String> names = new ArrayList<>();
    String token = "";
    do {
      JsonNode page =
          credentials.call(
              operation, "{'maxResults': 2%s}".formatted(token.isEmpty() ? "" : token));
      page.path(member).forEach(one -> names.add(one.path("name").asString()));
      token =
          page.has("nextToken") ? ",'nextToken':'" + page.path("nextToken").asString() + "'" : "";
    } while (!token.isEmpty());
    return names;
  }

  @Test
  void there_are_only_so_many() {
    for (int i = 0; i < 50; i++) {
      credentials.call(
          "CreateApiKeyCredentialProvider", "{'name': 'n%d', 'apiKey': 'k'}".formatted(i));
    }
    assertThatThrownBy(
            () ->
                credentials.call("CreateApiKeyCredentialProvider", "{'name': 'x', 'apiKey': 'k'}"))
        .isInstanceOf(Fault.QuotaExceeded.class)
        .hasMessageContaining("50");
  }

  @Test
  void an_oauth2_provider_shows_its_configuration_without_the_secret() {
    credentials.oauth2("idp", "'clientAuthenticationMethod': 'CLIENT_SECRET_POST',");
    JsonNode shown = credentials.call("GetOauth2CredentialProvider", "{'name': 'idp'}");
    JsonNode config = shown.path("oauth2ProviderConfigOutput").path("customOauth2ProviderConfig");
    assertThat(config.path("clientId").asString()).isEqualTo("cli ent");
    assertThat(
            config
                .path("oauthDiscovery")
                .path("authorizationServerMetadata")
                .path("tokenEndpoint")
                .asString())
        .isEqualTo(credentials.server.address() + "/token");
    assertThat(shown.path("callbackUrl").asString())
        .isEqualTo("http://127.0.0.1:7070/identities/oauth2/callback");
    assertThat(shown.path("status").asString()).isEqualTo("READY");
    assertThat(shown.toString()).doesNotContain("s3cr");
  }

  @Test
  void a_vendor_brings_its_endpoints() {
    credentials.call(
        "CreateOauth2CredentialProvider",
        "{'name': 'ms', 'credentialProviderVendor': 'MicrosoftOauth2', 'oauth2ProviderConfigInput':"
            + " {'microsoftOauth2ProviderConfig': {'clientId': 'c', 'clientSecret': 's', 'tenantId':"
            + " 'acme'}}}");
    assertThat(credentials.call("GetOauth2CredentialProvider", "{'name': 'ms'}").toString())
        .contains("https://login.microsoftonline.com/acme/oauth2/v2.0/token");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "GithubOauth2|{'googleOauth2ProviderConfig': {}}|githubOauth2ProviderConfig",
        "GithubOauth2|{'githubOauth2ProviderConfig': {'clientId': 'c'}}|clientSecret is missing",
        "GithubOauth2|{'githubOauth2ProviderConfig': {'clientId': 'c', 'clientSecretSource': 'EXTERNAL'}}|Secrets Manager",
        "OktaOauth2|{'includedOauth2ProviderConfig': {'clientId': 'c', 'clientSecret': 's'}}|issuer",
        "OktaOauth2|{'includedOauth2ProviderConfig': {'clientId': 'c', 'clientSecret': 's', 'tokenEndpoint': 'x y'}}|tokenEndpoint",
        "CustomOauth2|{'customOauth2ProviderConfig': {'clientId': 'c', 'clientSecret': 's', 'oauthDiscovery': {'discoveryUrl': 'nowhere'}}}|discoveryUrl",
        "CustomOauth2|{'customOauth2ProviderConfig': {'clientId': 'c', 'clientAuthenticationMethod': 'PRIVATE_KEY_JWT', 'oauthDiscovery': {'discoveryUrl': 'https://x.com/.well-known/openid-configuration'}}}|PRIVATE_KEY_JWT",
        "CustomOauth2|{'customOauth2ProviderConfig': {'privateEndpoint': {}}}|privateEndpoint",
      })
  void what_cannot_be_done_is_refused_at_once(String vendor, String config, String told) {
    assertThatThrownBy(
            () ->
                credentials.call(
                    "CreateOauth2CredentialProvider",
                    "{'name': 'x', 'credentialProviderVendor': '%s', 'oauth2ProviderConfigInput': %s}"
                        .formatted(vendor, config)))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining(told);
  }
}
