package dev.cadre.surface;

import dev.cadre.agent.Artifact;
import dev.cadre.agent.Declarations;
import dev.cadre.agent.Deployment;
import dev.cadre.harness.AgentDefinition;
import dev.cadre.harness.AgentFile;
import dev.cadre.id.AgentRuntimeId;
import dev.cadre.json.Json;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ObjectNode;

/** Reads the definitions of declared agents: those to be stored, and those that are. */
public final class DeclaredFiles implements Declarations {
  private static final int KEPT = 1_000;

  private final AgentFile files;

  /** A version never changes, so that what was read of it holds. */
  private final Map<Version, AgentDefinition> read = new ConcurrentHashMap<>();

  private record Version(AgentRuntimeId id, int number) {}

  public DeclaredFiles(AgentFile files) {
    this.files = files;
  }

  @Override
  public ObjectNode ofFile(String source, String yaml) {
    return AgentFile.json(files.read(source, yaml));
  }

  @Override
  public ObjectNode ofJson(ObjectNode definition) {
    return AgentFile.json(read(definition));
  }

  @Override
  public ObjectNode ofHarness(ObjectNode base, ObjectNode members) {
    return ofJson(HarnessForm.of(base, members));
  }

  @Override
  public ObjectNode toHarness(ObjectNode definition) {
    return HarnessForm.members(definition);
  }

  /** What a deployment runs; it must be a declared agent. */
  AgentDefinition definition(Deployment deployment) {
    Version version = new Version(deployment.id(), deployment.version());
    AgentDefinition known = read.get(version);
    if (known == null) {
      known = read(stored(deployment));
      if (read.size() >= KEPT) {
        read.clear();
      }
      read.put(version, known);
    }
    return known;
  }

  /** What a deployment runs, changed to what members of a harness say. */
  AgentDefinition definition(Deployment deployment, ObjectNode members) {
    return members.isEmpty()
        ? definition(deployment)
        : read(HarnessForm.of(stored(deployment), members));
  }

  private AgentDefinition read(ObjectNode definition) {
    return files.read("definition", Json.text(definition));
  }

  private static ObjectNode stored(Deployment deployment) {
    if (deployment.artifact() instanceof Artifact.Declared(ObjectNode definition)) {
      return definition;
    }
    throw new IllegalStateException(deployment.id() + " is no declared agent");
  }
}
