package dev.cadre.agent;

import dev.cadre.fault.Fault;
import dev.cadre.http.PageToken;
import dev.cadre.http.Routes;
import dev.cadre.id.AgentRuntimeId;
import dev.cadre.id.EndpointName;
import dev.cadre.id.IdSource;
import dev.cadre.json.Json;
import dev.cadre.store.Database;
import dev.cadre.store.Sql;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Endpoints over the AWS API. */
final class EndpointOperations {
  private static final String SERVICE = RuntimeOperations.SERVICE;

  /** DEFAULT among them. */
  private static final int MAX_ENDPOINTS = 10;

  private final Database database;
  private final InstantSource clock;
  private final IdSource ids;
  private final Deployer deployer;
  private final RuntimeAnswers answers;

  EndpointOperations(
      Database database,
      InstantSource clock,
      IdSource ids,
      Deployer deployer,
      RuntimeAnswers answers) {
    this.database = database;
    this.clock = clock;
    this.ids = ids;
    this.deployer = deployer;
    this.answers = answers;
  }

  void bind(Routes routes) {
    routes
        .aws(SERVICE, "CreateAgentRuntimeEndpoint", (_, input) -> create(input))
        .aws(SERVICE, "GetAgentRuntimeEndpoint", (_, input) -> get(input))
        .aws(SERVICE, "UpdateAgentRuntimeEndpoint", (_, input) -> update(input))
        .aws(SERVICE, "DeleteAgentRuntimeEndpoint", (_, input) -> delete(input))
        .aws(SERVICE, "ListAgentRuntimeEndpoints", (_, input) -> list(input));
  }

  static EndpointRow created(
      AgentRuntimeId id,
      EndpointName name,
      IdSource ids,
      @Nullable String description,
      int version,
      Instant now) {
    String endpointId = name + "-" + ids.alphanumeric(10);
    return new EndpointRow(
        id, name, endpointId, Status.CREATING, null, description, null, version, now, now);
  }

  static EndpointRow moved(
      EndpointRow row,
      Status status,
      @Nullable String reason,
      @Nullable Integer live,
      int target,
      Instant now) {
    return new EndpointRow(
        row.agentId(),
        row.name(),
        row.id(),
        status,
        reason,
        row.description(),
        live,
        target,
        row.createdAt(),
        now);
  }

  ObjectNode create(ObjectNode input) {
    AgentRuntimeId id = RuntimeOperations.id(input);
    EndpointName name = new EndpointName(input.path("name").asString());
    return answer("CreateAgentRuntimeEndpoint", input, sql -> createdIn(sql, id, name, input));
  }

  private ObjectNode createdIn(Sql sql, AgentRuntimeId id, EndpointName name, ObjectNode input) {
    requireStanding(AgentStore.lock(sql, id));
    if (EndpointStore.find(sql, id, name).isPresent()) {
      throw new Fault.Conflict(
          "agent runtime '%s' has an endpoint '%s'; update it or choose another name"
              .formatted(id, name));
    }
    if (EndpointStore.all(sql, id).size() >= MAX_ENDPOINTS) {
      throw new Fault.QuotaExceeded(
          "agent runtime '%s' has %d endpoints already; delete one first"
              .formatted(id, MAX_ENDPOINTS));
    }
    Integer asked = RuntimeOperations.version(input);
    int version = asked == null ? newestReady(sql, id) : requireReady(sql, id, asked);
    EndpointRow row = created(id, name, ids, description(input), version, clock.instant());
    EndpointStore.insert(sql, row);
    TagOperations.add(sql, new RuntimeArns.Target(id, name), input.get("tags"));
    return answers.endpointChanged(row);
  }

  ObjectNode get(ObjectNode input) {
    AgentRuntimeId id = RuntimeOperations.id(input);
    return database.transaction(
        sql -> {
          AgentStore.require(sql, id);
          return answers.endpoint(EndpointStore.require(sql, id, name(input)));
        });
  }

  ObjectNode update(ObjectNode input) {
    return answer("UpdateAgentRuntimeEndpoint", input, sql -> updatedIn(sql, input));
  }

  /** An absent member keeps what the endpoint has. */
  private ObjectNode updatedIn(Sql sql, ObjectNode input) {
    AgentRuntimeId id = RuntimeOperations.id(input);
    requireStanding(AgentStore.lock(sql, id));
    EndpointRow row = EndpointStore.require(sql, id, name(input));
    Status next =
        row.status().require(Status.Event.UPDATE, "endpoint '" + row.name() + "' of '" + id + "'");
    Integer asked = RuntimeOperations.version(input);
    if (asked != null && row.isDefault()) {
      throw new Fault.Conflict(
          "endpoint 'DEFAULT' follows the newest version and cannot be pinned to version "
              + asked
              + "; create an endpoint of another name for it");
    }
    int target = asked == null ? requireLive(row) : requireReady(sql, id, asked);
    String description = description(input);
    EndpointRow updated =
        new EndpointRow(
            id,
            row.name(),
            row.id(),
            next,
            null,
            description == null ? row.description() : description,
            row.liveVersion(),
            target,
            row.createdAt(),
            clock.instant());
    EndpointStore.update(sql, updated);
    return answers.endpointChanged(updated).put("agentRuntimeId", id.value());
  }

  ObjectNode delete(ObjectNode input) {
    return answer("DeleteAgentRuntimeEndpoint", input, sql -> deletingIn(sql, input));
  }

  private ObjectNode deletingIn(Sql sql, ObjectNode input) {
    AgentRuntimeId id = RuntimeOperations.id(input);
    AgentStore.lock(sql, id);
    EndpointRow row = EndpointStore.require(sql, id, name(input));
    if (row.isDefault()) {
      throw new Fault.Conflict("endpoint 'DEFAULT' goes with its agent; delete the agent runtime");
    }
    Status next =
        row.status().require(Status.Event.DELETE, "endpoint '" + row.name() + "' of '" + id + "'");
    EndpointStore.update(
        sql, moved(row, next, null, row.liveVersion(), row.targetVersion(), clock.instant()));
    return Json.object()
        .put("status", next.name())
        .put("agentRuntimeId", id.value())
        .put("endpointName", row.name().value());
  }

  ObjectNode list(ObjectNode input) {
    AgentRuntimeId id = RuntimeOperations.id(input);
    String listing = "ListAgentRuntimeEndpoints " + id;
    String token = RuntimeOperations.token(listing, input);
    int limit = RuntimeOperations.limit(input);
    return database.transaction(
        sql -> {
          AgentStore.require(sql, id);
          List<EndpointRow> rows =
              EndpointStore.page(sql, id, token == null ? "" : token, limit + 1);
          ObjectNode body = Json.object();
          ArrayNode items = body.putArray("runtimeEndpoints");
          rows.stream().limit(limit).forEach(row -> items.add(answers.endpoint(row)));
          if (rows.size() > limit) {
            body.put("nextToken", PageToken.encode(listing, rows.get(limit - 1).name().value()));
          }
          return body;
        });
  }

  private static int requireLive(EndpointRow row) {
    Integer live = row.liveVersion();
    if (live == null) {
      throw new Fault.Conflict(
          "endpoint '%s' serves no version yet; update the agent runtime".formatted(row.name()));
    }
    return live;
  }

  private static int newestReady(Sql sql, AgentRuntimeId id) {
    return VersionStore.newestReady(sql, id)
        .orElseThrow(
            () -> new Fault.Conflict("agent runtime '" + id + "' has no version that is READY"));
  }

  private static int requireReady(Sql sql, AgentRuntimeId id, int version) {
    VersionRow row = VersionStore.require(sql, id, version);
    if (row.status() != Status.READY || row.collected()) {
      throw new Fault.Conflict(
          "version %d of agent runtime '%s' is %s; an endpoint needs one that is READY"
              .formatted(version, id, row.collected() ? "collected" : row.status()));
    }
    return version;
  }

  private static void requireStanding(AgentRow agent) {
    if (agent.status() == Status.DELETING || agent.status() == Status.DELETE_FAILED) {
      throw new Fault.Conflict("agent runtime '" + agent.id() + "' is " + agent.status());
    }
  }

  private ObjectNode answer(
      String operation, ObjectNode input, java.util.function.Function<Sql, ObjectNode> work) {
    return RuntimeOperations.answer(database, clock, deployer, operation, input, work);
  }

  private static EndpointName name(ObjectNode input) {
    return new EndpointName(input.path("endpointName").asString());
  }

  private static @Nullable String description(ObjectNode input) {
    JsonNode description = input.get("description");
    return description == null || description.isNull() ? null : description.asString();
  }
}
