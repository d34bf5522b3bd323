package dev.cadre.telemetry;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Hands ended spans that were sampled to an exporter, in batches and off the request's path. */
final class QueuedSpans implements SpanProcessor {
  private static final int BATCH = 512;
  private static final Duration EXPORT_LIMIT = Duration.ofSeconds(10);

  private final SpanExporter exporter;
  private final Batches<SpanData> batches;
  private final Duration closeLimit;

  QueuedSpans(String name, SpanExporter exporter, int capacity, Duration closeLimit) {
    this.exporter = exporter;
    this.closeLimit = closeLimit;
    this.batches = new Batches<>(name, capacity, BATCH, this::export, closeLimit);
  }

  long lost() {
    return batches.lost();
  }

  int waiting() {
    return batches.waiting();
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {}

  @Override
  public boolean isStartRequired() {
    return false;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    if (span.getSpanContext().isSampled()) {
      batches.offer(span.toSpanData());
    }
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  @Override
  public CompletableResultCode forceFlush() {
    return batches.flush(closeLimit)
        ? CompletableResultCode.ofSuccess()
        : CompletableResultCode.ofFailure();
  }

  @Override
  public CompletableResultCode shutdown() {
    batches.close();
    return exporter.shutdown();
  }

  private void export(List<SpanData> spans) {
    CompletableResultCode result =
        exporter.export(spans).join(EXPORT_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    if (!result.isSuccess()) {
      Throwable cause = result.getFailureThrowable();
      throw new IllegalStateException("the receiver of spans did not take them", cause);
    }
  }
}
