package dev.cadre.agent;

import dev.cadre.id.AgentRuntimeId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One agent as stored. {@code newestVersion} is also the number of versions ever made. */
record AgentRow(
    AgentRuntimeId id,
    long seq,
    String name,
    Status status,
    @Nullable String failureReason,
    int newestVersion,
    Instant createdAt,
    Instant updatedAt) {}
