package dev.cadre.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.credential.Grants.Consent;
import dev.cadre.credential.Grants.Grant;
import dev.cadre.credential.Grants.Registered;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every place for grants keeps to. */
abstract class GrantsContract {
  static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final String SERVER = "https://parcels.example/mcp";

  abstract Grants grants();

  private static Grant grant(String token, List<String> wanted) {
    return new Grant(SERVER, "https://idp.example", SERVER, List.of("read"), wanted, token, NOW);
  }

  @Test
  void a_grant_stands_in_place_of_the_one_before_and_is_forgotten() {
    Grants grants = grants();
    grants.keep(grant("one", List.of()));
    grants.want(SERVER, List.of("read", "write"));
    assertThat(grants.find(SERVER)).hasValue(grant("one", List.of("read", "write")));

    grants.keep(grant("two", List.of()));
    assertThat(grants.all()).containsExactly(grant("two", List.of()));

    assertThat(grants.forget(SERVER)).isTrue();
    assertThat(grants.forget(SERVER)).isFalse();
    assertThat(grants.find(SERVER)).isEmpty();
  }

  @Test
  void a_state_is_good_once_and_not_too_late() {
    Grants grants = grants();
    Consent consent = new Consent("hash", SERVER, "sealed", NOW.plus(Duration.ofMinutes(10)));
    grants.begin(consent, NOW);
    assertThat(grants.take("other", NOW)).isEmpty();
    assertThat(grants.take("hash", NOW)).hasValue(consent);
    assertThat(grants.take("hash", NOW)).isEmpty();

    grants.begin(consent, NOW);
    assertThat(grants.take("hash", NOW.plus(Duration.ofMinutes(10)))).isEmpty();
  }

  @Test
  void a_registration_is_of_one_issuer_and_one_callback() {
    Grants grants = grants();
    Registered client = new Registered("https://idp.example", "http://c", "sealed", null);
    grants.register(client);
    grants.register(new Registered("https://idp.example", "http://c", "anew", NOW));
    assertThat(grants.client("https://idp.example", "http://c"))
        .hasValue(new Registered("https://idp.example", "http://c", "anew", NOW));
    assertThat(grants.client("https://idp.example", "http://other")).isEmpty();
    assertThat(grants.client("https://other.example", "http://c")).isEmpty();

    grants.unregister("https://idp.example", "http://c");
    assertThat(grants.client("https://idp.example", "http://c")).isEmpty();
  }
}
