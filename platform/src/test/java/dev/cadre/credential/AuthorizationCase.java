package dev.cadre.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** The platform, a server that wants a token, and a person who may consent. */
@Timeout(60)
abstract class AuthorizationCase {
  final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  final Credentials.Clock clock = new Credentials.Clock();
  final OauthStandIn server = new OauthStandIn();
  Consenting person = person(null, Map.of());

  @AfterEach
  void stop() {
    server.close();
    http.close();
  }

  Consenting person(URI document, Map<URI, ServerAuthorization> set) {
    return new Consenting(http, clock, document, set);
  }

  Outbound outbound() {
    return person.authorizations().of(server.mcp());
  }

  /** What the wire does: shows a proof, and says that it was refused. */
  Outbound.Proof called() throws InterruptedException {
    Outbound.Proof proof = outbound().proof();
    Challenge challenge = server.challenge(proof);
    if (challenge.status() == 200) {
      return proof;
    }
    outbound().refused(proof, challenge);
    return outbound().proof();
  }

  String consented() throws Exception {
    person.consent(server.mcp());
    Outbound.Proof proof = called();
    assertThat(server.challenge(proof).status()).isEqualTo(200);
    return proof.headers().get("Authorization");
  }

  void refuses(Class<? extends Fault> kind, String... words) {
    assertThatThrownBy(this::called).isInstanceOf(kind).hasMessageContainingAll(words);
  }
}
