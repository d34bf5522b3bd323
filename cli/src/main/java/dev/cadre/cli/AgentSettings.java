package dev.cadre.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One agent of an {@link AgentFile}, defaults filled in.
 *
 * @param entrypoint absolute
 * @param sourcePath absolute; the folder that is deployed, which holds the entrypoint
 * @param node the agent's mapping as it stands in the file
 */
record AgentSettings(String name, Path entrypoint, Path sourcePath, JsonNode node) {
  private static final String NAME = "[a-zA-Z][a-zA-Z0-9_]{0,47}";

  AgentSettings {
    if (!name.matches(NAME)) {
      throw Failure.usage(
          "the agent name '"
              + name
              + "' must start with a letter and have letters, digits and underscores only, 48 at"
              + " most: how about '"
              + suggestedName(name)
              + "'?");
    }
  }

  /** {@code key} names the agent when it has no name of its own. */
  static AgentSettings read(String key, JsonNode node, Path folder) {
    String name = Json.string(node, "name");
    String entrypoint = Json.string(node, "entrypoint");
    if (entrypoint.isEmpty()) {
      throw Failure.usage(
          "agents." + key + ".entrypoint is missing: the file that starts the agent");
    }
    Path start = folder.resolve(entrypoint).normalize();
    String source = Json.string(node, "source_path");
    Path sourcePath = source.isEmpty() ? parent(start) : folder.resolve(source).normalize();
    return new AgentSettings(name.isEmpty() ? key : name, start, sourcePath, node);
  }

  private static Path parent(Path file) {
    Path parent = file.getParent();
    return parent == null ? file : parent;
  }

  /** A name made of {@code text}: what AgentCore refuses becomes an underscore. */
  static String suggestedName(String text) {
    String name = text.replaceAll("[^a-zA-Z0-9_]", "_").replaceAll("^[^a-zA-Z]+", "");
    return name.isEmpty() ? "agent" : name.substring(0, Math.min(48, name.length()));
  }

  /** The entrypoint relative to the source folder, with '/'. */
  String entryPointInSource() {
    if (!Files.isRegularFile(entrypoint)) {
      throw Failure.usage("the entrypoint " + entrypoint + " is not a file");
    }
    if (!entrypoint.startsWith(sourcePath)) {
      throw Failure.usage(
          "the entrypoint " + entrypoint + " lies outside of source_path " + sourcePath);
    }
    return sourcePath.relativize(entrypoint).toString().replace('\\', '/');
  }

  /** A runnable jar whose file names no source folder is deployed without what lies beside it. */
  boolean jarAlone() {
    return runtime().startsWith("JAVA") && Json.string(node, "source_path").isEmpty();
  }

  String agentId() {
    return Json.string(node.path("bedrock_agentcore"), "agent_id");
  }

  /** {@code runtime_type}, else by the entrypoint's extension. */
  String runtime() {
    String type = Json.string(node, "runtime_type");
    return type.isEmpty() ? Runtimes.of(entrypoint) : type;
  }

  private String protocol() {
    String nested = Json.string(node.path("aws").path("protocol_configuration"), "server_protocol");
    String flat = Json.string(node, "server_protocol");
    return !nested.isEmpty() ? nested : flat.isEmpty() ? "HTTP" : flat;
  }

  private String network() {
    String nested = Json.string(node.path("aws").path("network_configuration"), "network_mode");
    String flat = Json.string(node, "network");
    return !nested.isEmpty() ? nested : flat.isEmpty() ? "PUBLIC" : flat;
  }

  private String role() {
    JsonNode aws = node.path("aws");
    String role = Json.string(aws, "execution_role");
    String account = Json.string(aws, "account");
    return role.isEmpty()
        ? "arn:aws:iam::" + (account.isEmpty() ? "000000000000" : account) + ":role/cadre"
        : role;
  }

  /** The members of a Create- or UpdateAgentRuntime request that come from the file. */
  ObjectNode request() {
    ObjectNode request = Json.object();
    request.put("roleArn", role());
    request.putObject("networkConfiguration").put("networkMode", network());
    request.putObject("protocolConfiguration").put("serverProtocol", protocol());
    lifecycle(request, "idle_runtime_session_timeout", "idleRuntimeSessionTimeout");
    lifecycle(request, "max_lifetime", "maxLifetime");
    copy(request, "authorizer_configuration", "authorizerConfiguration");
    copy(request, "request_header_configuration", "requestHeaderConfiguration");
    return request;
  }

  private void lifecycle(ObjectNode request, String key, String member) {
    JsonNode nested = node.path("aws").path("lifecycle_configuration").path(key);
    JsonNode seconds = nested.isNumber() ? nested : node.path(key);
    if (seconds.isIntegralNumber()) {
      AgentFile.child(request, "lifecycleConfiguration").put(member, seconds.asInt());
    } else if (!seconds.isMissingNode() && !seconds.isNull()) {
      throw Failure.usage(
          key + " must be a whole number of seconds, not '" + seconds.asString() + "'");
    }
  }

  private void copy(ObjectNode request, String key, String member) {
    JsonNode value = node.path(key);
    if (value.isObject() && !value.isEmpty()) {
      request.set(member, value);
    }
  }
}
