package dev.cadre.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "configure",
    description = "Write or change an agent in .bedrock_agentcore.yaml, in this folder.",
    footer = {
      "Keys that it doesn't know are kept.",
      "Example:",
      "  cadre configure -e agent.py -n support",
      "  cadre configure -e server.py -n tools -p MCP --idle-timeout 300"
    })
final class ConfigureCommand implements Callable<Integer> {
  private final Cadre cadre;

  @Option(
      names = {"-e", "--entrypoint"},
      paramLabel = "FILE",
      description = "The file that starts the agent (else agent.py, main.py, index.js, ...).")
  private @Nullable Path entrypoint;

  @Option(
      names = {"-n", "--name"},
      description = "Letters, digits, underscores (else the entrypoint's folder).")
  private @Nullable String name;

  @Option(
      names = {"-s", "--source-path"},
      paramLabel = "DIR",
      description = "The folder to deploy (else the entrypoint's).")
  private @Nullable Path sourcePath;

  @Option(
      names = {"-rt", "--runtime"},
      paramLabel = "RUNTIME",
      description = "PYTHON_3_10 to PYTHON_3_14, NODE_22, JAVA_25 (else by the extension).")
  private @Nullable String runtime;

  @Option(
      names = {"-p", "--protocol"},
      description = "${COMPLETION-CANDIDATES} (default: HTTP).")
  private @Nullable Protocol protocol;

  @Option(
      names = {"-er", "--execution-role"},
      paramLabel = "ARN",
      description = "The role on AWS; a local platform takes any.")
  private @Nullable String role;

  @Option(
      names = {"-r", "--region"},
      description = "The AWS region.")
  private @Nullable String region;

  @Option(
      names = "--idle-timeout",
      paramLabel = "SECONDS",
      description = "A session ends after this time without use (60-28800).")
  private @Nullable Integer idleTimeout;

  @Option(
      names = "--max-lifetime",
      paramLabel = "SECONDS",
      description = "A session ends at this age (60-28800).")
  private @Nullable Integer maxLifetime;

  enum Protocol {
    HTTP,
    MCP,
    A2A,
    AGUI
  }

  ConfigureCommand(Cadre cadre) {
    this.cadre = cadre;
  }

  @Override
  public Integer call() {
    Path folder = cadre.surroundings().folder();
    AgentFile file = AgentFile.at(folder.resolve(AgentFile.NAME));
    Path start =
        entrypoint == null ? Runtimes.entrypoint(folder) : folder.resolve(entrypoint).normalize();
    if (!Files.isRegularFile(start)) {
      throw Failure.usage("the entrypoint " + start + " is not a file");
    }
    String key = name == null ? defaultName(start) : name;
    ObjectNode agent = file.edit(key);
    write(agent, key, folder, start);
    file.agent(key);
    if (file.keys().size() == 1 || name != null) {
      file.makeDefault(key);
    }
    file.save();
    if (cadre.json()) {
      cadre.printJson(agent);
    } else {
      cadre.terminal().print("wrote " + key + " to " + file.path() + "; next: cadre deploy");
    }
    return Exit.OK.code();
  }

  static String defaultName(Path entrypoint) {
    Path folder = entrypoint.toAbsolutePath().getParent();
    Path last = folder == null ? null : folder.getFileName();
    return AgentSettings.suggestedName(last == null ? "agent" : last.toString());
  }

  private void write(ObjectNode agent, String key, Path folder, Path start) {
    agent.put("name", key);
    agent.put("entrypoint", relative(folder, start));
    if (sourcePath != null) {
      agent.put("source_path", relative(folder, folder.resolve(sourcePath).normalize()));
    }
    agent.put("deployment_type", "direct_code_deploy");
    agent.put("runtime_type", runtime == null ? Runtimes.of(start) : known(runtime));
    ObjectNode aws = AgentFile.child(agent, "aws");
    put(aws, "execution_role", role);
    put(aws, "region", region);
    if (protocol != null || aws.path("protocol_configuration").isMissingNode()) {
      AgentFile.child(aws, "protocol_configuration")
          .put("server_protocol", (protocol == null ? Protocol.HTTP : protocol).name());
    }
    if (idleTimeout != null) {
      agent.put("idle_runtime_session_timeout", seconds("--idle-timeout", idleTimeout));
    }
    if (maxLifetime != null) {
      agent.put("max_lifetime", seconds("--max-lifetime", maxLifetime));
    }
  }

  private static String known(String runtime) {
    if (!Runtimes.ALL.contains(runtime)) {
      throw Failure.usage("--runtime " + runtime + " is none of " + Runtimes.ALL);
    }
    return runtime;
  }

  private static int seconds(String option, int value) {
    if (value < 60 || value > 28_800) {
      throw Failure.usage(option + " " + value + " is not within 60 to 28800 seconds");
    }
    return value;
  }

  private static void put(ObjectNode node, String key, @Nullable String value) {
    if (value != null) {
      node.put(key, value);
    }
  }

  private static String relative(Path folder, Path path) {
    if (!path.startsWith(folder)) {
      return path.toString();
    }
    String relative = folder.relativize(path).toString();
    return relative.isEmpty() ? "." : relative;
  }
}
