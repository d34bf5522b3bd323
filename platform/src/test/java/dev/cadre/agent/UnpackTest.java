package dev.cadre.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UnpackTest {
  @TempDir Path temp;

  @Test
  void files_folders_and_executable_bits_come_out_as_they_went_in() throws Exception {
    unpack(
        new Zips()
            .add("main.py", "print(1)")
            .add("bin/tool", "#!/bin/sh", 0100755)
            .add("data/plain", "x", 0100644));
    assertThat(out().resolve("main.py")).hasContent("print(1)");
    assertThat(out().resolve("bin/tool")).isExecutable();
    assertThat(Files.isExecutable(out().resolve("data/plain"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil",
        "a/../../evil",
        "/etc/evil",
        "..\\evil",
        "C:/evil",
        "a/b/../../../evil"
      })
  void a_name_that_leads_outside_is_refused(String name) throws IOException {
    assertThatThrownBy(() -> unpack(new Zips().add("ok", "").add(name, "boo")))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("evil");
    try (Stream<Path> files = Files.walk(temp)) {
      assertThat(files.filter(Files::isRegularFile).map(f -> f.getFileName().toString()))
          .containsOnly("agent.zip", "ok");
    }
  }

  @Test
  void a_symbolic_link_is_refused() {
    assertThatThrownBy(() -> unpack(new Zips().add("link", "/etc/passwd", 0120777)))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("'link'")
        .hasMessageContaining("link or a device");
  }

  @Test
  void what_unpacks_to_too_much_is_refused_while_it_unpacks() throws IOException {
    byte[] zeros = new byte[2_000_000];
    write(new Zips().add("bomb", zeros).bytes());
    assertThatThrownBy(() -> new Unpack(out(), 1_048_576, 10).unpack(zip()))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("over 1 MB");
    assertThat(Files.size(out().resolve("bomb"))).isLessThanOrEqualTo(1_048_576);
  }

  @Test
  void too_many_entries_are_refused_before_any_is_written() throws IOException {
    Zips many = new Zips();
    for (int i = 0; i < 11; i++) {
      many.add("f" + i, "");
    }
    write(many.bytes());
    assertThatThrownBy(() -> new Unpack(out(), 1_000, 10).unpack(zip()))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("11 entries; at most 10");
    assertThat(out()).doesNotExist();
  }

  @Test
  void a_file_where_a_folder_is_needed_is_refused() {
    assertThatThrownBy(() -> unpack(new Zips().add("a", "file").add("a/b", "inside")))
        .isInstanceOf(BuildFailure.class);
  }

  @Test
  void what_is_no_zip_is_named_so() throws IOException {
    write("hello, I am a text".getBytes(UTF_8));
    assertThatThrownBy(() -> new Unpack(out()).unpack(zip()))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("is no zip");
  }

  @Test
  void a_zip_cut_short_or_flipped_never_escapes_as_anything_but_a_build_failure() throws Exception {
    byte[] whole = new Zips().add("main.py", "print(1)").add("b/c", "x".repeat(500)).bytes();
    for (int i = 0; i < whole.length; i++) {
      byte[] flipped = whole.clone();
      flipped[i] ^= (byte) 0xFF;
      tolerates(flipped, i);
      tolerates(Arrays.copyOf(whole, i), i);
    }
  }

  private void tolerates(byte[] zip, int i) throws IOException {
    write(zip);
    try {
      new Unpack(temp.resolve("out" + i + "-" + zip.length)).unpack(zip());
    } catch (BuildFailure expected) {
      assertThat(expected).hasMessageNotContaining(temp.toString());
    }
  }

  private void unpack(Zips zips) throws Exception {
    write(zips.bytes());
    new Unpack(out()).unpack(zip());
  }

  private void write(byte[] content) throws IOException {
    Files.write(zip(), content);
  }

  private Path zip() {
    return temp.resolve("agent.zip");
  }

  private Path out() {
    return temp.resolve("out");
  }
}
