package dev.cadre.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cadre.fault.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ConfigReaderTest {
  private enum Mode {
    LOOPBACK,
    ALL_ADDRESSES
  }

  private record Limits(Duration idle, long memory) {}

  private record Shape(
      String host, int port, Mode mode, Limits limits, List<String> tags, Secret key) {}

  private final ConfigReader reader =
      new ConfigReader(
          new SecretSource() {
            @Override
            public Optional<String> environment(String name) {
              return name.equals("API_KEY") ? Optional.of("s3cret") : Optional.empty();
            }

            @Override
            public Optional<String> file(String path) {
              return path.equals("/run/key") ? Optional.of("from-file") : Optional.empty();
            }
          });

  private static Shape shape(Section root) {
    Section limits = root.section("limits");
    return new Shape(
        root.text("host", "127.0.0.1"),
        root.integer("port", 7070, 1, 65535),
        root.choice("mode", Mode.LOOPBACK, List.of(Mode.values())),
        new Limits(
            limits.duration(
                "idle", Duration.ofMinutes(15), Duration.ofSeconds(60), Duration.ofHours(8)),
            limits.size("memory", 512L << 20, 1L << 20, 16L << 30)),
        root.texts("tags", List.of()),
        root.secret("key"));
  }

  private Shape read(String text) {
    return reader.read("cadre.yaml", text, ConfigReaderTest::shape);
  }

  private String refusal(String text) {
    return catchThrowableOfType(Fault.Invalid.class, () -> read(text)).getMessage();
  }

  @Test
  void what_is_absent_has_its_default() {
    assertThat(read("key: k"))
        .isEqualTo(
            new Shape(
                "127.0.0.1",
                7070,
                Mode.LOOPBACK,
                new Limits(Duration.ofMinutes(15), 512L << 20),
                List.of(),
                new Secret("k")));
  }

  @Test
  void yaml_and_json_read_the_same() {
    Shape yaml =
        read(
            """
            host: 10.0.0.1
            port: 80
            mode: all-addresses
            limits: {idle: 1h30m, memory: 1.5GB}
            tags:
              - a
              - b
            key: ${env:API_KEY}
            """);
    Shape json =
        read(
            """
            {"host":"10.0.0.1","port":80,"mode":"all-addresses",
             "limits":{"idle":"5400s","memory":"1536MiB"},"tags":["a","b"],"key":"s3cret"}
            """);
    assertThat(yaml).isEqualTo(json);
    assertThat(yaml.limits().idle()).isEqualTo(Duration.ofMinutes(90));
    assertThat(yaml.limits().memory()).isEqualTo(1536L << 20);
  }

  @Test
  void every_problem_is_told_at_once_with_its_line() {
    assertThat(
            refusal(
                """
                hots: x
                port: 70000
                mode: public
                limits:
                  idle: soon
                  memory: 512
                tags: one
                """))
        .isEqualTo(
            """
            cadre.yaml:1: key is missing
            cadre.yaml:1: hots is not a known key; did you mean 'host'?
            cadre.yaml:2: port is 70000; it must be 1 to 65535
            cadre.yaml:3: mode must be one of loopback, all-addresses, not the text 'public'
            cadre.yaml:5: limits.idle must be a duration such as 900s or 1h30m, not the text 'soon'
            cadre.yaml:6: limits.memory must be a size such as 512MB, not the number 512
            cadre.yaml:7: tags must be a list, not the text 'one'""");
  }

  @Test
  void a_key_nothing_like_any_other_is_told_the_known_ones() {
    assertThat(refusal("key: k\nlimits: {colour: red}"))
        .isEqualTo("cadre.yaml:2: limits.colour is not a known key; known here: idle, memory");
  }

  @Test
  void a_key_given_twice_is_told_where() {
    assertThat(refusal("key: a\nport: 1\nkey: b"))
        .isEqualTo("cadre.yaml:3: key is there already, on line 1");
  }

  @Test
  void a_broken_text_is_told_by_line() {
    assertThat(refusal("host: x\nport: [1,\n"))
        .startsWith("cadre.yaml:")
        .contains("not valid YAML");
  }

  @Test
  void aliases_are_refused() {
    assertThat(refusal("host: &h x\nkey: *h")).contains("anchor or alias");
  }

  @Test
  void a_secret_comes_from_a_file_and_is_never_printed() {
    Shape read = read("key: ${file:/run/key}");
    assertThat(read.key().value()).isEqualTo("from-file");
    assertThat(read.toString()).contains("***").doesNotContain("from-file");
  }

  @Test
  void a_secret_that_is_not_there_is_told_by_name() {
    assertThat(refusal("host: h\nkey: ${env:NOPE}"))
        .contains("cadre.yaml:2: key needs the environment variable NOPE, which is not set");
  }

  @Test
  void an_unknown_kind_of_reference_is_refused() {
    assertThat(refusal("key: ${vault:x}")).contains("refers to 'vault'");
  }

  @Test
  void a_section_where_a_value_belongs_is_refused() {
    assertThat(refusal("key: {a: b}")).isEqualTo("cadre.yaml:1: key must be a text, not a section");
    assertThat(refusal("limits: 3\nkey: k")).contains("limits must be a section of keys");
    assertThat(refusal("- a\n- b")).contains("the text must be a section of keys, not a list");
  }

  @Test
  void a_rule_of_the_record_itself_is_told() {
    assertThatThrownBy(
            () ->
                reader.read(
                    "x",
                    "a: 1",
                    root -> {
                      root.integer("a", 0, 0, 9);
                      throw new IllegalArgumentException("must have b when it has a");
                    }))
        .hasMessage("x:1: the text must have b when it has a");
  }

  @Test
  void free_keys_are_maps_and_named_sections() {
    Map<String, String> read =
        reader.read(
            "x",
            "env: {A: 1, B: two}\nagents: {one: {url: u}}",
            root -> {
              root.named("agents").forEach((_, agent) -> agent.text("url"));
              return root.textMap("env");
            });
    assertThat(read).containsOnly(Map.entry("A", "1"), Map.entry("B", "two"));
  }

  @Test
  void units_read_back_what_they_write() {
    for (String text : List.of("1d", "1h30m", "900ms", "2m5s")) {
      assertThat(Units.duration(text).map(Units::text)).contains(text);
    }
    for (String text : List.of("512MB", "1GB", "3KB", "7B")) {
      assertThat(Units.size(text).map(Units::text)).contains(text);
    }
    assertThat(Units.duration("")).isEmpty();
    assertThat(Units.duration("5")).isEmpty();
    assertThat(Units.size("1XB")).isEmpty();
    assertThat(Units.size("999999999999999TB")).isEmpty();
  }
}
