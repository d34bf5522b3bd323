package dev.cadre.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

final class ConfigureCommand implements Action {
  private static final List<String> PROTOCOLS = List.of("HTTP", "MCP", "A2A", "AGUI");

  private static final Option ENTRYPOINT =
      Option.value(
          "FILE",
          "The file that starts the agent (else agent.py, main.py, index.js, ...).",
          "-e",
          "--entrypoint");
  private static final Option NAME =
      Option.value(
          "NAME", "Letters, digits, underscores (else the entrypoint's folder).", "-n", "--name");
  private static final Option SOURCE_PATH =
      Option.value("DIR", "The folder to deploy (else the entrypoint's).", "-s", "--source-path");
  private static final Option RUNTIME =
      Option.value(
          "RUNTIME",
          "PYTHON_3_10 to PYTHON_3_14, NODE_22, JAVA_25 (else by the extension).",
          "-rt",
          "--runtime");
  private static final Option PROTOCOL =
      Option.value(
          "PROTOCOL", String.join(", ", PROTOCOLS) + " (default: HTTP).", "-p", "--protocol");
  private static final Option ROLE =
      Option.value(
          "ARN", "The role on AWS; a local platform takes any.", "-er", "--execution-role");
  private static final Option REGION = Option.value("REGION", "The AWS region.", "-r", "--region");
  private static final Option IDLE_TIMEOUT =
      Option.value(
          "SECONDS", "A session ends after this time without use (60-28800).", "--idle-timeout");
  private static final Option MAX_LIFETIME =
      Option.value("SECONDS", "A session ends at this age (60-28800).", "--max-lifetime");

  @Override
  public Syntax syntax() {
    return Syntax.of(
            "configure", "Write or change an agent in .bedrock_agentcore.yaml, in this folder.")
        .takes(ENTRYPOINT, NAME, SOURCE_PATH, RUNTIME, PROTOCOL, ROLE, REGION)
        .takes(IDLE_TIMEOUT, MAX_LIFETIME)
        .notes("Keys that it doesn't know are kept.")
        .examples(
            "cadre configure -e agent.py -n support",
            "cadre configure -e server.py -n tools -p MCP --idle-timeout 300");
  }

  @Override
  public int run(Cadre cadre, Arguments given) {
    Path folder = cadre.surroundings().folder();
    AgentFile file = AgentFile.at(folder.resolve(AgentFile.NAME));
    Path entrypoint = given.path(ENTRYPOINT);
    Path start =
        entrypoint == null ? Runtimes.entrypoint(folder) : folder.resolve(entrypoint).normalize();
    if (!Files.isRegularFile(start)) {
      throw Failure.usage("the entrypoint " + start + " is not a file");
    }
    String name = given.text(NAME);
    String key = name == null ? defaultName(start) : name;
    ObjectNode agent = file.edit(key);
    agent.put("name", key);
    agent.put("entrypoint", relative(folder, start));
    write(agent, given, folder, start);
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

  private static void write(ObjectNode agent, Arguments given, Path folder, Path start) {
    Path sourcePath = given.path(SOURCE_PATH);
    if (sourcePath != null) {
      agent.put("source_path", relative(folder, folder.resolve(sourcePath).normalize()));
    }
    agent.put("deployment_type", "direct_code_deploy");
    String runtime = oneOf(Runtimes.ALL, given, RUNTIME);
    agent.put("runtime_type", runtime == null ? Runtimes.of(start) : runtime);
    ObjectNode aws = AgentFile.child(agent, "aws");
    put(aws, "execution_role", given.text(ROLE));
    put(aws, "region", given.text(REGION));
    String protocol = oneOf(PROTOCOLS, given, PROTOCOL);
    if (protocol != null || aws.path("protocol_configuration").isMissingNode()) {
      AgentFile.child(aws, "protocol_configuration")
          .put("server_protocol", protocol == null ? PROTOCOLS.getFirst() : protocol);
    }
    seconds(agent, "idle_runtime_session_timeout", given, IDLE_TIMEOUT);
    seconds(agent, "max_lifetime", given, MAX_LIFETIME);
  }

  private static @Nullable String oneOf(List<String> known, Arguments given, Option option) {
    String value = given.text(option);
    if (value != null && !known.contains(value)) {
      throw Failure.usage(option.shown() + " " + value + " is none of " + known);
    }
    return value;
  }

  private static void seconds(ObjectNode agent, String key, Arguments given, Option option) {
    Integer value = given.number(option);
    if (value == null) {
      return;
    }
    if (value < 60 || value > 28_800) {
      throw Failure.usage(option.shown() + " " + value + " is not within 60 to 28800 seconds");
    }
    agent.put(key, value);
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
