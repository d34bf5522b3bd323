package dev.cadre.telemetry;

import dev.cadre.store.Database;
import dev.cadre.store.Traces;
import dev.cadre.time.Timer;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Spans and worker lines, kept in the database and, for spans, sent by OTLP as well. Nothing here
 * holds up a request: what cannot be written in time is lost and counted. Thread-safe.
 */
public final class Telemetry implements AutoCloseable {
  private static final Duration MAINTENANCE = Duration.ofHours(1);
  private static final SpanLimits LIMITS =
      SpanLimits.builder()
          .setMaxNumberOfAttributes(64)
          .setMaxAttributeValueLength(4096)
          .setMaxNumberOfEvents(64)
          .setMaxNumberOfLinks(16)
          .build();

  private final SdkTracerProvider provider;
  private final Spans spans;
  private final Traces traces;
  private final WorkerLogs logs;
  private final List<Partitions> partitions;
  private final Timer.Cancellable maintenance;

  public Telemetry(
      Database database,
      InstantSource clock,
      Timer timer,
      Metrics metrics,
      TelemetryConfig config) {
    Partitions spanDays = new Partitions(database, clock, "spans", config.spanRetentionDays());
    Partitions lineDays = new Partitions(database, clock, "worker_logs", config.logRetentionDays());
    this.partitions = List.of(spanDays, lineDays);
    this.spans = new Spans(database);
    this.traces = new TelemetryTraces(this, database);
    this.logs =
        new WorkerLogs(database, lineDays, clock, config.queuedLines(), config.closeLimit());
    Map<String, QueuedSpans> queues = queues(database, spanDays, config);
    this.provider = provider(clock, queues, config);
    expose(metrics, queues, logs);
    this.maintenance = timer.every(MAINTENANCE, this::maintain);
    timer.after(Duration.ZERO, this::maintain);
  }

  /** For a feature's own spans; {@code feature} is its package. */
  public Tracer tracer(String feature) {
    return provider.get("dev.cadre." + feature);
  }

  public Spans spans() {
    return spans;
  }

  /** What is kept of sessions. */
  public Traces traces() {
    return traces;
  }

  public WorkerLogs logs() {
    return logs;
  }

  /**
   * Waits until what ended or was appended before has been written; false when it took too long.
   */
  public boolean flush(Duration limit) {
    boolean lines = logs.flush(limit);
    return provider.forceFlush().join(limit.toMillis(), TimeUnit.MILLISECONDS).isSuccess() && lines;
  }

  /** Makes the partitions to come and drops those past their retention. */
  void maintain() {
    partitions.forEach(Partitions::maintain);
  }

  /** Writes what waits. */
  @Override
  public void close() {
    maintenance.cancel();
    logs.close();
    provider.close();
  }

  private static Map<String, QueuedSpans> queues(
      Database database, Partitions days, TelemetryConfig config) {
    Map<String, QueuedSpans> queues = new LinkedHashMap<>();
    queues.put(
        "spans",
        new QueuedSpans(
            "spans", new SpanWriter(database, days), config.queuedSpans(), config.closeLimit()));
    URI otlp = config.otlp();
    if (otlp != null) {
      OtlpHttpSpanExporterBuilder exporter =
          OtlpHttpSpanExporter.builder().setEndpoint(otlp.toString());
      config.otlpHeaders().forEach(exporter::addHeader);
      queues.put(
          "otlp",
          new QueuedSpans(
              "spans for OTLP", exporter.build(), config.queuedSpans(), config.closeLimit()));
    }
    return queues;
  }

  private static SdkTracerProvider provider(
      InstantSource clock, Map<String, QueuedSpans> queues, TelemetryConfig config) {
    SdkTracerProviderBuilder builder =
        SdkTracerProvider.builder()
            .setResource(Resource.builder().put("service.name", "cadre").build())
            .setClock(new SourceClock(clock))
            .setSampler(Sampler.parentBased(sampler(clock, config)))
            .setSpanLimits(LIMITS);
    queues.values().forEach(builder::addSpanProcessor);
    return builder.build();
  }

  private static Sampler sampler(InstantSource clock, TelemetryConfig config) {
    return new TraceBudget(
        Sampler.traceIdRatioBased(config.sampleRatio()), clock, config.tracesPerSecond());
  }

  private static void expose(Metrics metrics, Map<String, QueuedSpans> queues, WorkerLogs logs) {
    CounterWithCallback.builder()
        .name("cadre_telemetry_lost_total")
        .help("Spans and worker lines that could not be written in time.")
        .labelNames("kind")
        .callback(
            to -> {
              queues.forEach((kind, queue) -> to.call((double) queue.lost(), kind));
              to.call((double) logs.lost(), "lines");
            })
        .register(metrics.registry());
    GaugeWithCallback.builder()
        .name("cadre_telemetry_waiting")
        .help("Spans and worker lines that wait to be written.")
        .labelNames("kind")
        .callback(
            to -> {
              queues.forEach((kind, queue) -> to.call(queue.waiting(), kind));
              to.call(logs.waiting(), "lines");
            })
        .register(metrics.registry());
  }

  /** OpenTelemetry's view of the platform's clock. */
  private record SourceClock(InstantSource source) implements Clock {
    @Override
    public long now() {
      Instant instant = source.instant();
      return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }

    @Override
    public long nanoTime() {
      return System.nanoTime();
    }
  }
}
