package dev.cadre.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/**
 * {@code .bedrock_agentcore.yaml}, the file of AWS's starter toolkit: the agents of a folder.
 * Deploying only reads it, so that a clone stays clean: the platform knows an agent by its name, or
 * by the {@code agent_id} that the toolkit wrote. When {@code configure} writes it, keys that are
 * not known here are kept; comments are not.
 */
final class AgentFile {
  static final String NAME = ".bedrock_agentcore.yaml";
  private static final long LONGEST = 1 << 20;

  private final Path path;
  private final ObjectNode root;

  private AgentFile(Path path, ObjectNode root) {
    this.path = path;
    this.root = root;
  }

  /** The file at {@code path}, or an empty one to be written there. */
  static AgentFile at(Path path) {
    if (!Files.exists(path)) {
      return new AgentFile(path, Json.object());
    }
    try {
      if (Files.size(path) > LONGEST) {
        throw Failure.usage(path + " is longer than " + LONGEST + " bytes");
      }
      JsonNode tree = mapper().readTree(Files.readString(path));
      if (tree.isMissingNode() || tree.isNull()) {
        return new AgentFile(path, Json.object());
      }
      if (tree instanceof ObjectNode object && tree.path("agents").isObject()) {
        return new AgentFile(path, object);
      }
      throw Failure.usage(
          path + " has no 'agents:' with an agent below it; see 'cadre configure --help'");
    } catch (JacksonException e) {
      var at = e.getLocation();
      String line = at == null ? "" : " (line " + at.getLineNr() + ")";
      throw Failure.usage(
          path + " is not valid YAML" + line + ": " + firstLine(e.getOriginalMessage()));
    } catch (IOException e) {
      throw Failure.usage(path + " cannot be read: " + e.getMessage());
    }
  }

  private static YAMLMapper mapper() {
    return YAMLMapper.builder()
        .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
        .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
        .build();
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse(text);
  }

  /** The agent that commands mean when none is named, by the file in the user's folder. */
  static AgentSettings defaultAgent(Surroundings surroundings) {
    Path path = surroundings.folder().resolve(NAME);
    if (!Files.exists(path)) {
      throw Failure.usage("name an agent ('cadre list' shows them): there is no " + NAME + " here");
    }
    AgentFile file = at(path);
    return file.agent(file.defaultKey());
  }

  Path path() {
    return path;
  }

  boolean isEmpty() {
    return root.path("agents").isEmpty();
  }

  List<String> keys() {
    return List.copyOf(root.path("agents").propertyNames());
  }

  /** {@code default_agent}, else the only agent there is. */
  String defaultKey() {
    String chosen = Json.string(root, "default_agent");
    if (!chosen.isEmpty()) {
      return chosen;
    }
    List<String> keys = keys();
    if (keys.size() == 1) {
      return keys.getFirst();
    }
    throw Failure.usage(
        path + " has " + keys.size() + " agents and no 'default_agent': name one of " + keys);
  }

  AgentSettings agent(String key) {
    JsonNode node = root.path("agents").path(key);
    if (!node.isObject()) {
      throw Failure.usage(path + " has no agent '" + key + "'; it has " + keys());
    }
    return AgentSettings.read(key, node, folder());
  }

  private Path folder() {
    Path parent = path.toAbsolutePath().getParent();
    return parent == null ? path : parent;
  }

  /** The agent's own mapping, made when it is not there, for a change in place. */
  ObjectNode edit(String key) {
    return child(child(root, "agents"), key);
  }

  static ObjectNode child(ObjectNode parent, String key) {
    if (parent.path(key) instanceof ObjectNode there) {
      return there;
    }
    return parent.putObject(key);
  }

  void makeDefault(String key) {
    root.put("default_agent", key);
  }

  /** Replaces the file as a whole, so that no reader sees half of it. */
  void save() {
    Path part = path.resolveSibling(path.getFileName() + ".part");
    try {
      Files.writeString(part, mapper().writeValueAsString(root));
      Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new Failure(Exit.FAILED, path + " cannot be written: " + e.getMessage());
    }
  }
}
