package dev.cadre.agent;

import dev.cadre.fault.Fault;
import dev.cadre.http.PageToken;
import dev.cadre.http.Routes;
import dev.cadre.id.AgentRuntimeId;
import dev.cadre.id.AgentRuntimeName;
import dev.cadre.id.EndpointName;
import dev.cadre.id.IdSource;
import dev.cadre.json.Json;
import dev.cadre.store.Database;
import dev.cadre.store.Idempotency;
import dev.cadre.store.Sql;
import dev.cadre.store.UniqueViolation;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Agents and their versions over the AWS API. What takes time is left to the {@link Deployer}. */
final class RuntimeOperations {
  static final String SERVICE = "bedrock-agentcore-control";
  private static final int MAX_AGENTS = 1_000;
  private static final int MAX_VERSIONS = 1_000;
  private static final int PAGE = 100;

  private final Database database;
  private final InstantSource clock;
  private final IdSource ids;
  private final Sources sources;
  private final Deployer deployer;
  private final Declarations declarations;
  private final RuntimeAnswers answers;

  RuntimeOperations(
      Database database,
      InstantSource clock,
      IdSource ids,
      Sources sources,
      Deployer deployer,
      Declarations declarations,
      RuntimeAnswers answers) {
    this.database = database;
    this.clock = clock;
    this.ids = ids;
    this.sources = sources;
    this.deployer = deployer;
    this.declarations = declarations;
    this.answers = answers;
  }

  void bind(Routes routes) {
    routes
        .aws(SERVICE, "CreateAgentRuntime", (_, input) -> create(input))
        .aws(SERVICE, "GetAgentRuntime", (_, input) -> get(input))
        .aws(SERVICE, "UpdateAgentRuntime", (_, input) -> update(input))
        .aws(SERVICE, "DeleteAgentRuntime", (_, input) -> delete(input))
        .aws(SERVICE, "ListAgentRuntimes", (_, input) -> list(input))
        .aws(SERVICE, "ListAgentRuntimeVersions", (_, input) -> listVersions(input));
  }

  ObjectNode create(ObjectNode input) {
    AgentRuntimeName name = new AgentRuntimeName(input.path("agentRuntimeName").asString());
    Definition definition = Definition.of(input, declarations);
    sources.check(definition.source());
    try {
      return answer(
          "CreateAgentRuntime", input, sql -> created(sql, name, definition, input.get("tags")));
    } catch (UniqueViolation e) {
      if (!e.constraint().equals("agent_name_taken")) {
        throw e;
      }
      throw new Fault.Conflict(
          "an agent runtime named '%s' exists; update it or choose another name"
              .formatted(name.value()));
    }
  }

  private ObjectNode created(
      Sql sql, AgentRuntimeName name, Definition definition, @Nullable JsonNode tags) {
    AgentStore.lockAll(sql);
    if (AgentStore.count(sql) >= MAX_AGENTS) {
      throw new Fault.QuotaExceeded(
          "there are " + MAX_AGENTS + " agent runtimes already; delete one first");
    }
    AgentRuntimeId id = ids.agentRuntime(name);
    Instant now = clock.instant();
    AgentStore.insert(sql, id, name, now);
    VersionStore.insert(sql, id, 1, Status.CREATING, definition, now);
    EndpointStore.insert(
        sql, EndpointOperations.created(id, EndpointName.DEFAULT, ids, null, 1, now));
    TagOperations.add(sql, new RuntimeArns.Target(id, null), tags);
    return answers.changed(AgentStore.require(sql, id), 1);
  }

  ObjectNode get(ObjectNode input) {
    AgentRuntimeId id = id(input);
    return database.transaction(
        sql -> {
          AgentRow agent = AgentStore.require(sql, id);
          Integer version = version(input);
          return answers.agent(
              agent, version == null ? newest(sql, agent) : VersionStore.require(sql, id, version));
        });
  }

  ObjectNode update(ObjectNode input) {
    AgentRuntimeId id = id(input);
    Definition definition = Definition.of(input, declarations);
    sources.check(definition.source());
    return answer("UpdateAgentRuntime", input, sql -> updated(sql, id, definition));
  }

  private ObjectNode updated(Sql sql, AgentRuntimeId id, Definition definition) {
    AgentRow agent = AgentStore.lock(sql, id);
    Status next = agent.status().require(Status.Event.UPDATE, subject(id));
    if (VersionStore.count(sql, id) >= MAX_VERSIONS) {
      throw new Fault.QuotaExceeded(
          "agent runtime '%s' has %d versions already; delete old ones first"
              .formatted(id, MAX_VERSIONS));
    }
    int version = agent.newestVersion() + 1;
    Instant now = clock.instant();
    VersionStore.insert(sql, id, version, next, definition, now);
    AgentStore.newestVersion(sql, id, version);
    AgentStore.status(sql, id, next, null, now);
    EndpointRow endpoint = EndpointStore.require(sql, id, EndpointName.DEFAULT);
    Status moved = endpoint.status().require(Status.Event.UPDATE, "endpoint 'DEFAULT'");
    EndpointStore.update(
        sql, EndpointOperations.moved(endpoint, moved, null, endpoint.liveVersion(), version, now));
    return answers.changed(AgentStore.require(sql, id), version);
  }

  ObjectNode delete(ObjectNode input) {
    AgentRuntimeId id = id(input);
    Integer version = version(input);
    return answer(
        "DeleteAgentRuntime",
        input,
        sql -> version == null ? deleting(sql, id) : deletingVersion(sql, id, version));
  }

  private ObjectNode deleting(Sql sql, AgentRuntimeId id) {
    AgentRow agent = AgentStore.lock(sql, id);
    Status next = agent.status().require(Status.Event.DELETE, subject(id));
    AgentStore.status(sql, id, next, null, clock.instant());
    return Json.object().put("status", next.name()).put("agentRuntimeId", id.value());
  }

  private ObjectNode deletingVersion(Sql sql, AgentRuntimeId id, int version) {
    AgentStore.lock(sql, id);
    VersionRow row = VersionStore.require(sql, id, version);
    String subject = "version " + version + " of " + subject(id);
    Status next = row.status().require(Status.Event.DELETE, subject);
    for (EndpointRow endpoint : EndpointStore.all(sql, id)) {
      if (endpoint.names(version)) {
        throw new Fault.Conflict(
            "%s is served by endpoint '%s'; move or delete the endpoint first"
                .formatted(subject, endpoint.name()));
      }
    }
    VersionStore.status(sql, id, version, next, null, clock.instant());
    return Json.object()
        .put("status", next.name())
        .put("agentRuntimeId", id.value())
        .put("agentRuntimeVersion", String.valueOf(version));
  }

  ObjectNode list(ObjectNode input) {
    String token = token("ListAgentRuntimes", input);
    long before = token == null ? Long.MAX_VALUE : Long.parseLong(token);
    int limit = limit(input);
    return database.transaction(
        sql -> {
          List<AgentRow> agents = AgentStore.page(sql, before, limit + 1);
          Map<AgentRuntimeId, VersionRow> newest = VersionStore.newest(sql, agents);
          // One deleted since the page was read has no version any more.
          List<ObjectNode> listed =
              agents.stream()
                  .limit(limit)
                  .flatMap(
                      agent ->
                          Optional.ofNullable(newest.get(agent.id())).stream()
                              .map(version -> answers.listed(agent, version)))
                  .toList();
          return page("ListAgentRuntimes", "agentRuntimes", listed, limit, agents, AgentRow::seq);
        });
  }

  ObjectNode listVersions(ObjectNode input) {
    AgentRuntimeId id = id(input);
    String listing = "ListAgentRuntimeVersions " + id;
    String token = token(listing, input);
    int before = token == null ? Integer.MAX_VALUE : Integer.parseInt(token);
    int limit = limit(input);
    return database.transaction(
        sql -> {
          AgentRow agent = AgentStore.require(sql, id);
          List<VersionRow> versions = VersionStore.page(sql, id, before, limit + 1);
          List<ObjectNode> listed =
              versions.stream().map(row -> answers.listed(agent, row)).toList();
          return page(listing, "agentRuntimes", listed, limit, versions, VersionRow::version);
        });
  }

  static <T> ObjectNode page(
      String listing,
      String member,
      List<ObjectNode> listed,
      int limit,
      List<T> rows,
      ToLongFunction<T> key) {
    ObjectNode body = Json.object();
    ArrayNode items = body.putArray(member);
    listed.stream().limit(limit).forEach(items::add);
    if (rows.size() > limit) {
      String next = String.valueOf(key.applyAsLong(rows.get(limit - 1)));
      body.put("nextToken", PageToken.encode(listing, next));
    }
    return body;
  }

  /** The newest version that has not been deleted; none means that the agent is just gone. */
  static VersionRow newest(Sql sql, AgentRow agent) {
    return VersionStore.page(sql, agent.id(), Integer.MAX_VALUE, 1).stream()
        .findFirst()
        .orElseThrow(() -> AgentStore.missing(agent.id()));
  }

  private ObjectNode answer(
      String operation, ObjectNode input, java.util.function.Function<Sql, ObjectNode> work) {
    return answer(database, clock, deployer, operation, input, work);
  }

  /** Persists a change once per client token, then has it carried out. */
  static ObjectNode answer(
      Database database,
      InstantSource clock,
      Deployer deployer,
      String operation,
      ObjectNode input,
      java.util.function.Function<Sql, ObjectNode> work) {
    Idempotency.Answer answer =
        database.transaction(
            sql -> Idempotency.once(sql, operation, input, clock.instant(), () -> work.apply(sql)));
    if (!answer.repeated()) {
      deployer.drive(new AgentRuntimeId(answer.body().path("agentRuntimeId").asString()));
    }
    return answer.body();
  }

  static AgentRuntimeId id(ObjectNode input) {
    return new AgentRuntimeId(input.path("agentRuntimeId").asString());
  }

  static @Nullable Integer version(ObjectNode input) {
    return input.hasNonNull("agentRuntimeVersion")
        ? Integer.valueOf(input.get("agentRuntimeVersion").asString())
        : null;
  }

  static @Nullable String token(String listing, ObjectNode input) {
    return input.hasNonNull("nextToken")
        ? PageToken.decode(listing, input.get("nextToken").asString())
        : null;
  }

  static int limit(ObjectNode input) {
    return input.path("maxResults").asInt(PAGE);
  }

  private static String subject(AgentRuntimeId id) {
    return "agent runtime '" + id + "'";
  }
}
