package dev.cadre.agent;

import dev.cadre.id.AgentRuntimeId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One version as stored.
 *
 * @param stage what its deployment last began, for a person to read
 * @param digest of its code artifact, once that was fetched
 * @param build null until built, and for what needs no build
 * @param collected true once its artifact and build may be gone
 */
record VersionRow(
    AgentRuntimeId agentId,
    int version,
    Status status,
    @Nullable String failureReason,
    Definition definition,
    String stage,
    List<String> warnings,
    @Nullable String digest,
    @Nullable Build build,
    boolean collected,
    Instant createdAt,
    Instant updatedAt) {}
