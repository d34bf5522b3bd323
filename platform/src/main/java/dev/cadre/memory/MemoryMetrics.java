package dev.cadre.memory;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.function.Supplier;

/** What an operator sees of memories. */
final class MemoryMetrics {
  private final PrometheusRegistry registry;
  private final Counter made;
  private final Counter skipped;
  private final Counter failed;
  private final Counter expired;

  MemoryMetrics(PrometheusRegistry registry) {
    this.registry = registry;
    made =
        Counter.builder()
            .name("cadre_memory_learnt_total")
            .help("What strategies learnt of events, by what became of it.")
            .labelNames("outcome")
            .register(registry);
    skipped =
        Counter.builder()
            .name("cadre_memory_skipped_total")
            .help("What strategies left out, by reason.")
            .labelNames("reason")
            .register(registry);
    failed =
        Counter.builder()
            .name("cadre_memory_extraction_failures_total")
            .help("Readings of a session that failed, and whether another follows by itself.")
            .labelNames("again")
            .register(registry);
    expired =
        Counter.builder()
            .name("cadre_memory_events_expired_total")
            .help("Events removed because their time was over.")
            .register(registry);
  }

  /** Binds the figures that are read when asked for. */
  void watch(Supplier<ExtractionStore.Lag> lag, InstantSource clock) {
    GaugeWithCallback.builder()
        .name("cadre_memory_extraction_waiting")
        .help("Sessions that strategies have still to read.")
        .callback(gauge -> gauge.call((double) lag.get().waiting()))
        .register(registry);
    GaugeWithCallback.builder()
        .name("cadre_memory_extraction_lag_seconds")
        .help("Age of the oldest event that a strategy has still to read.")
        .callback(gauge -> gauge.call(age(lag.get().since(), clock.instant())))
        .register(registry);
  }

  private static double age(@org.jspecify.annotations.Nullable Instant since, Instant now) {
    return since == null ? 0 : Duration.between(since, now).toMillis() / 1000.0;
  }

  void made(Consolidation.Outcome outcome) {
    made.labelValues(outcome.name().toLowerCase(Locale.ROOT)).inc();
  }

  void skipped(String reason, int count) {
    skipped.labelValues(reason).inc(count);
  }

  void failed(boolean last) {
    failed.labelValues(last ? "no" : "yes").inc();
  }

  void expired(int events) {
    expired.inc(events);
  }
}
