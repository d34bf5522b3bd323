package dev.cadre.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Brings one agent, or a new version of it, to a platform and watches until it can be invoked. */
final class Deployment {
  private static final Duration POLL = Duration.ofMillis(150);

  /** Installing the packages of an agent has a limit of its own on the platform, below this one. */
  private static final Duration LONGEST = Duration.ofMinutes(30);

  private final Surroundings surroundings;
  private final Platform platform;
  private final Agents agents;
  private final Progress progress;

  Deployment(Surroundings surroundings, Platform platform) {
    this.surroundings = surroundings;
    this.platform = platform;
    this.agents = new Agents(platform);
    this.progress = new Progress(surroundings);
  }

  /** Packs, uploads and runs the agent's source. */
  Agents.Agent source(AgentSettings settings, Map<String, String> environment) {
    String entryPoint = settings.entryPointInSource();
    JsonNode uploaded = upload(settings);
    ObjectNode artifact = Json.object();
    ObjectNode code = artifact.putObject("codeConfiguration");
    code.putObject("code")
        .putObject("s3")
        .put("bucket", Json.string(uploaded, "bucket"))
        .put("prefix", Json.string(uploaded, "key"));
    code.put("runtime", settings.runtime());
    code.putArray("entryPoint").add(entryPoint);
    ObjectNode request = settings.request();
    request.set("agentRuntimeArtifact", artifact);
    return run(settings.name(), settings.agentId(), request, environment);
  }

  /** Registers an agent that runs already, at {@code url}. */
  Agents.Agent remote(String name, String url) {
    ObjectNode request = plain();
    request.putObject("agentRuntimeArtifact").putObject("remoteConfiguration").put("url", url);
    return run(name, "", request, Map.of());
  }

  /** An agent that is only a file: {@code yaml} is its text. */
  Agents.Agent declared(String name, String yaml) {
    ObjectNode request = plain();
    request.putObject("agentRuntimeArtifact").putObject("declaredConfiguration").put("file", yaml);
    return run(name, "", request, Map.of());
  }

  private static ObjectNode plain() {
    ObjectNode request = Json.object();
    request.put("roleArn", "arn:aws:iam::000000000000:role/cadre");
    request.putObject("networkConfiguration").put("networkMode", "PUBLIC");
    return request;
  }

  private JsonNode upload(AgentSettings settings) {
    Path folder = null;
    try {
      folder = Files.createTempDirectory("cadre-deploy");
      Path zip = folder.resolve("source.zip");
      progress.stage("packing " + settings.sourcePath());
      SourceZip.Packed packed =
          settings.jarAlone()
              ? SourceZip.packOne(settings.sourcePath(), settings.entrypoint(), zip)
              : SourceZip.pack(settings.sourcePath(), zip);
      progress.stage("uploading " + packed.files() + " files, " + Sizes.bytes(Files.size(zip)));
      return platform.upload("/cadre/v1/artifacts", "application/zip", zip);
    } catch (IOException e) {
      throw new Failure(Exit.FAILED, "the source could not be packed: " + e.getMessage());
    } finally {
      delete(folder);
    }
  }

  private static void delete(@Nullable Path folder) {
    if (folder == null) {
      return;
    }
    try {
      Files.deleteIfExists(folder.resolve("source.zip"));
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      // What stays is one file in the machine's temporary folder.
    }
  }

  private Agents.Agent run(
      String name, String knownId, ObjectNode request, Map<String, String> environment) {
    Agents.Agent before = agents.find(name, knownId);
    JsonNode answer;
    if (before == null) {
      progress.stage("creating " + name);
      set(request, Json.object(), environment);
      request.put("agentRuntimeName", name);
      answer = platform.put("/runtimes/", request);
    } else {
      progress.stage("updating " + name);
      // An update replaces all variables: those that are not given again stay.
      set(request, platform.get(before.controlPath()).path("environmentVariables"), environment);
      answer = platform.put(before.controlPath(), request);
    }
    return watch(Json.string(answer, "agentRuntimeId"), Json.string(answer, "agentRuntimeVersion"));
  }

  private static void set(ObjectNode request, JsonNode kept, Map<String, String> environment) {
    ObjectNode variables = Json.object();
    kept.forEachEntry((key, value) -> variables.put(key, value.asString()));
    environment.forEach(variables::put);
    if (!variables.isEmpty()) {
      request.set("environmentVariables", variables);
    }
  }

  private Agents.Agent watch(String id, String version) {
    Instant end = surroundings.clock().instant().plus(LONGEST);
    var build = new BuildLog(platform, id, version);
    while (surroundings.clock().instant().isBefore(end)) {
      JsonNode state = platform.get("/runtimes/" + Platform.segment(id) + "/");
      build.show(progress);
      switch (Json.string(state, "status")) {
        case "READY" -> {
          progress.done();
          build.warnings().forEach(surroundings.terminal()::note);
          return Agents.Agent.of(state);
        }
        case "CREATE_FAILED", "UPDATE_FAILED", "DELETING", "DELETE_FAILED" -> {
          progress.broken();
          throw new Failure(
              Exit.FAILED,
              "version "
                  + version
                  + " of "
                  + id
                  + " failed: "
                  + Json.string(state, "failureReason"));
        }
        default -> pause();
      }
    }
    progress.broken();
    throw new Failure(
        Exit.FAILED,
        id + " is not ready after " + LONGEST.toMinutes() + " min: see 'cadre status'");
  }

  private void pause() {
    try {
      surroundings.pause().pause(POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(Exit.INTERRUPTED, "interrupted; the platform goes on with the deployment");
    }
    progress.tick();
  }
}
