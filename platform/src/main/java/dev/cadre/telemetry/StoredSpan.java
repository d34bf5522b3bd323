package dev.cadre.telemetry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A finished piece of work, as it is kept.
 *
 * @param parentId null at the root of a trace
 * @param kind SERVER, CLIENT, INTERNAL, PRODUCER or CONSUMER
 * @param status UNSET, OK or ERROR
 * @param attributes an object
 * @param events a list of objects with name, at and attributes
 */
public record StoredSpan(
    String traceId,
    String spanId,
    @Nullable String parentId,
    String name,
    String kind,
    Instant startedAt,
    long durationNanos,
    String status,
    String statusMessage,
    @Nullable String agent,
    @Nullable String session,
    JsonNode attributes,
    JsonNode events) {}
