package dev.cadre.telemetry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.cadre.store.TestDatabase;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TelemetryTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final ManualClock clock = new ManualClock("2026-03-01T23:59:00Z");
  private final ManualTimer timer = new ManualTimer();
  private TestDatabase db;
  private Telemetry telemetry;

  @BeforeEach
  void open() {
    db = TestDatabase.fresh();
    telemetry = telemetry(TelemetryConfig.DEFAULTS);
  }

  @AfterEach
  void close() {
    telemetry.close();
    db.close();
  }

  private Telemetry telemetry(TelemetryConfig config) {
    return new Telemetry(db.database(), clock, timer, new Metrics(), config);
  }

  @Test
  void a_trace_is_found_with_its_tree_and_its_attributes() {
    Tracer tracer = telemetry.tracer("session");
    Span root =
        tracer
            .spanBuilder("invoke")
            .setSpanKind(SpanKind.SERVER)
            .setAttribute(SpanKeys.AGENT, "echo-AbCdEf1234")
            .setAttribute(SpanKeys.SESSION, "s-1")
            .startSpan();
    try (Scope _ = root.makeCurrent()) {
      Span inner = tracer.spanBuilder("worker.start").startSpan();
      inner.addEvent("spawned");
      inner.setStatus(StatusCode.ERROR, "no\0 memory");
      inner.end();
    }
    root.end();
    assertThat(telemetry.flush(LIMIT)).isTrue();

    List<StoredSpan> found = telemetry.spans().trace(root.getSpanContext().getTraceId(), 10);
    assertThat(found).extracting(StoredSpan::name).containsExactly("invoke", "worker.start");
    StoredSpan inner = found.get(1);
    assertThat(inner.parentId()).isEqualTo(found.getFirst().spanId());
    assertThat(inner.status()).isEqualTo("ERROR");
    assertThat(inner.statusMessage()).isEqualTo("no\uFFFD memory");
    assertThat(inner.events().get(0).get("name").asString()).isEqualTo("spawned");
    assertThat(found.getFirst().attributes().get("session.id").asString()).isEqualTo("s-1");
    assertThat(found.getFirst().startedAt()).isEqualTo(Instant.parse("2026-03-01T23:59:00Z"));
    assertThat(telemetry.spans().session("s-1", 10))
        .extracting(StoredSpan::name)
        .contains("invoke");
    assertThat(telemetry.spans().roots("echo-AbCdEf1234", 10)).hasSize(1);
  }

  @Test
  void a_caller_that_does_not_sample_is_followed() {
    SpanContext unsampled =
        SpanContext.createFromRemoteParent(
            "0af7651916cd43dd8448eb211c80319c",
            "b7ad6b7169203331",
            TraceFlags.getDefault(),
            TraceState.getDefault());
    telemetry
        .tracer("http")
        .spanBuilder("quiet")
        .setParent(Context.root().with(Span.wrap(unsampled)))
        .startSpan()
        .end();
    assertThat(telemetry.flush(LIMIT)).isTrue();
    assertThat(telemetry.spans().trace(unsampled.getTraceId(), 10)).isEmpty();
  }

  @Test
  void each_day_has_a_partition_and_old_days_are_dropped() {
    timer.tick();
    assertThat(partitions("spans")).containsExactly("spans_20260301", "spans_20260302");
    for (int day = 0; day < 8; day++) {
      clock.forward(Duration.ofDays(1));
      telemetry.tracer("http").spanBuilder("day " + day).startSpan().end();
      assertThat(telemetry.flush(LIMIT)).isTrue();
    }
    timer.tick();
    assertThat(partitions("spans"))
        .hasSize(9)
        .startsWith("spans_20260302")
        .endsWith("spans_20260309", "spans_20260310");
    assertThat(partitions("worker_logs")).contains("worker_logs_20260309");
  }

  @Test
  void a_span_that_ends_after_a_long_sleep_of_the_machine_is_kept() {
    timer.tick();
    Span span = telemetry.tracer("http").spanBuilder("slept").startSpan();
    clock.forward(Duration.ofDays(30));
    span.end(clock.instant());
    assertThat(telemetry.flush(LIMIT)).isTrue();
    assertThat(telemetry.spans().trace(span.getSpanContext().getTraceId(), 1)).hasSize(1);
  }

  @Test
  void spans_go_to_an_otlp_receiver_too() throws IOException, InterruptedException {
    BlockingQueue<String> received = new LinkedBlockingQueue<>();
    HttpServer receiver =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/v1/traces",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          received.add(
              exchange.getRequestHeaders().getFirst("Content-Type")
                  + " "
                  + exchange.getRequestHeaders().getFirst("X-Token")
                  + " "
                  + new String(body, ISO_8859_1));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    receiver.start();
    URI endpoint = URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/v1/traces");
    TelemetryConfig config =
        new TelemetryConfig(7, 7, 1.0, 100, 100, 100, endpoint, Map.of("X-Token", "t"), LIMIT);
    try (Telemetry exporting = telemetry(config)) {
      exporting.tracer("http").spanBuilder("sent-by-otlp").startSpan().end();
      assertThat(exporting.flush(LIMIT)).isTrue();
      assertThat(received.poll(10, TimeUnit.SECONDS))
          .startsWith("application/x-protobuf t ")
          .contains("sent-by-otlp");
    } finally {
      receiver.stop(0);
    }
  }

  @Test
  void a_database_that_refuses_costs_the_spans_and_is_counted() throws IOException {
    Metrics metrics = new Metrics();
    try (Telemetry failing =
        new Telemetry(db.database(), clock, timer, metrics, TelemetryConfig.DEFAULTS)) {
      db.database().update("alter table spans rename to gone");
      failing.tracer("http").spanBuilder("lost").startSpan().end();
      assertThat(failing.flush(LIMIT)).isTrue();
      assertThat(MetricsTest.text(metrics, ""))
          .contains("cadre_telemetry_lost_total{kind=\"spans\"} 1.0");
    }
  }

  @Test
  void closing_stops_the_maintenance() {
    Telemetry other = telemetry(TelemetryConfig.DEFAULTS);
    int before = timer.scheduled();
    other.close();
    assertThat(timer.scheduled()).isLessThan(before);
  }

  private List<String> partitions(String table) {
    return db.database()
        .list(
            "select inhrelid::regclass::text from pg_inherits where inhparent = ?::regclass order by 1",
            row -> row.getString(1),
            table);
  }
}
