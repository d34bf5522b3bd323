package dev.cadre.telemetry;

import dev.cadre.store.Database;
import dev.cadre.store.Traces;
import java.time.Duration;
import java.util.List;

/** Spans and lines of sessions; those that still wait to be written are written before. */
final class TelemetryTraces implements Traces {
  private static final Duration WRITTEN_WITHIN = Duration.ofSeconds(5);

  private final Telemetry telemetry;
  private final List<Traces> tables;

  TelemetryTraces(Telemetry telemetry, Database database) {
    this.telemetry = telemetry;
    this.tables =
        List.of(Traces.bySession(database, "worker_logs"), Traces.bySession(database, "spans"));
  }

  @Override
  public long count(Of whom) {
    return tables.stream().mapToLong(table -> table.count(whom)).sum();
  }

  @Override
  public void forget(Of whom) {
    var _ = telemetry.flush(WRITTEN_WITHIN);
    tables.forEach(table -> table.forget(whom));
  }
}
