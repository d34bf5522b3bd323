package dev.cadre.agent;

import dev.cadre.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Output shapes of the Harness operations. */
final class HarnessAnswers {
  private final RuntimeArns arns;
  private final Declarations declarations;

  HarnessAnswers(RuntimeArns arns, Declarations declarations) {
    this.arns = arns;
    this.declarations = declarations;
  }

  /** Harness. */
  ObjectNode harness(AgentRow agent, VersionRow version) {
    Definition definition = version.definition();
    ObjectNode body = summary(agent, version);
    body.set("executionRoleArn", definition.members().path("roleArn"));
    body.setAll(members(definition));
    for (String name : new String[] {"environmentVariables", "authorizerConfiguration"}) {
      JsonNode value = definition.members().path(name);
      if (!value.isMissingNode()) {
        body.set(name, value);
      }
    }
    body.putObject("environment")
        .set("agentCoreRuntimeEnvironment", environment(agent, definition.members()));
    return body;
  }

  /** HarnessSummary, and one HarnessVersionSummary of a listing. */
  ObjectNode summary(AgentRow agent, VersionRow version) {
    ObjectNode body =
        Json.object()
            .put("harnessId", agent.id().value())
            .put("harnessName", agent.name())
            .put("arn", arns.harness(agent.id()).toString())
            .put("harnessVersion", String.valueOf(version.version()))
            .put("status", RuntimeAnswers.status(agent, version).name())
            .put("createdAt", RuntimeAnswers.time(version.createdAt()))
            .put("updatedAt", RuntimeAnswers.time(version.updatedAt()));
    putIfPresent(body, "failureReason", version.failureReason());
    return body;
  }

  /** HarnessEndpoint. */
  ObjectNode endpoint(AgentRow agent, EndpointRow row) {
    ObjectNode body =
        Json.object()
            .put("harnessId", agent.id().value())
            .put("harnessName", agent.name())
            .put("endpointName", row.name().value())
            .put("arn", arns.harnessEndpoint(agent.id(), row.name()).toString())
            .put("status", row.status().name())
            .put("createdAt", RuntimeAnswers.time(row.createdAt()))
            .put("updatedAt", RuntimeAnswers.time(row.updatedAt()))
            .put("targetVersion", String.valueOf(row.targetVersion()));
    Integer live = row.liveVersion();
    putIfPresent(body, "liveVersion", live == null ? null : live.toString());
    putIfPresent(body, "description", row.description());
    putIfPresent(body, "failureReason", row.failureReason());
    return body;
  }

  /** What the harness was made of; for an agent made from a file, what comes nearest. */
  ObjectNode members(Definition definition) {
    ObjectNode members = Json.object();
    members.putArray("skills");
    members.putArray("allowedTools").add("*");
    if (definition.source() instanceof Definition.Source.Declared declared) {
      members.setAll(declarations.toHarness(declared.definition()));
    }
    definition.harness().ifPresent(members::setAll);
    return members;
  }

  private ObjectNode environment(AgentRow agent, ObjectNode members) {
    ObjectNode environment =
        Json.object()
            .put("agentRuntimeArn", arns.agent(agent.id()).toString())
            .put("agentRuntimeName", agent.name())
            .put("agentRuntimeId", agent.id().value());
    for (String name : HarnessOperations.ENVIRONMENT) {
      JsonNode value = members.path(name);
      if (!value.isMissingNode()) {
        environment.set(name, value);
      }
    }
    return environment;
  }

  private static void putIfPresent(ObjectNode body, String name, @Nullable String value) {
    if (value != null) {
      body.put(name, value);
    }
  }
}
