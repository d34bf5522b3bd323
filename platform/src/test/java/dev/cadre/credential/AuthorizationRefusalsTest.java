package dev.cadre.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.config.Secret;
import dev.cadre.fault.Fault;
import dev.cadre.worker.GuardedHttpClient;
import dev.cadre.worker.NetworkPolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is refused on the way to a token. */
final class AuthorizationRefusalsTest extends AuthorizationCase {

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
  void who_cannot_register_itself_is_told_how_it_is_done_by_hand() {
    server.metadata.remove("registration_endpoint");
    assertThatThrownBy(() -> person.authorizations().begin(server.mcp()))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("http://127.0.0.1:7070/identities/oauth2/callback");
  }

  @Test
  void no_address_that_a_server_names_is_called_against_the_operators_policy() {
    try (HttpClient guarded =
        new GuardedHttpClient(
            http, new NetworkPolicy(NetworkPolicy.Reach.PRIVATE, List.of(), List.of()), true)) {
      person = new Consenting(guarded, clock, null, Map.of());
      server.resource.putArray("authorization_servers").add("https://169.254.169.254");
      assertThatThrownBy(() -> person.authorizations().begin(server.mcp()))
          .isInstanceOf(Fault.Denied.class)
          .hasMessageContaining("169.254.169.254:443 may not be called from here");
    }
    try (HttpClient guarded =
        new GuardedHttpClient(
            http, new NetworkPolicy(NetworkPolicy.Reach.PUBLIC, List.of(), List.of()), false)) {
      person = new Consenting(guarded, clock, null, Map.of());
      server.requests.clear();
      refuses(Fault.Denied.class, "network.allow");
      assertThat(server.requests).isEmpty();
    }
  }
}
