package dev.cadre.server;

import dev.cadre.agent.AgentConfig;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the process finds around it, and what of it builds and agents are given.
 *
 * @param environment of this process; nothing else of the platform reads it
 */
record Surroundings(Map<String, String> environment) {
  private static final Set<String> FOR_BUILDS =
      Set.of("HOME", "LANG", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS");

  AgentConfig agents(Settings settings, Path state) {
    AgentConfig defaults = AgentConfig.of(state, path(), javaHome());
    return new AgentConfig(
        settings.region(),
        settings.account(),
        state,
        defaults.searchPath(),
        defaults.javaHome(),
        settings.s3Endpoint(),
        forBuilds(),
        settings.installScripts(),
        defaults.buildTimeout());
  }

  /** What configuration names instead of writing it out. */
  Secrets secrets() {
    return new Secrets(environment);
  }

  /** What package installers are told by the environment. */
  private Map<String, String> forBuilds() {
    return environment.entrySet().stream()
        .filter(variable -> isForBuilds(variable.getKey()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static boolean isForBuilds(String name) {
    return name.startsWith("PIP_")
        || name.startsWith("npm_config_")
        || name.toLowerCase(Locale.ROOT).endsWith("_proxy")
        || FOR_BUILDS.contains(name);
  }

  List<Path> searchPath() {
    return Arrays.stream(path().split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .map(Path::of)
        .toList();
  }

  private String path() {
    return environment.getOrDefault("PATH", "");
  }

  static Path javaHome() {
    return Path.of(System.getProperty("java.home"));
  }

  /** Tells the nodes that share a database apart, and stays when one starts again. */
  String node(Path state) {
    return environment.getOrDefault("HOSTNAME", "localhost") + ":" + state;
  }

  /** What makes an AWS SDK inside an agent find the platform at {@code url}. */
  static Map<String, String> ofAgents(URI url, Settings settings) {
    String address = "http://127.0.0.1:" + url.getPort();
    return Map.of(
        "AWS_REGION",
        settings.region(),
        "AWS_DEFAULT_REGION",
        settings.region(),
        "AWS_ENDPOINT_URL_BEDROCK_AGENTCORE",
        address,
        "AWS_ENDPOINT_URL_BEDROCK_AGENTCORE_CONTROL",
        address,
        "AWS_EC2_METADATA_DISABLED",
        "true",
        "CADRE_URL",
        address);
  }
}
