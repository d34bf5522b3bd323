package dev.cadre.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.config.Secret;
import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Consent, and what comes of it. */
final class AuthorizationsTest extends AuthorizationCase {

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
  void the_well_known_place_is_asked_when_the_challenge_names_none() throws Exception {
    server.metadataInChallenge = false;
    assertThat(consented()).startsWith("Bearer");
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
