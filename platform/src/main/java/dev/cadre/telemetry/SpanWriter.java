package dev.cadre.telemetry;

import dev.cadre.json.Json;
import dev.cadre.store.Database;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Puts finished spans into the database. */
final class SpanWriter implements SpanExporter {
  private static final String INSERT =
      """
      insert into spans (trace_id, span_id, parent_span_id, name, kind, started_at, ended_at,
        duration_nanos, status, status_message, agent, session, attributes, events)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private final Database database;
  private final Partitions partitions;

  SpanWriter(Database database, Partitions partitions) {
    this.database = database;
    this.partitions = partitions;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    List<@Nullable Object[]> rows = new ArrayList<>(spans.size());
    for (SpanData span : spans) {
      partitions.cover(instant(span.getEndEpochNanos()));
      rows.add(row(span));
    }
    database.batch(INSERT, rows);
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode flush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    return CompletableResultCode.ofSuccess();
  }

  private static @Nullable Object[] row(SpanData span) {
    boolean root = !span.getParentSpanContext().isValid();
    return new @Nullable Object[] {
      span.getTraceId(),
      span.getSpanId(),
      root ? null : span.getParentSpanId(),
      Texts.storable(span.getName()),
      span.getKind(),
      instant(span.getStartEpochNanos()),
      instant(span.getEndEpochNanos()),
      span.getEndEpochNanos() - span.getStartEpochNanos(),
      span.getStatus().getStatusCode(),
      Texts.storable(span.getStatus().getDescription()),
      span.getAttributes().get(SpanKeys.AGENT),
      span.getAttributes().get(SpanKeys.SESSION),
      json(span.getAttributes()),
      events(span.getEvents())
    };
  }

  private static ObjectNode json(Attributes attributes) {
    ObjectNode json = Json.object();
    attributes.forEach((key, value) -> json.set(key.getKey(), leaf(value)));
    return json;
  }

  private static JsonNode leaf(Object value) {
    return switch (value) {
      case String text -> Json.tree(Texts.storable(text));
      case List<?> list -> {
        ArrayNode array = Json.array();
        list.forEach(item -> array.add(leaf(item)));
        yield array;
      }
      case Object other -> Json.tree(other);
    };
  }

  private static ArrayNode events(List<EventData> events) {
    ArrayNode json = Json.array();
    for (EventData event : events) {
      json.addObject()
          .put("name", Texts.storable(event.getName()))
          .put("at", instant(event.getEpochNanos()).toString())
          .set("attributes", json(event.getAttributes()));
    }
    return json;
  }

  private static Instant instant(long epochNanos) {
    return Instant.ofEpochSecond(
        TimeUnit.NANOSECONDS.toSeconds(epochNanos), epochNanos % TimeUnit.SECONDS.toNanos(1));
  }
}
