package dev.cadre.telemetry;

import dev.cadre.config.Section;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of what happened.
 *
 * @param spanRetentionDays 1 to 365
 * @param logRetentionDays for the lines of workers, 1 to 365
 * @param sampleRatio of the traces that begin here, 0 to 1; a caller's own decision is followed
 * @param tracesPerSecond the most that are kept of those that begin here, 1 to 100,000
 * @param queuedSpans the most spans that wait to be written, 100 to 1,000,000
 * @param queuedLines the most lines of workers that wait to be written, 100 to 1,000,000
 * @param otlp where spans go as well, by OTLP over HTTP with protobuf; null for nowhere
 * @param otlpHeaders sent with each export
 * @param closeLimit how long closing may wait for the rest to be written
 */
public record TelemetryConfig(
    int spanRetentionDays,
    int logRetentionDays,
    double sampleRatio,
    int tracesPerSecond,
    int queuedSpans,
    int queuedLines,
    @Nullable URI otlp,
    Map<String, String> otlpHeaders,
    Duration closeLimit) {
  private static final int MAX_QUEUED = 1_000_000;

  public static final TelemetryConfig DEFAULTS =
      new TelemetryConfig(7, 7, 1.0, 200, 20_000, 50_000, null, Map.of(), Duration.ofSeconds(5));

  public TelemetryConfig {
    otlpHeaders = Map.copyOf(otlpHeaders);
  }

  /** Reads the section {@code telemetry}. */
  public static TelemetryConfig read(Section section) {
    Section otlp = section.section("otlp");
    return new TelemetryConfig(
        section.integer("spanRetentionDays", DEFAULTS.spanRetentionDays, 1, 365),
        section.integer("logRetentionDays", DEFAULTS.logRetentionDays, 1, 365),
        section.number("sampleRatio", DEFAULTS.sampleRatio, 0, 1),
        section.integer("tracesPerSecond", DEFAULTS.tracesPerSecond, 1, 100_000),
        section.integer("queuedSpans", DEFAULTS.queuedSpans, 100, MAX_QUEUED),
        section.integer("queuedLines", DEFAULTS.queuedLines, 100, MAX_QUEUED),
        endpoint(otlp),
        otlp.textMap("headers"),
        section.duration(
            "closeLimit", DEFAULTS.closeLimit, Duration.ofMillis(100), Duration.ofMinutes(1)));
  }

  private static @Nullable URI endpoint(Section otlp) {
    String text = otlp.text("endpoint", "");
    if (text.isEmpty()) {
      return null;
    }
    if (!text.matches("https?://[^\\s]+")) {
      otlp.problem("endpoint", "must be a URL such as http://localhost:4318/v1/traces");
      return null;
    }
    return URI.create(text);
  }
}
