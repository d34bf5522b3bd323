package dev.cadre.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.config.ConfigReader;
import dev.cadre.config.SecretSource;
import dev.cadre.json.Json;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.LogManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

final class PlatformLogTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @AfterEach
  void restore() throws IOException {
    LogManager.getLogManager().readConfiguration();
  }

  private List<JsonNode> lines() {
    return out.toString(UTF_8).lines().map(Json::parse).toList();
  }

  @Test
  void every_api_logs_the_same_lines_of_json() {
    try (PlatformLog _ = new PlatformLog(out, LogConfig.DEFAULTS)) {
      System.getLogger("a").log(System.Logger.Level.INFO, "one {0}", 1);
      LoggerFactory.getLogger("b").warn("two {}", 2);
      java.util.logging.Logger.getLogger("c").severe("three\n\"3\"");
    }
    assertThat(lines())
        .extracting(l -> l.get("level").asString() + " " + l.get("logger").asString())
        .containsExactly("info a", "warn b", "error c");
    assertThat(lines())
        .extracting(l -> l.get("message").asString())
        .containsExactly("one 1", "two 2", "three\n\"3\"");
    assertThat(lines()).allSatisfy(l -> assertThat(l.get("at").asString()).endsWith("Z"));
  }

  @Test
  void levels_hold_for_what_is_below_a_name() {
    LogConfig config =
        new LogConfig(LogLevel.WARN, Map.of("loud", LogLevel.DEBUG, "quiet", LogLevel.OFF));
    try (PlatformLog _ = new PlatformLog(out, config)) {
      System.getLogger("other").log(System.Logger.Level.INFO, "no");
      System.getLogger("loud.inner").log(System.Logger.Level.DEBUG, "yes");
      System.getLogger("quiet.inner").log(System.Logger.Level.ERROR, "no");
    }
    assertThat(lines()).extracting(l -> l.get("message").asString()).containsExactly("yes");
  }

  @Test
  void a_line_has_its_trace_and_its_error() {
    SpanContext span =
        SpanContext.create(
            "0af7651916cd43dd8448eb211c80319c",
            "b7ad6b7169203331",
            TraceFlags.getSampled(),
            TraceState.getDefault());
    try (PlatformLog _ = new PlatformLog(out, LogConfig.DEFAULTS);
        Scope _ = Span.wrap(span).makeCurrent()) {
      System.getLogger("a")
          .log(System.Logger.Level.ERROR, "broken", new IllegalStateException("why"));
    }
    JsonNode line = lines().getFirst();
    assertThat(line.get("traceId").asString()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    assertThat(line.get("error").asString())
        .startsWith("java.lang.IllegalStateException: why\n\tat dev.cadre.telemetry");
  }

  @Test
  void levels_are_read_from_the_configuration() {
    SecretSource none =
        new SecretSource() {
          @Override
          public Optional<String> environment(String name) {
            return Optional.empty();
          }

          @Override
          public Optional<String> file(String path) {
            return Optional.empty();
          }
        };
    LogConfig read =
        new ConfigReader(none)
            .read(
                "cadre.yaml",
                "log: {level: warn, levels: {dev.cadre.session: debug}}",
                root -> LogConfig.read(root.section("log")));
    assertThat(read.level()).isEqualTo(LogLevel.WARN);
    assertThat(read.levels())
        .containsEntry("dev.cadre.session", LogLevel.DEBUG)
        .containsEntry("org.flywaydb", LogLevel.WARN);
  }
}
