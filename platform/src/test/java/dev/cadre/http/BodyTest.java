package dev.cadre.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyTest {
  private static final int SPOOLED = 3 * 1024 * 1024;

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static Body body(byte[] bytes, long limit) {
    return new Body(new ByteArrayInputStream(bytes), limit);
  }

  private static long spools() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files.filter(file -> file.getFileName().toString().startsWith("cadre-body")).count();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1024 * 1024 - 1, 1024 * 1024, 1024 * 1024 + 1, SPOOLED})
  void a_hashed_body_is_read_as_it_came(int length) throws Exception {
    byte[] bytes = bytes(length);
    try (Body body = body(bytes, SPOOLED)) {
      String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      assertThat(body.sha256()).isEqualTo(hash);
      assertThat(body.stream().readAllBytes()).isEqualTo(bytes);
    }
  }

  @Test
  void a_body_of_just_the_limit_passes_and_one_byte_more_does_not() throws IOException {
    try (Body body = body(bytes(10), 10)) {
      assertThat(body.stream().readAllBytes()).hasSize(10);
    }
    try (Body body = body(bytes(11), 10)) {
      assertThatThrownBy(() -> body.stream().readAllBytes())
          .isInstanceOf(Fault.Invalid.class)
          .hasMessageContaining("longer than 10 bytes");
    }
  }

  @Test
  void skipped_bytes_count_too() throws IOException {
    try (Body body = body(bytes(11), 10)) {
      assertThatThrownBy(() -> body.stream().skipNBytes(11)).isInstanceOf(Fault.Invalid.class);
    }
  }

  @Test
  void a_spool_has_no_name_and_ends_with_the_body_though_nobody_read_it() throws IOException {
    long before = spools();
    Body body = body(bytes(SPOOLED), SPOOLED);
    body.sha256();
    assertThat(spools()).isEqualTo(before);
    body.close();
    assertThatThrownBy(() -> body.stream().read()).isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void a_body_too_long_to_hash_leaves_no_spool() throws IOException {
    long before = spools();
    try (Body body = body(bytes(SPOOLED), SPOOLED - 1)) {
      assertThatThrownBy(body::sha256).isInstanceOf(Fault.Invalid.class);
    }
    assertThat(spools()).isEqualTo(before);
  }
}
