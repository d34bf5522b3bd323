package dev.cadre.agent;

import dev.cadre.http.Exchange;
import dev.cadre.http.Routes;
import dev.cadre.id.AgentRuntimeId;
import dev.cadre.json.Json;
import dev.cadre.store.Database;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Beyond AWS: uploads, what a deployment does, and all agents at a glance. */
final class ArtifactRoutes {
  private static final int MAX_LISTED = 1_000;

  private final Database database;
  private final ArtifactStore artifacts;
  private final Deployments deployments;
  private final Deployer deployer;
  private final RuntimeArns arns;

  ArtifactRoutes(
      Database database,
      ArtifactStore artifacts,
      Deployments deployments,
      Deployer deployer,
      RuntimeArns arns) {
    this.database = database;
    this.artifacts = artifacts;
    this.deployments = deployments;
    this.deployer = deployer;
    this.arns = arns;
  }

  void bind(Routes routes) {
    routes
        .add("PUT", "/cadre/v1/artifacts", this::upload)
        .add("GET", "/cadre/v1/agents", this::list)
        .add("GET", "/cadre/v1/agents/{id}", this::show)
        .add("GET", "/cadre/v1/agents/{id}/versions/{version}/build", this::build);
  }

  private void upload(Exchange exchange) throws IOException {
    ArtifactStore.Stored stored = artifacts.put(exchange.body());
    exchange.json(
        stored.fresh() ? 201 : 200,
        Json.object()
            .put("bucket", ArtifactStore.BUCKET)
            .put("key", stored.key())
            .put("digest", stored.digest())
            .put("size", stored.size()));
  }

  private void list(Exchange exchange) throws IOException {
    ObjectNode body = Json.object();
    ArrayNode agents = body.putArray("agents");
    List<AgentRow> rows = AgentStore.page(database, Long.MAX_VALUE, MAX_LISTED);
    Map<AgentRuntimeId, VersionRow> newest = VersionStore.newest(database, rows);
    for (AgentRow row : rows) {
      VersionRow version = newest.get(row.id());
      if (version != null) {
        agents.add(agent(row, version));
      }
    }
    exchange.json(200, body);
  }

  private void show(Exchange exchange) throws IOException {
    AgentRuntimeId id = deployments.find(exchange.pathVariable("id"));
    AgentRow row = AgentStore.require(database, id);
    exchange.json(200, agent(row, RuntimeOperations.newest(database, row)));
  }

  private ObjectNode agent(AgentRow row, VersionRow newest) {
    ObjectNode body =
        Json.object()
            .put("id", row.id().value())
            .put("name", row.name())
            .put("arn", arns.agent(row.id()).toString())
            .put("status", RuntimeAnswers.status(row, newest).name())
            .put("version", newest.version())
            .put("stage", newest.stage())
            .put("protocol", newest.definition().protocol().name())
            .put("createdAt", RuntimeAnswers.time(row.createdAt()))
            .put("lastUpdatedAt", RuntimeAnswers.time(row.updatedAt()));
    if (newest.failureReason() != null) {
      body.put("failureReason", newest.failureReason());
    }
    ArrayNode warnings = body.putArray("warnings");
    newest.warnings().forEach(warnings::add);
    ArrayNode endpoints = body.putArray("endpoints");
    for (EndpointRow endpoint : EndpointStore.all(database, row.id())) {
      ObjectNode shown =
          endpoints
              .addObject()
              .put("name", endpoint.name().value())
              .put("status", endpoint.status().name())
              .put("targetVersion", endpoint.targetVersion());
      if (endpoint.liveVersion() != null) {
        shown.put("liveVersion", endpoint.liveVersion());
      }
    }
    return body;
  }

  private void build(Exchange exchange) throws IOException {
    AgentRuntimeId id = deployments.find(exchange.pathVariable("id"));
    int version = version(exchange.pathVariable("version"));
    VersionRow row = VersionStore.require(database, id, version);
    List<String> lines = BuildLog.read(deployer.log(id, version));
    ObjectNode body = Json.object().put("stage", row.stage()).put("status", row.status().name());
    if (row.failureReason() != null) {
      body.put("failureReason", row.failureReason());
    }
    ArrayNode warnings = body.putArray("warnings");
    row.warnings().forEach(warnings::add);
    ArrayNode shown = body.putArray("lines");
    lines.forEach(shown::add);
    exchange.json(200, body);
  }

  private static int version(String text) {
    if (!text.matches("[1-9][0-9]{0,4}")) {
      throw new dev.cadre.fault.Fault.Invalid(
          "version '" + text + "' must be a number from 1 to 99999");
    }
    return Integer.parseInt(text);
  }
}
