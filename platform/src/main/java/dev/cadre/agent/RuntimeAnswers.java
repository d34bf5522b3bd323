package dev.cadre.agent;

import dev.cadre.json.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Output shapes of the control plane. Timestamps are ISO 8601, as the model's DateTimestamp is. */
final class RuntimeAnswers {
  private final RuntimeArns arns;

  RuntimeAnswers(RuntimeArns arns) {
    this.arns = arns;
  }

  /** CreateAgentRuntimeResponse and UpdateAgentRuntimeResponse. */
  ObjectNode changed(AgentRow agent, int version) {
    ObjectNode body = identified(agent, version);
    body.putObject("workloadIdentityDetails")
        .put("workloadIdentityArn", arns.workloadIdentity(agent.id()).toString());
    return body.put("createdAt", time(agent.createdAt()))
        .put("lastUpdatedAt", time(agent.updatedAt()))
        .put("status", agent.status().name());
  }

  /** GetAgentRuntimeResponse. */
  ObjectNode agent(AgentRow agent, VersionRow version) {
    ObjectNode body = identified(agent, version.version());
    body.setAll(version.definition().members());
    body.put("agentRuntimeName", agent.name())
        .put("createdAt", time(version.createdAt()))
        .put("lastUpdatedAt", time(version.updatedAt()))
        .put("status", status(agent, version).name());
    body.putObject("workloadIdentityDetails")
        .put("workloadIdentityArn", arns.workloadIdentity(agent.id()).toString());
    putIfPresent(body, "failureReason", reason(agent, version));
    return body;
  }

  /** One AgentRuntime of a listing; its description is required there, and empty when unset. */
  ObjectNode listed(AgentRow agent, VersionRow version) {
    return identified(agent, version.version())
        .put("agentRuntimeName", agent.name())
        .put("description", version.definition().description().orElse(""))
        .put("lastUpdatedAt", time(version.updatedAt()))
        .put("status", status(agent, version).name());
  }

  /** CreateAgentRuntimeEndpointResponse, UpdateAgentRuntimeEndpointResponse. */
  ObjectNode endpointChanged(EndpointRow row) {
    ObjectNode body = located(row);
    putIfPresent(body, "liveVersion", text(row.liveVersion()));
    return body.put("targetVersion", String.valueOf(row.targetVersion()))
        .put("agentRuntimeId", row.agentId().value())
        .put("endpointName", row.name().value());
  }

  /** GetAgentRuntimeEndpointResponse, and one AgentRuntimeEndpoint of a listing. */
  ObjectNode endpoint(EndpointRow row) {
    ObjectNode body = located(row).put("name", row.name().value()).put("id", row.id());
    putIfPresent(body, "liveVersion", text(row.liveVersion()));
    if (row.liveVersion() == null || row.liveVersion() != row.targetVersion()) {
      body.put("targetVersion", String.valueOf(row.targetVersion()));
    }
    putIfPresent(body, "description", row.description());
    putIfPresent(body, "failureReason", row.failureReason());
    return body;
  }

  /** The agent's own deletion stands over whatever its versions are. */
  static Status status(AgentRow agent, VersionRow version) {
    return switch (agent.status()) {
      case DELETING, DELETE_FAILED -> agent.status();
      case CREATING, CREATE_FAILED, UPDATING, UPDATE_FAILED, READY -> version.status();
    };
  }

  private static @Nullable String reason(AgentRow agent, VersionRow version) {
    return agent.status() == Status.DELETE_FAILED ? agent.failureReason() : version.failureReason();
  }

  static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  private ObjectNode identified(AgentRow agent, int version) {
    return Json.object()
        .put("agentRuntimeArn", arns.agent(agent.id()).toString())
        .put("agentRuntimeId", agent.id().value())
        .put("agentRuntimeVersion", String.valueOf(version));
  }

  private ObjectNode located(EndpointRow row) {
    return Json.object()
        .put("agentRuntimeEndpointArn", arns.endpoint(row.agentId(), row.name()).toString())
        .put("agentRuntimeArn", arns.agent(row.agentId()).toString())
        .put("status", row.status().name())
        .put("createdAt", time(row.createdAt()))
        .put("lastUpdatedAt", time(row.updatedAt()));
  }

  private static void putIfPresent(ObjectNode body, String name, @Nullable String value) {
    if (value != null) {
      body.put(name, value);
    }
  }

  private static @Nullable String text(@Nullable Integer version) {
    return version == null ? null : version.toString();
  }
}
