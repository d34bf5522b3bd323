package dev.cadre.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.config.Secret;
import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The platform at a server that wants a token with a person's consent. */
@Timeout(60)
final class AuthorizationsTest {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Credentials.Clock clock = new Credentials.Clock();
  private final OauthStandIn server = new OauthStandIn();
  private Consenting person = person(null, Map.of());

  @AfterEach
  void stop() {
    server.close();
    http.close();
  }

  private Consenting person(URI document, Map<URI, ServerAuthorization> set) {
    return new Consenting(http, clock, document, set);
  }

  private Outbound outbound() {
    return person.authorizations().of(server.mcp());
  }

  /** What the wire does: shows a proof, and says that it was refused. */
  private Outbound.Proof called() throws InterruptedException {
    Outbound.Proof proof = outbound().proof();
    Challenge challenge = server.challenge(proof);
    if (challenge.status() == 200) {
      return proof;
    }
    outbound().refused(proof, challenge);
    return outbound().proof();
  }

  private String consented() throws Exception {
    person.consent(server.mcp());
    Outbound.Proof proof = called();
    assertThat(server.challenge(proof).status()).isEqualTo(200);
    return proof.headers().get("Authorization");
  }

  private void refuses(Class<? extends Fault> kind, String... words) {
    assertThatThrownBy(this::called).isInstanceOf(kind).hasMessageContainingAll(words);
  }

  @Test
  void a_server_that_waits_says_where_consent_is_given_and_then_is_used() throws Exception {
    assertThat(outbound().proof()).isEqualTo(Outbound.NONE.proof());
    refuses(
        Fault.Unavailable.class,
        "waits for consent",
        "http://127.0.0.1:7070/cadre/v1/authorizations/begin?server=http%3A%2F%2F127.0.0.1",
        "cadre credentials authorize " + server.mcp());

    assertThat(consented()).startsWith("Bearer token-");

    assertThat(server.consent)
        .containsEntry("response_type", "code")
        .containsEntry("code_challenge_method", "S256")
        .containsEntry("resource", server.mcp().toString())
        .containsEntry("redirect_uri", "http://127.0.0.1:7070/identities/oauth2/callback")
        .doesNotContainKeys("scope", "prompt");
    assertThat(server.grant)
        .containsEntry("grant_type", "authorization_code")
        .containsEntry("resource", server.mcp().toString());
    assertThat(Pkce.hash(server.grant.get("code_verifier")))
        .isEqualTo(server.consent.get("code_challenge"));
    assertThat(Json.text(server.registration))
        .contains("\"application_type\":\"native\"", "\"refresh_token\"");
  }

  @Test
  void what_is_kept_of_a_token_and_a_client_is_sealed() throws Exception {
    String token = consented().substring("Bearer ".length());
    Grants.Grant grant = person.grants.all().getFirst();
    assertThat(grant.sealedToken()).doesNotContain(token);
    assertThat(grant.toString()).doesNotContain(token);
    assertThat(person.grants.clients.values())
        .noneMatch(client -> client.sealed().contains("s3cr&t"));
    assertThat(outbound().proof().toString()).doesNotContain(token);
  }

  @Test
  void a_token_that_ends_is_refreshed_for_the_same_resource() throws Exception {
    server.seconds = 60;
    String first = consented();
    clock.forward(Duration.ofSeconds(53));
    assertThat(outbound().proof().headers().get("Authorization")).isEqualTo(first);
    clock.forward(Duration.ofSeconds(2));

    assertThat(outbound().proof().headers().get("Authorization")).isNotEqualTo(first);

    assertThat(server.grant)
        .containsEntry("grant_type", "refresh_token")
        .containsEntry("resource", server.mcp().toString())
        .hasEntrySatisfying("refresh_token", token -> assertThat(token).startsWith("refresh-"));
  }

  @Test
  void a_revoked_token_is_refreshed_and_a_withdrawn_consent_asked_for_again() throws Exception {
    String first = consented();
    server.revoke();
    assertThat(called().headers().get("Authorization")).isNotEqualTo(first);

    server.revoke();
    server.refusal = "invalid_grant";
    refuses(Fault.Unavailable.class, "waits for consent");
    assertThat(person.grants.all()).isEmpty();
  }

  @Test
  void an_answer_that_is_not_known_to_be_of_the_server_is_not_used() throws Exception {
    for (String issuer : List.of("", "https://evil.example", server.address() + "/")) {
      server.issuer = issuer;
      assertThatThrownBy(() -> person.consent(server.mcp()))
          .isInstanceOf(Fault.Invalid.class)
          .hasMessageContaining("RFC 9207");
    }
    server.metadata.remove("authorization_response_iss_parameter_supported");
    server.issuer = "https://evil.example";
    clock.forward(Duration.ofHours(2));
    assertThatThrownBy(() -> person.consent(server.mcp())).hasMessageContaining("RFC 9207");
    assertThat(server.requests).doesNotContain("POST /token");

    server.issuer = "";
    assertThat(person.consent(server.mcp())).contains("may now use");
  }

  @Test
  void a_state_is_good_once_for_a_while_and_for_nothing_else() throws Exception {
    Map<String, String> brought = person.visit(person.authorizations().begin(server.mcp()));
    Map<String, String> forged = new HashMap<>(brought);
    forged.put("state", "another");
    assertThatThrownBy(() -> person.arrive(forged)).hasMessageContaining("not known");
    assertThat(person.arrive(brought)).contains("may now use");
    assertThatThrownBy(() -> person.arrive(brought)).hasMessageContaining("not known");

    Map<String, String> late = person.visit(person.authorizations().begin(server.mcp()));
    clock.forward(Duration.ofMinutes(10));
    assertThatThrownBy(() -> person.arrive(late)).hasMessageContaining("not known");
  }

  @Test
  void a_person_who_says_no_is_told_so() throws Exception {
    Map<String, String> brought =
        new HashMap<>(person.visit(person.authorizations().begin(server.mcp())));
    brought.remove("code");
    brought.put("error", "access_denied");
    assertThatThrownBy(() -> person.arrive(brought))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("no consent was given")
        .hasMessageContaining("(access_denied)");
  }

  @Test
  void metadata_of_another_server_are_refused_before_anybody_is_asked() {
    server.resource.put("resource", "https://evil.example/mcp");
    refuses(Fault.Invalid.class, "which is another server");
    server.resource.put("resource", server.address() + "/mc");
    refuses(Fault.Invalid.class, "which is another server");
    assertThat(server.requests).noneMatch(request -> request.contains("authorization-server"));
  }

  @Test
  void an_authorization_server_that_is_not_who_it_should_be_is_not_used() {
    server.metadata.put("issuer", "https://attacker.example");
    assertThatThrownBy(() -> person.consent(server.mcp()))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("says that it is 'https://attacker.example'");
    assertThat(server.requests).doesNotContain("POST /register", "GET /authorize");
  }

  @Test
  void nothing_is_sent_where_others_read_along() {
    server.resource.putArray("authorization_servers").add("http://idp.example");
    refuses(Fault.Invalid.class, "'http://idp.example'", "must be an https URL");
    server.resource.putArray("authorization_servers").add(server.address());
    server.metadata.put("token_endpoint", "http://idp.example/token");
    assertThatThrownBy(() -> person.consent(server.mcp()))
        .hasMessageContaining("token_endpoint is 'http://idp.example/token'");
  }

  @Test
  void a_server_of_codes_without_pkce_is_not_used() {
    server.metadata.remove("code_challenge_methods_supported");
    assertThatThrownBy(() -> person.consent(server.mcp())).hasMessageContaining("PKCE");
  }

  @Test
  void a_document_that_never_ends_is_given_up() {
    server.resource.put("filling", "x".repeat(300 * 1024));
    refuses(Fault.Unavailable.class, "cannot be read");
  }

  @Test
  void the_well_known_place_is_asked_when_the_challenge_names_none() throws Exception {
    server.metadataInChallenge = false;
    assertThat(consented()).startsWith("Bearer");
  }

  @Test
  void a_server_without_metadata_asks_nobody() throws Exception {
    server.metadataInChallenge = false;
    URI other = URI.create(server.address() + "/other");
    Outbound outbound = person.authorizations().of(other);
    outbound.refused(outbound.proof(), Challenge.of(401, List.of()));
    assertThat(outbound.proof()).isEqualTo(Outbound.NONE.proof());
    assertThatThrownBy(() -> person.authorizations().begin(other))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("asks for no authorization");
  }

  @Test
  void scopes_are_those_of_the_challenge_else_all_of_the_server() throws Exception {
    server.resource.putArray("scopes_supported").add("read").add("write");
    server.metadata.putArray("scopes_supported").add("read").add("offline_access");
    consented();
    assertThat(server.consent)
        .containsEntry("scope", "read write offline_access")
        .containsEntry("prompt", "consent");

    person = person(null, Map.of());
    server.needs = "read";
    consented();
    assertThat(server.consent).containsEntry("scope", "read offline_access");
  }

  @Test
  void a_call_that_needs_more_is_asked_for_once_and_the_rest_goes_on() throws Exception {
    server.needs = "read";
    consented();
    server.needs = "write";
    refuses(Fault.Unavailable.class, "needs consent to more (write)");
    server.needs = "read";
    assertThat(server.challenge(called()).status()).isEqualTo(200);

    person.consent(server.mcp());
    assertThat(server.consent).containsEntry("scope", "read write");
    server.needs = "write";
    assertThat(server.challenge(called()).status()).isEqualTo(200);

    Outbound.Proof proof = outbound().proof();
    Challenge never = Challenge.of(403, List.of("Bearer error=insufficient_scope, scope=write"));
    assertThatThrownBy(() -> outbound().refused(proof, never))
        .isInstanceOf(Fault.Denied.class)
        .hasMessageContaining("asked for and not given");
  }

  @Test
  void a_new_authorization_server_learns_nothing_of_the_one_before() throws Exception {
    String token = consented();
    try (OauthStandIn next = new OauthStandIn()) {
      server.revoke();
      server.resource.putArray("authorization_servers").add(next.address());
      refuses(Fault.Unavailable.class, "waits for consent");
      assertThat(server.grant).containsEntry("grant_type", "authorization_code");
      person.consent(server.mcp());
      assertThat(next.requests).contains("POST /register", "POST /token");
      assertThat(next.grant.values()).noneMatch(value -> token.endsWith(value));
      assertThat(person.grants.clients).hasSize(2);
    }
  }

  @Test
  void a_client_that_the_operator_registered_is_shown_to_its_issuer_alone() throws Exception {
    ServerAuthorization set =
        new ServerAuthorization(
            server.address(),
            "cadre",
            new ServerAuthorization.Proof.Shared(new Secret("of cadre")),
            List.of(),
            true);
    person = person(null, Map.of(server.mcp(), set));
    consented();
    assertThat(server.requests).doesNotContain("POST /register");
    assertThat(server.basic).startsWith("Basic ");
    try (OauthStandIn next = new OauthStandIn()) {
      server.resource.putArray("authorization_servers").add(next.address());
      assertThatThrownBy(() -> person.authorizations().begin(server.mcp()))
          .isInstanceOf(Fault.Invalid.class)
          .hasMessageContaining("is known to " + server.address() + " alone");
      assertThat(next.requests).doesNotContain("GET /authorize", "POST /token");
    }
  }

  @Test
  void the_platforms_document_is_its_name_where_it_is_read() throws Exception {
    URI document = URI.create("https://cadre.example/identities/oauth2/client");
    person = person(document, Map.of());
    server.metadata.put("client_id_metadata_document_supported", true);
    consented();
    assertThat(server.consent).containsEntry("client_id", document.toString());
    assertThat(server.grant).containsEntry("client_id", document.toString());
    assertThat(server.requests).doesNotContain("POST /register");
  }

  @Test
  void who_cannot_register_itself_is_told_how_it_is_done_by_hand() {
    server.metadata.remove("registration_endpoint");
    assertThatThrownBy(() -> person.authorizations().begin(server.mcp()))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("http://127.0.0.1:7070/identities/oauth2/callback");
  }

  @Test
  void a_client_that_is_no_longer_known_registers_anew() throws Exception {
    server.refusal = "invalid_client";
    assertThatThrownBy(() -> person.consent(server.mcp()))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("invalid_client");
    server.refusal = "";
    consented();
    assertThat(server.requests).filteredOn("POST /register"::equals).hasSize(2);
  }

  @Test
  void an_account_of_the_client_needs_nobody() throws Exception {
    ServerAuthorization set =
        new ServerAuthorization(
            "",
            "cadre",
            new ServerAuthorization.Proof.Shared(new Secret("of cadre")),
            List.of(),
            false);
    person = person(null, Map.of(server.mcp(), set));
    server.needs = "read";
    String first = called().headers().get("Authorization");
    assertThat(server.grant)
        .containsEntry("grant_type", "client_credentials")
        .containsEntry("scope", "read")
        .containsEntry("resource", server.mcp().toString());
    assertThat(called().headers()).containsEntry("Authorization", first);

    server.revoke();
    assertThat(called().headers().get("Authorization")).isNotEqualTo(first);
    server.needs = "write";
    assertThat(server.challenge(called()).status()).isEqualTo(200);
    assertThat(server.grant).containsEntry("scope", "read write");
    assertThatThrownBy(() -> person.authorizations().begin(server.mcp()))
        .hasMessageContaining("nobody consents");
  }

  @Test
  void what_was_consented_to_is_forgotten() throws Exception {
    consented();
    assertThat(person.authorizations().forget(server.mcp())).isTrue();
    assertThat(person.authorizations().forget(server.mcp())).isFalse();
    refuses(Fault.Unavailable.class, "waits for consent");
  }
}
