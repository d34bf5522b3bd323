package dev.cadre.agent;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What one version is made of: the members of a create or update request, defaults filled in. */
record Definition(ObjectNode members) {
  private static final JsonPointer DECLARED =
      JsonPointer.compile("/agentRuntimeArtifact/declaredConfiguration");

  private static final int DEFAULT_IDLE = 900;
  private static final int DEFAULT_LIFE = 28_800;
  private static final List<String> KEPT =
      List.of(
          "agentRuntimeArtifact",
          "roleArn",
          "networkConfiguration",
          "description",
          "authorizerConfiguration",
          "requestHeaderConfiguration",
          "protocolConfiguration",
          "lifecycleConfiguration",
          "metadataConfiguration",
          "environmentVariables",
          "filesystemConfigurations",
          "capacityProviderConfiguration",
          "platformVersion");

  /** Throws {@link Fault.Invalid} with every member that contradicts another. */
  static Definition of(ObjectNode input, Declarations declarations) {
    ObjectNode members = Json.object();
    for (String name : KEPT) {
      if (input.hasNonNull(name)) {
        members.set(name, input.get(name).deepCopy());
      }
    }
    if (members.at(DECLARED) instanceof ObjectNode declared) {
      settle(declared, declarations);
    }
    withDefault(members, "networkConfiguration", "networkMode", "PUBLIC");
    withDefault(members, "protocolConfiguration", "serverProtocol", "HTTP");
    ObjectNode lifecycle = object(members, "lifecycleConfiguration");
    int life = lifecycle.path("maxLifetime").asInt(DEFAULT_LIFE);
    lifecycle.put("maxLifetime", life);
    lifecycle.put(
        "idleRuntimeSessionTimeout",
        lifecycle.path("idleRuntimeSessionTimeout").asInt(Math.min(DEFAULT_IDLE, life)));
    Definition definition = new Definition(members);
    DefinitionCheck.check(definition);
    return definition;
  }

  /** However it was given, a declared agent is stored as its whole definition. */
  private static void settle(ObjectNode declared, Declarations declarations) {
    JsonNode file = declared.path("file");
    JsonNode given = declared.path("definition");
    if (file.isString()) {
      declared.set("definition", declarations.ofFile("agent.yaml", file.asString()));
      declared.remove("file");
    } else if (given instanceof ObjectNode definition) {
      declared.set("definition", declarations.ofJson(definition));
    } else {
      throw new Fault.Invalid("agentRuntimeArtifact.declaredConfiguration.definition is no object");
    }
  }

  private static void withDefault(ObjectNode members, String name, String key, String value) {
    ObjectNode object = object(members, name);
    if (!object.hasNonNull(key)) {
      object.put(key, value);
    }
  }

  private static ObjectNode object(ObjectNode members, String name) {
    return members.get(name) instanceof ObjectNode there ? there : members.putObject(name);
  }

  /** The exactly one kind of artifact that the request named. */
  Source source() {
    JsonNode artifact = members.path("agentRuntimeArtifact");
    JsonNode code = artifact.path("codeConfiguration");
    if (!code.isMissingNode()) {
      JsonNode s3 = code.path("code").path("s3");
      List<String> entryPoint = new ArrayList<>();
      code.path("entryPoint").forEach(part -> entryPoint.add(part.asString()));
      return new Source.Code(
          s3.path("bucket").asString(),
          s3.path("prefix").asString(),
          text(s3, "versionId").orElse(null),
          CodeRuntime.valueOf(code.path("runtime").asString()),
          List.copyOf(entryPoint));
    }
    if (members.at(DECLARED).path("definition") instanceof ObjectNode definition) {
      return new Source.Declared(definition);
    }
    JsonNode remote = artifact.path("remoteConfiguration");
    if (!remote.isMissingNode()) {
      return new Source.Remote(remote.path("url").asString());
    }
    return new Source.Container(
        artifact.path("containerConfiguration").path("containerUri").asString());
  }

  /** Where an agent comes from, before it is built. */
  sealed interface Source {
    record Code(
        String bucket,
        String key,
        @Nullable String versionId,
        CodeRuntime runtime,
        List<String> entryPoint)
        implements Source {}

    record Container(String uri) implements Source {}

    record Remote(String url) implements Source {}

    record Declared(ObjectNode definition) implements Source {}
  }

  Protocol protocol() {
    return Protocol.valueOf(
        members.path("protocolConfiguration").path("serverProtocol").asString());
  }

  NetworkMode networkMode() {
    return NetworkMode.valueOf(members.path("networkConfiguration").path("networkMode").asString());
  }

  Duration idleTimeout() {
    return seconds("idleRuntimeSessionTimeout");
  }

  Duration maxLifetime() {
    return seconds("maxLifetime");
  }

  private Duration seconds(String name) {
    return Duration.ofSeconds(members.path("lifecycleConfiguration").path(name).asInt());
  }

  Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    members
        .path("environmentVariables")
        .properties()
        .forEach(entry -> environment.put(entry.getKey(), entry.getValue().asString()));
    return environment;
  }

  List<String> headerAllowList() {
    List<String> names = new ArrayList<>();
    members
        .path("requestHeaderConfiguration")
        .path("requestHeaderAllowlist")
        .forEach(name -> names.add(name.asString()));
    return names;
  }

  /** The harness members a declared agent was made with; empty when it was made otherwise. */
  Optional<ObjectNode> harness() {
    return members.at(DECLARED).path("harness") instanceof ObjectNode harness
        ? Optional.of(harness)
        : Optional.empty();
  }

  Optional<JsonNode> authorizer() {
    return Optional.ofNullable(members.get("authorizerConfiguration"));
  }

  Optional<String> description() {
    return text(members, "description");
  }

  private static Optional<String> text(JsonNode node, String name) {
    return Optional.ofNullable(node.get(name)).filter(n -> !n.isNull()).map(JsonNode::asString);
  }
}
