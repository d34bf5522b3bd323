package dev.cadre.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.credential.Grants.Consent;
import dev.cadre.fault.Fault;
import dev.cadre.store.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class GrantStoreTest extends GrantsContract {
  private static final TestDatabase TEST = TestDatabase.fresh();

  @BeforeEach
  void empty() {
    TEST.database().update("truncate server_grant, server_consent, server_client");
  }

  @Override
  Grants grants() {
    return new GrantStore(TEST.database());
  }

  @Test
  void so_many_people_are_on_their_way_and_those_too_late_make_room() {
    Grants grants = grants();
    for (int i = 0; i < 1_000; i++) {
      grants.begin(consent("hash-" + i), NOW);
    }
    assertThatThrownBy(() -> grants.begin(consent("one more"), NOW))
        .isInstanceOf(Fault.QuotaExceeded.class);

    grants.begin(consent("later"), NOW.plus(Duration.ofMinutes(11)));

    assertThat(TEST.database().first("select count(*) from server_consent", row -> row.getInt(1)))
        .hasValue(1);
  }

  private static Consent consent(String hash) {
    return new Consent(hash, "https://s.example", "sealed", NOW.plus(Duration.ofMinutes(10)));
  }
}
