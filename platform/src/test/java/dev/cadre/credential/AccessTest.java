package dev.cadre.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import dev.cadre.http.FakeExchange;
import dev.cadre.http.Principal;
import dev.cadre.http.ServerStandIn;
import dev.cadre.id.AgentRuntimeId;
import io.opentelemetry.context.Context;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What workloads fetch. */
final class AccessTest {
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

  private String token(String operation, String more) {
    return credentials
        .call(operation, "{'workloadName': 'agent-1234567890'%s}".formatted(more))
        .path("workloadAccessToken")
        .asString();
  }

  private JsonNode oauth(String workloadToken, String more) {
    return credentials.call(
        "GetResourceOauth2Token",
        "{'workloadIdentityToken': '%s', 'resourceCredentialProviderName': 'idp', %s}"
            .formatted(workloadToken, more));
  }

  private static final String M2M = "'oauth2Flow': 'M2M', 'scopes': ['a', 'b c']";
  private static final String FEDERATION = "'oauth2Flow': 'USER_FEDERATION', 'scopes': ['a']";

  @Test
  void a_workload_token_names_workload_and_user_until_it_ends() {
    WorkloadTokens tokens = credentials.feature.tokens();
    assertThat(tokens.verify(token("GetWorkloadAccessToken", "")))
        .isEqualTo(new Workload("agent-1234567890", null));
    assertThat(tokens.verify(token("GetWorkloadAccessTokenForUserId", ", 'userId': 'ann'")))
        .isEqualTo(new Workload("agent-1234567890", "ann"));
    String forJwt = token("GetWorkloadAccessTokenForJWT", ", 'userToken': 'x'");
    assertThat(tokens.verify(forJwt)).isEqualTo(new Workload("agent-1234567890", "jwt|x"));
    assertThat(credentials.feature(folder).tokens().verify(forJwt))
        .as("on another node")
        .isEqualTo(new Workload("agent-1234567890", "jwt|x"));
    credentials.clock.forward(Duration.ofHours(1));
    assertThatThrownBy(() -> tokens.verify(forJwt))
        .isInstanceOf(Fault.Unauthenticated.class)
        .hasMessageContaining("no longer good");
  }

  @Test
  void a_token_that_was_changed_is_none() {
    WorkloadTokens tokens = credentials.feature.tokens();
    String good = credentials.userToken("ann");
    String other = credentials.userToken("bob");
    String mixed =
        other.substring(0, other.lastIndexOf('.')) + good.substring(good.lastIndexOf('.'));
    for (String bad : new String[] {mixed, good + "x", "cadre-wat.a.b", "x", "cadre-wat.", ""}) {
      assertThatThrownBy(() -> tokens.verify(bad))
          .as(bad)
          .isInstanceOf(Fault.Unauthenticated.class);
    }
  }

  @Test
  void an_agent_speaks_for_itself_only() {
    credentials.call("CreateWorkloadIdentity", "{'name': 'other'}");
    Principal agent =
        new Principal(
            "ann",
            Principal.Kind.SESSION,
            Set.of("credentials"),
            new Principal.Session(new AgentRuntimeId("agent-1234567890"), null, Context.root()));
    credentials.call("GetWorkloadAccessToken", "{'workloadName': 'agent-1234567890'}", agent);
    assertThatThrownBy(
            () -> credentials.call("GetWorkloadAccessToken", "{'workloadName': 'other'}", agent))
        .isInstanceOf(Fault.Denied.class);
    credentials.call("GetWorkloadAccessToken", "{'workloadName': 'other'}");
    String others = credentials.feature.tokens().issue(new Workload("other", null));
    assertThatThrownBy(
            () ->
                credentials.call(
                    "GetResourceApiKey",
                    "{'workloadIdentityToken': '%s', 'resourceCredentialProviderName': 'k'}"
                        .formatted(others),
                    agent))
        .as("a token that was another's")
        .isInstanceOf(Fault.Denied.class);
    assertThatThrownBy(
            () -> credentials.call("GetWorkloadAccessToken", "{'workloadName': 'nobody'}"))
        .isInstanceOf(Fault.NotFound.class);
  }

  @Test
  void a_machine_gets_a_token_with_its_secret_in_the_header() throws Exception {
    credentials.oauth2("idp", "");
    credentials.answersToken("t-1", 600);
    assertThat(oauth(credentials.workloadToken(), M2M).path("accessToken").asString())
        .isEqualTo("t-1");
    ServerStandIn.Asked asked = credentials.server.asked();
    assertThat(asked.body()).isEqualTo("grant_type=client_credentials&scope=a+b+c");
    assertThat(new String(Base64.getDecoder().decode(asked.header("Authorization").substring(6))))
        .isEqualTo("cli+ent:s3cr%26t");
  }

  @Test
  void a_machine_gets_a_token_with_its_secret_in_the_form() throws Exception {
    credentials.oauth2("idp", "'clientAuthenticationMethod': 'CLIENT_SECRET_POST',");
    credentials.answersToken("t-1", 600);
    oauth(
        credentials.workloadToken(),
        M2M
            + ", 'resources': ['https://r'], 'audiences': ['aud'], 'customParameters': {'x': 'y',"
            + " 'grant_type': 'password'}");
    ServerStandIn.Asked asked = credentials.server.asked();
    assertThat(asked.body())
        .isEqualTo(
            "grant_type=client_credentials&scope=a+b+c&resource=https%3A%2F%2Fr&audience=aud&x=y"
                + "&client_id=cli+ent&client_secret=s3cr%26t");
    assertThat(asked.header("Authorization")).isEmpty();
  }

  @Test
  void a_token_server_that_refuses_or_fails_is_named_and_its_words_are_not_repeated() {
    credentials.oauth2("idp", "");
    String token = credentials.workloadToken();
    credentials.server.then(
        400, "application/json", "{\"error\":\"invalid_client\",\"error_description\":\"s3cr&t\"}");
    assertThatThrownBy(() -> oauth(token, M2M))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("'idp'")
        .hasMessageContaining("invalid_client")
        .message()
        .doesNotContain("s3cr");
    credentials.server.then(503, "text/html", "<h1>sorry</h1>");
    assertThatThrownBy(() -> oauth(token, M2M))
        .isInstanceOf(Fault.Unavailable.class)
        .hasMessageContaining("503");
    credentials.server.then(200, "text/html", "<h1>hello</h1>");
    assertThatThrownBy(() -> oauth(token, M2M)).isInstanceOf(Fault.Unavailable.class);
    credentials.server.then(200, "application/json", "{\"x\":\"" + "y".repeat(300_000) + "\"}");
    assertThatThrownBy(() -> oauth(token, M2M)).isInstanceOf(Fault.Unavailable.class);
  }

  @Test
  void a_server_is_found_by_its_discovery_document() throws Exception {
    URI server = credentials.server.address();
    credentials.call(
        "CreateOauth2CredentialProvider",
        """
        {'name': 'idp', 'credentialProviderVendor': 'CustomOauth2', 'oauth2ProviderConfigInput':
          {'customOauth2ProviderConfig': {'clientId': 'c', 'clientSecret': 's', 'oauthDiscovery':
            {'discoveryUrl': '%s/.well-known/openid-configuration'}}}}
        """
            .formatted(server));
    credentials.server.then(
        200,
        "application/json",
        "{\"token_endpoint\":\"%s/t\",\"token_endpoint_auth_methods_supported\":[\"client_secret_post\"]}"
            .formatted(server));
    credentials.answersToken("t-1", 60);
    oauth(credentials.workloadToken(), M2M);
    assertThat(credentials.server.asked().target()).isEqualTo("/.well-known/openid-configuration");
    ServerStandIn.Asked asked = credentials.server.asked();
    assertThat(asked.target()).isEqualTo("/t");
    assertThat(asked.body()).contains("client_secret=s");
  }

  private Map<String, String> query(String address) {
    return Stream.of(URI.create(address).getRawQuery().split("&"))
        .map(pair -> pair.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }

  @Test
  void a_person_consents_and_the_token_is_kept_and_refreshed() throws Exception {
    credentials.oauth2("idp", "");
    String ann = credentials.userToken("ann");
    JsonNode asked = oauth(ann, FEDERATION);
    Map<String, String> query = query(asked.path("authorizationUrl").asString());
    assertThat(query).containsEntry("response_type", "code").containsEntry("scope", "a");
    String session = ", 'sessionUri': '" + asked.path("sessionUri").asString() + "'";
    assertThat(oauth(ann, FEDERATION + session).path("sessionStatus").asString())
        .isEqualTo("IN_PROGRESS");

    credentials.server.then(
        200,
        "application/json",
        "{\"access_token\":\"t-1\",\"refresh_token\":\"r-1\",\"expires_in\":60}");
    assertThat(credentials.callback(query.get("state"), "the code").status()).isEqualTo(200);
    assertThat(credentials.server.asked().body())
        .startsWith("grant_type=authorization_code&code=the+code&redirect_uri=")
        .contains("&code_verifier=");
    assertThat(oauth(ann, FEDERATION + session).path("accessToken").asString()).isEqualTo("t-1");
    assertThat(oauth(credentials.userToken("bob"), FEDERATION).has("accessToken")).isFalse();
    assertThatThrownBy(() -> credentials.callback(query.get("state"), "the code"))
        .as("a state is good once")
        .isInstanceOf(Fault.Invalid.class);

    credentials.clock.forward(Duration.ofMinutes(2));
    credentials.answersToken("t-2", 60);
    assertThat(oauth(ann, FEDERATION).path("accessToken").asString()).isEqualTo("t-2");
    assertThat(credentials.server.asked().body())
        .isEqualTo("grant_type=refresh_token&refresh_token=r-1");
    credentials.clock.forward(Duration.ofMinutes(2));
    credentials.server.then(400, "application/json", "{\"error\":\"invalid_grant\"}");
    assertThat(oauth(ann, FEDERATION).has("authorizationUrl")).isTrue();
  }

  @Test
  void a_person_who_was_sent_on_is_known_only_when_the_application_says_so() throws Exception {
    credentials.oauth2("idp", "");
    String back = ", 'resourceOauth2ReturnUrl': 'https://app/cb', 'customState': 'st'";
    String ann = credentials.userToken("ann");
    assertThatThrownBy(() -> oauth(ann, FEDERATION + back))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("allowedResourceOauth2ReturnUrls");
    credentials.call(
        "CreateWorkloadIdentity",
        "{'name': 'agent-1234567890', 'allowedResourceOauth2ReturnUrls': ['https://app/cb']}");
    JsonNode asked = oauth(ann, FEDERATION + back);
    String session = asked.path("sessionUri").asString();
    credentials.answersToken("t-1", 600);
    FakeExchange arrived =
        credentials.callback(
            query(asked.path("authorizationUrl").asString()).get("state"), "the code");
    assertThat(arrived.status()).isEqualTo(302);
    assertThat(oauth(ann, FEDERATION + ", 'sessionUri': '" + session + "'").has("accessToken"))
        .isFalse();
    assertThatThrownBy(() -> complete(session, "bob")).isInstanceOf(Fault.Denied.class);
    complete(session, "ann");
    assertThat(oauth(ann, FEDERATION).path("accessToken").asString()).isEqualTo("t-1");
  }

  private void complete(String session, String user) {
    credentials.call(
        "CompleteResourceTokenAuth",
        "{'sessionUri': '%s', 'userIdentifier': {'userId': '%s'}}".formatted(session, user));
  }

  @Test
  void a_person_who_does_not_consent_or_not_in_time_has_failed() throws Exception {
    credentials.oauth2("idp", "");
    String ann = credentials.userToken("ann");
    JsonNode refused = oauth(ann, FEDERATION);
    credentials.callback(query(refused.path("authorizationUrl").asString()).get("state"), "");
    assertThat(status(ann, refused)).isEqualTo("FAILED");
    JsonNode late = oauth(ann, FEDERATION);
    credentials.clock.forward(Duration.ofMinutes(10));
    assertThat(status(credentials.userToken("ann"), late)).isEqualTo("FAILED");
    assertThatThrownBy(
            () ->
                credentials.callback(
                    query(late.path("authorizationUrl").asString()).get("state"), "code"))
        .isInstanceOf(Fault.Invalid.class);
  }

  private String status(String token, JsonNode asked) {
    return oauth(
            token, FEDERATION + ", 'sessionUri': '" + asked.path("sessionUri").asString() + "'")
        .path("sessionStatus")
        .asString();
  }

  @Test
  void a_flow_that_is_not_done_is_refused() {
    credentials.oauth2("idp", "");
    assertThatThrownBy(
            () ->
                oauth(
                    credentials.workloadToken(),
                    "'oauth2Flow': 'ON_BEHALF_OF_TOKEN_EXCHANGE', 'scopes': []"))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("M2M");
    assertThatThrownBy(() -> oauth(credentials.workloadToken(), FEDERATION))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("GetWorkloadAccessTokenForUserId");
  }
}
