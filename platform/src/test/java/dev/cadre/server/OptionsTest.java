package dev.cadre.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadre.fault.Fault;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

  private static Options parse(String... args) {
    return Options.parse(args);
  }

  @Test
  void without_options_it_is_loopback_embedded_and_open() {
    assertThat(parse())
        .isEqualTo(
            new Options(
                "127.0.0.1",
                7070,
                Path.of(".cadre"),
                null,
                null,
                null,
                false,
                true,
                true,
                false,
                false));
  }

  @Test
  void a_value_follows_its_option_or_an_equals_sign() {
    assertThat(parse("--port", "80").port()).isEqualTo(80);
    assertThat(parse("--port=80", "--state=/s=t").state()).isEqualTo(Path.of("/s=t"));
  }

  @Test
  void every_option_is_read() {
    Options all =
        parse(
            "--host",
            "::1",
            "--database-url",
            "postgresql://h/n",
            "--config",
            "c.yaml",
            "--systems",
            "s",
            "--auth",
            "required",
            "--no-warm",
            "--no-sandbox",
            "--help");
    assertThat(all)
        .isEqualTo(
            new Options(
                "::1",
                7070,
                Path.of(".cadre"),
                "postgresql://h/n",
                Path.of("c.yaml"),
                Path.of("s"),
                true,
                false,
                false,
                false,
                true));
  }

  @Test
  void an_unknown_option_is_named_with_the_known_ones() {
    assertThatThrownBy(() -> parse("--prot", "80"))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("'--prot'")
        .hasMessageContaining("--port");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "65536", "http", "7070.5"})
  void a_port_is_a_number_in_range(String port) {
    assertThatThrownBy(() -> parse("--port", port))
        .isInstanceOf(Fault.Invalid.class)
        .hasMessageContaining("'" + port + "'");
  }

  @Test
  void a_missing_value_is_told() {
    assertThatThrownBy(() -> parse("--state")).hasMessageContaining("--state needs a value");
    assertThatThrownBy(() -> parse("--state", " ")).hasMessageContaining("--state needs a value");
  }

  @Test
  void authentication_is_required_or_dev() {
    assertThat(parse("--auth", "dev").authRequired()).isFalse();
    assertThatThrownBy(() -> parse("--auth", "none")).hasMessageContaining("'none'");
  }

  @Test
  void the_command_line_s_database_goes_before_the_environment_s() {
    Map<String, String> environment = Map.of("CADRE_DATABASE_URL", "postgresql://env/n");
    assertThat(parse().withDefaults(environment).database()).isEqualTo("postgresql://env/n");
    assertThat(parse("--database-url", "postgresql://line/n").withDefaults(environment).database())
        .isEqualTo("postgresql://line/n");
    assertThat(parse().withDefaults(Map.of()).database()).isNull();
  }

  @Test
  void the_help_names_every_option_there_is() {
    assertThatThrownBy(() -> parse("?"))
        .satisfies(
            refusal ->
                assertThat(refusal.getMessage().split("there are ")[1].split(", "))
                    .allSatisfy(option -> assertThat(Options.HELP).contains(option)));
  }
}
