package dev.cadre.session;

import dev.cadre.id.AgentRuntimeId;
import dev.cadre.id.EndpointName;
import dev.cadre.id.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One life of a session, as the database has it. For a live one, {@code state}, {@code lastUsedAt}
 * and {@code requests} trail the truth by up to a second.
 *
 * @param endpoint null when the first caller named a version
 * @param workerId names the worker's folder, which outlives a restart of the platform
 * @param workerPid null while no worker runs
 */
record SessionRecord(
    UUID id,
    AgentRuntimeId runtime,
    SessionId sessionId,
    int version,
    @Nullable EndpointName endpoint,
    @Nullable String user,
    String principal,
    SessionState state,
    String workerId,
    @Nullable Long workerPid,
    String isolation,
    Instant createdAt,
    Instant lastUsedAt,
    @Nullable Instant endedAt,
    @Nullable EndReason endReason,
    @Nullable String endDetail,
    @Nullable Integer exitCode,
    long requests,
    Duration idleTimeout,
    Duration maxLife) {

  /** This session with what only its owner knows. */
  SessionRecord live(
      SessionState state, Workers.@Nullable Worker worker, Instant lastUsedAt, long requests) {
    return new SessionRecord(
        id,
        runtime,
        sessionId,
        version,
        endpoint,
        user,
        principal,
        state,
        worker == null ? workerId : worker.id(),
        worker == null ? null : worker.pid(),
        worker == null ? isolation : worker.isolation(),
        createdAt,
        lastUsedAt,
        endedAt,
        endReason,
        endDetail,
        exitCode,
        requests,
        idleTimeout,
        maxLife);
  }
}
