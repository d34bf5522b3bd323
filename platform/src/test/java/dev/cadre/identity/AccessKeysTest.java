package dev.cadre.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import dev.cadre.store.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AccessKeysTest {
  @TempDir Path folder;
  private Door door;

  @BeforeEach
  void open() throws IOException {
    door = new Door(folder);
  }

  @Test
  void a_key_has_the_form_that_sdks_know() {
    AccessKey.Created created = door.key();
    assertThat(created.key().id().value()).matches("CADR[A-Z0-9]{16}");
    assertThat(created.secret()).matches("[A-Za-z0-9]{40}");
    assertThat(created.toString()).doesNotContain(created.secret());
  }

  @Test
  void a_known_key_is_not_looked_up_again_until_its_time_is_over() {
    String id = door.key().key().id().value();
    for (int i = 0; i < 5; i++) {
      assertThat(door.keys.find(id)).isNotNull();
    }
    assertThat(door.store.lookups).hasValue(1);
    door.clock.advance(Duration.ofSeconds(10));
    door.keys.find(id);
    assertThat(door.store.lookups).hasValue(2);
  }

  @Test
  void a_key_revoked_on_another_node_is_refused_when_the_cache_ends() {
    AccessKeyId id = door.key().key().id();
    assertThat(door.keys.find(id.value())).isNotNull();
    door.store.revoke(id, door.clock.instant());
    door.clock.advance(Duration.ofSeconds(10));
    assertThat(door.keys.find(id.value())).isNull();
  }

  @Test
  void a_text_that_is_no_key_id_never_reaches_the_store() {
    assertThat(door.keys.find("AKIAEXAMPLEFAKE00001")).isNull();
    assertThat(door.store.lookups).hasValue(0);
  }

  @Test
  void what_a_key_may_not_be_is_named() {
    assertThatThrownBy(() -> door.keys.create("", Set.of("*"), "admin", null))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageStartingWith("name must match");
    assertThatThrownBy(() -> door.keys.create("a", Set.of("Not A Scope"), "admin", null))
        .isInstanceOf(Fault.Invalid.class);
    assertThatThrownBy(() -> door.keys.create("a", Set.of("*"), "admin", TestClock.START))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("must be in the future");
    assertThatThrownBy(() -> door.keys.revoke(new AccessKeyId("CADR0000000000000000")))
        .isInstanceOf(Fault.NotFound.class);
  }

  @Test
  void a_sealed_secret_opens_only_for_its_own_name_and_unchanged() {
    String sealed = door.vault.seal(Door.utf8("secret"), "a");
    assertThat(door.vault.open(sealed, "a")).isEqualTo(Door.utf8("secret"));
    assertThat(door.vault.seal(Door.utf8("secret"), "a")).isNotEqualTo(sealed);
    assertThatThrownBy(() -> door.vault.open(sealed, "b"))
        .isInstanceOf(IllegalStateException.class);
    char other = sealed.charAt(30) == 'A' ? 'B' : 'A';
    String changed = sealed.substring(0, 30) + other + sealed.substring(31);
    assertThatThrownBy(() -> door.vault.open(changed, "a"))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> door.vault.open("short", "a"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_restart_finds_the_master_key_and_refuses_one_that_others_may_read() throws IOException {
    String sealed = door.vault.seal(Door.utf8("secret"), "a");
    Path file = folder.resolve("master.key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Vault.at(file, new SecureRandom()).open(sealed, "a")).isEqualTo(Door.utf8("secret"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> Vault.at(file, new SecureRandom()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("chmod 600");
  }

  @Test
  void the_table_keeps_a_key_and_forgets_a_revoked_secret() {
    try (TestDatabase db = TestDatabase.fresh()) {
      AccessKeyTable table = new AccessKeyTable(db.database());
      Instant until = TestClock.START.plusSeconds(60);
      AccessKey key =
          new AccessKey(
              new AccessKeyId("CADR0123456789ABCDEF"),
              "ci",
              Set.of("invoke", "keys"),
              TestClock.START,
              "admin",
              until);
      AccessKeyStore.Sealed sealed = new AccessKeyStore.Sealed(key, "sealed");
      table.insert(sealed);
      assertThat(table.find(key.id())).contains(sealed);
      assertThat(table.list()).containsExactly(key);
      assertThat(table.count()).isOne();

      assertThat(table.revoke(key.id(), until)).isTrue();
      assertThat(table.revoke(key.id(), until)).isFalse();
      assertThat(table.find(key.id())).isEmpty();
      assertThat(table.list()).isEmpty();
      assertThat(
              db.database()
                  .list("SELECT sealed_secret FROM access_keys", row -> "" + row.getString(1)))
          .containsExactly("null");
    }
  }
}
