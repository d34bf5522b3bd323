package dev.cadre.agent;

import dev.cadre.fault.Fault;
import dev.cadre.http.PageToken;
import dev.cadre.http.Routes;
import dev.cadre.id.AgentRuntimeId;
import dev.cadre.id.EndpointName;
import dev.cadre.json.Json;
import dev.cadre.store.Database;
import dev.cadre.store.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The Harness operations: declared agents as that API shows them. There is one store: a harness is
 * the agent runtime of the same id, each request here is one there, and every declared agent is
 * listed here however it was made.
 */
final class HarnessOperations {
  private static final String SERVICE = RuntimeOperations.SERVICE;

  /** What an agent runtime has under its own name and a harness in its environment. */
  static final List<String> ENVIRONMENT =
      List.of("lifecycleConfiguration", "networkConfiguration", "filesystemConfigurations");

  /** What a harness and an agent runtime call alike. */
  private static final List<String> SHARED = List.of("environmentVariables", "clientToken", "tags");

  /** What says what the agent is. */
  private static final List<String> MEMBERS =
      List.of(
          "model",
          "systemPrompt",
          "tools",
          "skills",
          "allowedTools",
          "memory",
          "truncation",
          "hooks",
          "environmentArtifact",
          "maxIterations",
          "maxTokens",
          "timeoutSeconds");

  /** Of these, an update wraps the new value, so that it can be told from none. */
  private static final List<String> WRAPPED = List.of("memory", "environmentArtifact");

  private final Database database;
  private final RuntimeOperations runtimes;
  private final EndpointOperations endpoints;
  private final Declarations declarations;
  private final HarnessAnswers answers;

  HarnessOperations(
      Database database,
      RuntimeOperations runtimes,
      EndpointOperations endpoints,
      Declarations declarations,
      HarnessAnswers answers) {
    this.database = database;
    this.runtimes = runtimes;
    this.endpoints = endpoints;
    this.declarations = declarations;
    this.answers = answers;
  }

  void bind(Routes routes) {
    routes
        .aws(SERVICE, "CreateHarness", (_, input) -> create(input))
        .aws(SERVICE, "GetHarness", (_, input) -> get(input))
        .aws(SERVICE, "UpdateHarness", (_, input) -> update(input))
        .aws(SERVICE, "DeleteHarness", (_, input) -> delete(input))
        .aws(SERVICE, "ListHarnesses", (_, input) -> list(input))
        .aws(SERVICE, "ListHarnessVersions", (_, input) -> versions(input))
        .aws(SERVICE, "CreateHarnessEndpoint", (_, input) -> changed(input, endpoints::create))
        .aws(SERVICE, "GetHarnessEndpoint", (_, input) -> endpoint(input))
        .aws(SERVICE, "UpdateHarnessEndpoint", (_, input) -> changed(input, endpoints::update))
        .aws(SERVICE, "DeleteHarnessEndpoint", (_, input) -> deleteEndpoint(input))
        .aws(SERVICE, "ListHarnessEndpoints", (_, input) -> listEndpoints(input));
  }

  private ObjectNode create(ObjectNode input) {
    ObjectNode members = Json.object();
    copy(input, members, MEMBERS);
    String name = input.path("harnessName").asString();
    ObjectNode runtime = Json.object().put("agentRuntimeName", name);
    runtime.set("roleArn", input.path("executionRoleArn"));
    copy(input, runtime, SHARED);
    copy(input, runtime, List.of("authorizerConfiguration"));
    copy(environment(input), runtime, ENVIRONMENT);
    runtime.set("agentRuntimeArtifact", artifact(Json.object().put("name", name), members));
    return harness(RuntimeOperations.id(runtimes.create(runtime)), null);
  }

  private ObjectNode get(ObjectNode input) {
    String version = input.path("harnessVersion").asString("");
    return harness(id(input), version.isEmpty() ? null : Integer.valueOf(version));
  }

  /** What the request leaves out stays as it is. */
  private ObjectNode update(ObjectNode input) {
    AgentRuntimeId id = id(input);
    Found found = database.transaction(sql -> find(sql, id, null));
    Definition before = found.version().definition();
    ObjectNode members = before.harness().map(ObjectNode::deepCopy).orElseGet(Json::object);
    copy(input, members, MEMBERS);
    WRAPPED.forEach(name -> unwrap(input, members, name));
    ObjectNode runtime = before.members().deepCopy();
    runtime.put("agentRuntimeId", id.value());
    copy(input, runtime, SHARED);
    unwrap(input, runtime, "authorizerConfiguration");
    copy(environment(input), runtime, ENVIRONMENT);
    if (input.hasNonNull("executionRoleArn")) {
      runtime.set("roleArn", input.get("executionRoleArn"));
    }
    ObjectNode base = declared(before).deepCopy();
    if (!members.has("memory") && input.hasNonNull("memory")) {
      base.remove("memory");
    }
    runtime.set("agentRuntimeArtifact", artifact(base, members));
    runtimes.update(runtime);
    return harness(id, null);
  }

  private ObjectNode delete(ObjectNode input) {
    AgentRuntimeId id = id(input);
    ObjectNode before = harness(id, null);
    ObjectNode runtime = Json.object().put("agentRuntimeId", id.value());
    copy(input, runtime, List.of("clientToken"));
    JsonNode status = runtimes.delete(runtime).path("status");
    ((ObjectNode) before.path("harness")).set("status", status);
    return before;
  }

  private ObjectNode list(ObjectNode input) {
    String token = RuntimeOperations.token("ListHarnesses", input);
    long before = token == null ? Long.MAX_VALUE : Long.parseLong(token);
    int limit = RuntimeOperations.limit(input);
    return database.transaction(
        sql -> {
          List<AgentRow> agents = AgentStore.declared(sql, before, limit + 1);
          Map<AgentRuntimeId, VersionRow> newest = VersionStore.newest(sql, agents);
          List<ObjectNode> listed = new ArrayList<>();
          for (AgentRow agent : agents.subList(0, Math.min(limit, agents.size()))) {
            Optional.ofNullable(newest.get(agent.id()))
                .ifPresent(version -> listed.add(answers.summary(agent, version)));
          }
          return RuntimeOperations.page(
              "ListHarnesses", "harnesses", listed, limit, agents, AgentRow::seq);
        });
  }

  private ObjectNode versions(ObjectNode input) {
    AgentRuntimeId id = id(input);
    String listing = "ListHarnessVersions " + id;
    String token = RuntimeOperations.token(listing, input);
    int before = token == null ? Integer.MAX_VALUE : Integer.parseInt(token);
    int limit = RuntimeOperations.limit(input);
    return database.transaction(
        sql -> {
          AgentRow agent = find(sql, id, null).agent();
          List<VersionRow> versions = VersionStore.page(sql, id, before, limit + 1);
          List<ObjectNode> listed =
              versions.stream().map(row -> answers.summary(agent, row)).toList();
          return RuntimeOperations.page(
              listing, "harnessVersions", listed, limit, versions, VersionRow::version);
        });
  }

  private ObjectNode changed(ObjectNode input, UnaryOperator<ObjectNode> operation) {
    requireHarness(id(input));
    ObjectNode _ = operation.apply(forRuntime(input));
    return endpoint(input);
  }

  private ObjectNode deleteEndpoint(ObjectNode input) {
    ObjectNode before = endpoint(input);
    JsonNode status = endpoints.delete(forRuntime(input)).path("status");
    ((ObjectNode) before.path("endpoint")).set("status", status);
    return before;
  }

  private ObjectNode endpoint(ObjectNode input) {
    AgentRuntimeId id = id(input);
    return database.transaction(
        sql -> {
          AgentRow agent = find(sql, id, null).agent();
          EndpointName name = new EndpointName(input.path("endpointName").asString());
          ObjectNode body = Json.object();
          body.set("endpoint", answers.endpoint(agent, EndpointStore.require(sql, id, name)));
          return body;
        });
  }

  private ObjectNode listEndpoints(ObjectNode input) {
    AgentRuntimeId id = id(input);
    String listing = "ListHarnessEndpoints " + id;
    String token = RuntimeOperations.token(listing, input);
    int limit = RuntimeOperations.limit(input);
    return database.transaction(
        sql -> {
          AgentRow agent = find(sql, id, null).agent();
          List<EndpointRow> rows =
              EndpointStore.page(sql, id, token == null ? "" : token, limit + 1);
          ObjectNode body = Json.object();
          ArrayNode items = body.putArray("endpoints");
          rows.stream().limit(limit).forEach(row -> items.add(answers.endpoint(agent, row)));
          if (rows.size() > limit) {
            body.put("nextToken", PageToken.encode(listing, rows.get(limit - 1).name().value()));
          }
          return body;
        });
  }

  private record Found(AgentRow agent, VersionRow version) {}

  private ObjectNode harness(AgentRuntimeId id, @Nullable Integer version) {
    return database.transaction(
        sql -> {
          Found found = find(sql, id, version);
          ObjectNode body = Json.object();
          body.set("harness", answers.harness(found.agent(), found.version()));
          return body;
        });
  }

  private void requireHarness(AgentRuntimeId id) {
    database.transaction(sql -> find(sql, id, null));
  }

  /** Throws {@link Fault.NotFound} for an agent that is not declared, too. */
  private static Found find(Sql sql, AgentRuntimeId id, @Nullable Integer version) {
    AgentRow agent = AgentStore.require(sql, id);
    VersionRow row =
        version == null
            ? RuntimeOperations.newest(sql, agent)
            : VersionStore.require(sql, id, version);
    if (!(row.definition().source() instanceof Definition.Source.Declared)) {
      throw new Fault.NotFound(
          "'"
              + id
              + "' is an agent runtime with code of its own and no harness; see GetAgentRuntime");
    }
    return new Found(agent, row);
  }

  private static ObjectNode declared(Definition definition) {
    return definition.source() instanceof Definition.Source.Declared(ObjectNode declared)
        ? declared
        : Json.object();
  }

  private ObjectNode artifact(ObjectNode base, ObjectNode members) {
    ObjectNode artifact = Json.object();
    ObjectNode declared = artifact.putObject("declaredConfiguration");
    declared.set("definition", declarations.ofHarness(base, members));
    declared.set("harness", members);
    return artifact;
  }

  private static ObjectNode forRuntime(ObjectNode input) {
    ObjectNode runtime = Json.object();
    rename(input, "harnessId", runtime, "agentRuntimeId");
    rename(input, "endpointName", runtime, "endpointName");
    rename(input, "endpointName", runtime, "name");
    rename(input, "targetVersion", runtime, "agentRuntimeVersion");
    copy(input, runtime, List.of("description", "clientToken", "tags"));
    return runtime;
  }

  private static JsonNode environment(ObjectNode input) {
    return input.path("environment").path("agentCoreRuntimeEnvironment");
  }

  private static void copy(JsonNode from, ObjectNode to, List<String> names) {
    names.forEach(name -> rename(from, name, to, name));
  }

  private static void rename(JsonNode from, String name, ObjectNode to, String as) {
    if (from.hasNonNull(name)) {
      to.set(as, from.get(name));
    }
  }

  /** A wrapper without a value clears what was there. */
  private static void unwrap(ObjectNode input, ObjectNode to, String name) {
    if (input.hasNonNull(name)) {
      to.remove(name);
      rename(input.get(name), "optionalValue", to, name);
    }
  }

  private static AgentRuntimeId id(ObjectNode input) {
    return new AgentRuntimeId(input.path("harnessId").asString());
  }
}
