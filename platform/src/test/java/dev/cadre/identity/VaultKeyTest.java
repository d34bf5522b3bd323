package dev.cadre.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys made of the master key. */
final class VaultKeyTest {
  @TempDir private Path folder;

  @Test
  void nodes_that_share_the_master_key_make_the_same_keys_and_each_purpose_another()
      throws Exception {
    Path file = folder.resolve("master.key");
    byte[] one = Vault.at(file, new SecureRandom()).derived("a").getEncoded();
    Vault other = Vault.at(file, new SecureRandom());
    assertThat(other.derived("a").getEncoded()).isEqualTo(one).hasSize(32);
    assertThat(other.derived("b").getEncoded()).isNotEqualTo(one);
    assertThat(Files.readAllBytes(file)).isNotEqualTo(one);
  }
}
