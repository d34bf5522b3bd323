package dev.cadre.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import dev.cadre.session.SessionConfig;
import dev.cadre.worker.Limits;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @TempDir Path folder;

  private Settings read(String yaml) throws IOException {
    return Settings.read(Files.writeString(folder.resolve("cadre.yaml"), yaml), Map.of());
  }

  @Test
  void without_a_file_everything_has_its_default() throws IOException {
    Settings settings = Settings.read(null, Map.of());
    assertThat(settings.sessions()).isEqualTo(SessionConfig.defaults());
    assertThat(settings.workers()).isEqualTo(Limits.DEFAULT);
    assertThat(settings.issuer()).isNull();
    assertThat(settings.s3Endpoint()).isNull();
    assertThat(settings.installScripts()).isFalse();
  }

  @Test
  void what_is_written_replaces_its_default_alone() throws IOException {
    Settings settings =
        read(
            """
            sessions:
              max: 7
              initLimit: 30s
            workers:
              memory: 512MB
            agents:
              s3Endpoint: http://127.0.0.1:9000
            """);
    assertThat(settings.sessions().maxSessions()).isEqualTo(7);
    assertThat(settings.sessions().initLimit()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.sessions().plainLimit()).isEqualTo(SessionConfig.defaults().plainLimit());
    assertThat(settings.workers().memoryBytes()).isEqualTo(512L << 20);
    assertThat(settings.s3Endpoint()).isEqualTo(URI.create("http://127.0.0.1:9000"));
  }

  @Test
  void all_problems_are_told_together_each_with_its_key() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    sessions:
                      max: 0
                      initLimt: 3s
                    workers:
                      cpus: many
                    """))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("sessions.max")
        .hasMessageContaining("initLimit")
        .hasMessageContaining("workers.cpus");
  }

  @Test
  void an_address_that_is_none_is_told_as_a_problem() {
    assertThatThrownBy(() -> read("agents:\n  s3Endpoint: 'http://a b'\n"))
        .isInstanceOf(Fault.Invalid.class);
    assertThatThrownBy(() -> read("issuer:\n  discoveryUrl: 'http://a b'\n"))
        .isInstanceOf(Fault.Invalid.class);
  }

  @Test
  void a_file_that_is_not_there_is_no_default() {
    assertThatThrownBy(() -> Settings.read(folder.resolve("none.yaml"), Map.of()))
        .isInstanceOf(NoSuchFileException.class);
  }
}
