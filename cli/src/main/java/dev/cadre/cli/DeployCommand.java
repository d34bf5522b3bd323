package dev.cadre.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "deploy",
    description = "Deploy an agent, or a new version of it, and wait until it is ready.",
    footer = {
      "SOURCE is a folder, a .bedrock_agentcore.yaml or the file that starts the agent; a folder",
      "without the YAML gets one. The folder is packed without .git, node_modules, __pycache__,",
      ".venv, target, .env and what .cadreignore names.",
      "Example:",
      "  cadre deploy examples/echo-python",
      "  cadre deploy agent.py --env GREETING=hello",
      "  cadre deploy --remote http://127.0.0.1:9090 --name mine"
    })
final class DeployCommand implements Callable<Integer> {
  private final Cadre cadre;

  @Parameters(
      arity = "0..1",
      paramLabel = "SOURCE",
      description = "What to deploy (default: this folder).")
  private @Nullable Path source;

  @Option(
      names = {"-a", "-n", "--agent", "--name"},
      paramLabel = "NAME",
      description = "Which agent of the YAML, or the name of a new one.")
  private @Nullable String name;

  @Option(
      names = {"--env", "-env"},
      paramLabel = "KEY=VALUE",
      description = "An environment variable of the agent; those of the version before stay.")
  private Map<String, String> environment = Map.of();

  @Option(
      names = "--remote",
      paramLabel = "AGENT_URL",
      description = "Register an agent that already runs at this URL.")
  private @Nullable String remote;

  DeployCommand(Cadre cadre) {
    this.cadre = cadre;
  }

  @Override
  public Integer call() {
    try (Platform platform = cadre.platform()) {
      var deployment = new Deployment(cadre.surroundings(), platform);
      report(remote == null ? fromSource(deployment) : fromUrl(deployment, remote));
      return Exit.OK.code();
    }
  }

  private Agents.Agent fromUrl(Deployment deployment, String url) {
    if (name == null) {
      throw Failure.usage("--remote needs --name: what the agent is to be called");
    }
    if (source != null || !environment.isEmpty()) {
      throw Failure.usage("--remote deploys no source and sets no variable of the running agent");
    }
    return deployment.remote(name, url);
  }

  private Agents.Agent fromSource(Deployment deployment) {
    Path folder = cadre.surroundings().folder();
    Path given = source == null ? folder : folder.resolve(source).normalize();
    AgentFile file = file(given);
    String key = key(file);
    AgentSettings settings = file.agent(key);
    if (Json.string(settings.node(), "deployment_type").equals("container")) {
      throw Failure.usage(
          "agents."
              + key
              + ".deployment_type is container; this command deploys code:"
              + " set it to direct_code_deploy");
    }
    Agents.Agent agent = deployment.source(settings, environment);
    file.deployed(key, agent);
    return agent;
  }

  private String key(AgentFile file) {
    return name != null && file.keys().contains(name) ? name : file.defaultKey();
  }

  private AgentFile file(Path given) {
    if (Files.isDirectory(given)) {
      Path yaml = given.resolve(AgentFile.NAME);
      return Files.exists(yaml) ? AgentFile.at(yaml) : made(Runtimes.entrypoint(given));
    }
    if (!Files.isRegularFile(given)) {
      throw Failure.usage(given + " is neither a file nor a folder");
    }
    String fileName = given.toString();
    return fileName.endsWith(".yaml") || fileName.endsWith(".yml")
        ? AgentFile.at(given)
        : made(given);
  }

  /** A configuration for a file that has none; the next deployment finds the agent by it. */
  private AgentFile made(Path entrypoint) {
    AgentFile file = AgentFile.at(entrypoint.resolveSibling(AgentFile.NAME));
    String wanted = entrypoint.getFileName().toString();
    for (String key : file.keys()) {
      if (file.agent(key).entrypoint().endsWith(wanted)) {
        return file;
      }
    }
    String key = name == null ? ConfigureCommand.defaultName(entrypoint) : name;
    ObjectNode agent = file.edit(key);
    agent.put("name", key).put("entrypoint", wanted);
    agent.put("deployment_type", "direct_code_deploy");
    agent.put("runtime_type", Runtimes.of(entrypoint));
    file.makeDefault(key);
    file.agent(key);
    file.save();
    return file;
  }

  private void report(Agents.Agent agent) {
    if (cadre.json()) {
      ObjectNode node = Json.object();
      node.put("agentRuntimeName", agent.name()).put("agentRuntimeId", agent.id());
      node.put("agentRuntimeArn", agent.arn()).put("agentRuntimeVersion", agent.version());
      cadre.printJson(node.put("status", agent.status()));
      return;
    }
    cadre.terminal().print(agent.arn());
    cadre.terminal().note("version " + agent.version() + " is ready; next:");
    cadre.terminal().note("  cadre invoke " + agent.name() + " \"Hello\"");
  }
}
