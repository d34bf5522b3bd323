package dev.cadre.agent;

import dev.cadre.id.AgentRuntimeId;
import dev.cadre.id.Arn;
import dev.cadre.id.EndpointName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One ready version of an agent as an endpoint serves it: all that a session needs to know.
 *
 * @param arn of the agent
 * @param endpoint null when the caller named a version
 * @param environment the agent's own variables
 * @param idleTimeout 60 s to {@code maxLifetime}
 * @param maxLifetime of one session
 * @param headerAllowList request headers that reach the agent besides the fixed ones
 * @param authorizer {@code authorizerConfiguration} as the API has it; null when callers sign
 * @param warnings what is not as the author asked, for a person to read
 */
public record Deployment(
    AgentRuntimeId id,
    String name,
    Arn arn,
    int version,
    @Nullable EndpointName endpoint,
    Protocol protocol,
    Artifact artifact,
    Map<String, String> environment,
    Duration idleTimeout,
    Duration maxLifetime,
    List<String> headerAllowList,
    NetworkMode networkMode,
    @Nullable JsonNode authorizer,
    List<String> warnings) {
  public Deployment {
    environment = Map.copyOf(environment);
    headerAllowList = List.copyOf(headerAllowList);
    warnings = List.copyOf(warnings);
  }
}
