package dev.cadre.agent;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Installs the packages of package.json with npm, unless the artifact carries them. */
final class NodeToolchain implements Toolchain {
  private final Shell shell;
  private final Interpreters interpreters;
  private final AgentConfig config;

  NodeToolchain(Shell shell, Interpreters interpreters, AgentConfig config) {
    this.shell = shell;
    this.interpreters = interpreters;
    this.config = config;
  }

  @Override
  public Build build(Job job, BuildLog log) throws BuildFailure, IOException, InterruptedException {
    if (wanted(job, log)) {
      log.stage("installing dependencies");
      install(job, log);
    }
    List<String> command = new ArrayList<>();
    command.add(job.interpreter().executable().toString());
    String launcher = job.launcher();
    if (launcher != null) {
      Path file = job.code().resolve("node_modules/.bin").resolve(launcher);
      if (!Files.exists(file)) {
        throw new BuildFailure(
            "entryPoint begins with '%s', which no dependency installs".formatted(launcher));
      }
      command.add(file.toString());
    }
    command.add(job.entryPoint().toString());
    return new Build(
        job.folder().getFileName().toString(),
        job.code().toString(),
        command,
        Map.of("NODE_ENV", "production"),
        List.of(job.folder().toString(), job.interpreter().home().toString()));
  }

  private static boolean wanted(Job job, BuildLog log) throws BuildFailure, IOException {
    Path manifest = job.code().resolve("package.json");
    if (!Files.isRegularFile(manifest)) {
      log.line("no dependencies to install");
      return false;
    }
    if (Files.isDirectory(job.code().resolve("node_modules"))) {
      log.line("the artifact carries its dependencies");
      return false;
    }
    try {
      JsonNode dependencies = Json.parse(Files.readAllBytes(manifest)).path("dependencies");
      if (dependencies.isEmpty()) {
        log.line("no dependencies to install");
      }
      return !dependencies.isEmpty();
    } catch (Fault.Invalid e) {
      throw new BuildFailure("package.json: " + e.getMessage(), e);
    }
  }

  private void install(Job job, BuildLog log)
      throws BuildFailure, IOException, InterruptedException {
    Path npm =
        interpreters
            .program("npm")
            .orElseThrow(
                () ->
                    new BuildFailure(
                        "package.json has dependencies and npm is not on PATH; install npm, or put"
                            + " node_modules into the artifact"));
    boolean locked = Files.isRegularFile(job.code().resolve("package-lock.json"));
    List<String> command =
        new ArrayList<>(
            List.of(
                npm.toString(),
                locked ? "ci" : "install",
                "--omit=dev",
                "--no-audit",
                "--no-fund",
                "--no-progress"));
    if (!config.installScripts()) {
      // An install script is third-party code with the platform's rights.
      command.add("--ignore-scripts");
    }
    Map<String, String> environment = new HashMap<>(config.buildEnvironment());
    environment.put("PATH", config.searchPath());
    shell.run(
        "installing the Node packages",
        command,
        job.code(),
        environment,
        config.buildTimeout(),
        log);
  }
}
