package dev.cadre.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

final class DeployCommand implements Action {
  private static final Operand SOURCE =
      new Operand("SOURCE", Count.OPTIONAL, "What to deploy (default: this folder).");
  private static final Option NAME =
      Option.value(
          "NAME",
          "Which agent of the YAML, or the name of a new one.",
          "-a",
          "-n",
          "--agent",
          "--name");
  private static final Option ENVIRONMENT =
      Option.value(
              "KEY=VALUE",
              "An environment variable of the agent; those of the version before stay.",
              "-env",
              "--env")
          .given(Count.ANY);
  private static final Option REMOTE =
      Option.value("AGENT_URL", "Register an agent that already runs at this URL.", "--remote");

  @Override
  public Syntax syntax() {
    return Syntax.of(
            "deploy", "Deploy an agent, or a new version of it, and wait until it is ready.")
        .takes(SOURCE, NAME, ENVIRONMENT, REMOTE)
        .notes(
            "SOURCE is a folder, a .bedrock_agentcore.yaml, the file that starts the agent, or an"
                + " agent.yaml",
            "that declares one without code (see 'cadre schema'). A folder without any YAML gets"
                + " one. The folder is packed without .git, node_modules,"
                + " __pycache__,",
            ".venv, target, .env and what .cadreignore names. An agent of the same name (or of the"
                + " YAML's",
            "agent_id) gets a new version.")
        .examples(
            "cadre deploy examples/python-echo",
            "cadre deploy agent.py --env GREETING=hello",
            "cadre deploy --remote http://127.0.0.1:9090 --name mine");
  }

  @Override
  public int run(Cadre cadre, Arguments given) {
    var deployment = new Deployment(cadre.surroundings(), cadre.platform());
    String remote = given.text(REMOTE);
    report(
        cadre,
        remote == null ? fromSource(cadre, deployment, given) : fromUrl(deployment, remote, given));
    return Exit.OK.code();
  }

  private static Agents.Agent fromUrl(Deployment deployment, String url, Arguments given) {
    String name = given.text(NAME);
    if (name == null) {
      throw Failure.usage("--remote needs --name: what the agent is to be called");
    }
    if (given.has(SOURCE) || given.has(ENVIRONMENT)) {
      throw Failure.usage("--remote deploys no source and sets no variable of the running agent");
    }
    return deployment.remote(name, url);
  }

  private static Agents.Agent fromSource(Cadre cadre, Deployment deployment, Arguments given) {
    Path folder = cadre.surroundings().folder();
    Path path = given.path(SOURCE);
    String name = given.text(NAME);
    Path source = path == null ? folder : folder.resolve(path).normalize();
    Path declared = declared(source);
    if (declared != null) {
      return fromDeclared(deployment, DeclaredFile.at(declared), given);
    }
    AgentFile file = file(source, name);
    String key = name != null && file.keys().contains(name) ? name : file.defaultKey();
    AgentSettings settings = file.agent(key);
    if (Json.string(settings.node(), "deployment_type").equals("container")) {
      throw Failure.usage(
          "agents."
              + key
              + ".deployment_type is container; this command deploys code:"
              + " set it to direct_code_deploy");
    }
    return deployment.source(settings, given.pairs(ENVIRONMENT));
  }

  /** The file that is the whole agent: the one that was named, or the folder's. */
  private static @Nullable Path declared(Path source) {
    boolean coded = Files.exists(source.resolve(AgentFile.NAME));
    Path file = Files.isDirectory(source) && !coded ? source.resolve(DeclaredFile.NAME) : source;
    return DeclaredFile.is(file) ? file : null;
  }

  private static Agents.Agent fromDeclared(
      Deployment deployment, DeclaredFile file, Arguments given) {
    if (given.has(ENVIRONMENT)) {
      throw Failure.usage(file.path() + " declares an agent without code; it reads no --env");
    }
    String name = given.text(NAME);
    return deployment.declared(name == null ? file.name() : name, file.text());
  }

  private static AgentFile file(Path given, @Nullable String name) {
    if (Files.isDirectory(given)) {
      Path yaml = given.resolve(AgentFile.NAME);
      return Files.exists(yaml) ? AgentFile.at(yaml) : made(Runtimes.entrypoint(given), name);
    }
    if (!Files.isRegularFile(given)) {
      throw Failure.usage(given + " is neither a file nor a folder");
    }
    String fileName = given.toString();
    return fileName.endsWith(".yaml") || fileName.endsWith(".yml")
        ? AgentFile.at(given)
        : made(given, name);
  }

  /** A configuration for a file that has none; the next deployment finds the agent by it. */
  private static AgentFile made(Path entrypoint, @Nullable String name) {
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

  private static void report(Cadre cadre, Agents.Agent agent) {
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
