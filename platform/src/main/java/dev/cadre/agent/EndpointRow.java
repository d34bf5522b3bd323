package dev.cadre.agent;

import dev.cadre.id.AgentRuntimeId;
import dev.cadre.id.EndpointName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint as stored.
 *
 * @param liveVersion what it serves; null until its first version is ready
 * @param targetVersion what it is to serve once its change has ended
 */
record EndpointRow(
    AgentRuntimeId agentId,
    EndpointName name,
    String id,
    Status status,
    @Nullable String failureReason,
    @Nullable String description,
    @Nullable Integer liveVersion,
    int targetVersion,
    Instant createdAt,
    Instant updatedAt) {

  boolean isDefault() {
    return name.equals(EndpointName.DEFAULT);
  }

  boolean names(int version) {
    return targetVersion == version || Integer.valueOf(version).equals(liveVersion);
  }
}
