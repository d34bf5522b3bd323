package dev.cadre.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cadre.agent.Definition.Source;
import dev.cadre.fault.Fault;
import dev.cadre.fault.Fault.Invalid.Field;
import dev.cadre.json.Json;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What the official model cannot say of one member alone. */
final class DefinitionCheck {
  /** A session outside the Instances compute type lives eight hours at most. */
  private static final int MAX_LIFE_SECONDS = 28_800;

  /** All names and values together; Linux takes 128 KiB in one string, a process image far less. */
  private static final int MAX_ENVIRONMENT = 64 * 1024;

  /** What AWS takes of environment variables in all. */
  private static final int AWS_ENVIRONMENT = 4 * 1024;

  private final Definition definition;
  private final List<Field> faults = new ArrayList<>();

  private DefinitionCheck(Definition definition) {
    this.definition = definition;
  }

  static void check(Definition definition) {
    DefinitionCheck check = new DefinitionCheck(definition);
    check.lifecycle();
    check.network();
    check.environment();
    check.source();
    check.text();
    if (!check.faults.isEmpty()) {
      throw new Fault.Invalid(
          check.faults.stream()
              .map(field -> field.path() + " " + field.message())
              .collect(Collectors.joining("; ")),
          check.faults);
    }
  }

  /** What is accepted and stored but not in force here. */
  static List<String> warnings(Definition definition) {
    List<String> warnings = new ArrayList<>();
    for (String member : List.of("filesystemConfigurations", "capacityProviderConfiguration")) {
      JsonNode given = definition.members().path(member);
      if (!given.isMissingNode() && !given.isEmpty()) {
        warnings.add(member + " is stored and not in force: this platform has no such storage");
      }
    }
    int bytes = environmentBytes(definition.environment());
    if (bytes > AWS_ENVIRONMENT) {
      warnings.add(
          "environmentVariables hold "
              + bytes
              + " bytes; AWS takes "
              + AWS_ENVIRONMENT
              + " in all");
    }
    if (definition.source() instanceof Source.Container) {
      warnings.add("a container image runs on Kubernetes only; this platform runs processes");
    }
    definition.harness().ifPresent(harness -> harnessWarnings(harness, warnings));
    return warnings;
  }

  private static void harnessWarnings(JsonNode harness, List<String> warnings) {
    if (harness.hasNonNull("environmentArtifact")) {
      warnings.add(
          "environmentArtifact is stored and not in force: a harness runs in the platform itself");
    }
    if (harness.path("memory").path("agentCoreMemoryConfiguration").hasNonNull("messagesCount")) {
      warnings.add(
          "memory.messagesCount is stored and not in force: a session has its own messages from its"
              + " journal");
    }
  }

  private void lifecycle() {
    long idle = definition.idleTimeout().toSeconds();
    long life = definition.maxLifetime().toSeconds();
    boolean instances = definition.members().hasNonNull("capacityProviderConfiguration");
    if (!instances && life > MAX_LIFE_SECONDS) {
      fault("lifecycleConfiguration.maxLifetime", life + " is over " + MAX_LIFE_SECONDS);
    }
    if (idle > life) {
      fault(
          "lifecycleConfiguration.idleRuntimeSessionTimeout",
          idle + " is over maxLifetime " + life + "; lower it or raise maxLifetime");
    }
  }

  private void network() {
    boolean given =
        definition.members().path("networkConfiguration").hasNonNull("networkModeConfig");
    switch (definition.networkMode()) {
      case PUBLIC -> {
        if (given) {
          fault("networkConfiguration.networkModeConfig", "belongs to networkMode VPC");
        }
      }
      case VPC -> {
        if (!given) {
          fault("networkConfiguration.networkModeConfig", "is required by networkMode VPC");
        }
      }
    }
  }

  private void environment() {
    Map<String, String> environment = definition.environment();
    for (String name : environment.keySet()) {
      if (name.indexOf('=') >= 0) {
        fault("environmentVariables." + name, "has '=' in its name");
      }
    }
    int bytes = environmentBytes(environment);
    if (bytes > MAX_ENVIRONMENT) {
      fault("environmentVariables", "hold " + bytes + " bytes; at most " + MAX_ENVIRONMENT);
    }
  }

  private static int environmentBytes(Map<String, String> environment) {
    return environment.entrySet().stream()
        .mapToInt(
            entry ->
                entry.getKey().getBytes(UTF_8).length + entry.getValue().getBytes(UTF_8).length)
        .sum();
  }

  private void source() {
    switch (definition.source()) {
      case Source.Code code -> entryPoint(code);
      case Source.Remote remote -> url(remote.url());
      case Source.Container _ -> {}
      case Source.Declared _ -> declared();
    }
  }

  private void declared() {
    switch (definition.protocol()) {
      case HTTP, AGUI -> {}
      case MCP, A2A ->
          fault(
              "protocolConfiguration.serverProtocol",
              definition.protocol() + " is not served by a declared agent; use HTTP or AGUI");
    }
  }

  private void entryPoint(Source.Code code) {
    String path = "agentRuntimeArtifact.codeConfiguration.entryPoint";
    String file = code.entryPoint().getLast();
    if (!inside(file)) {
      fault(path, "'" + file + "' must be a path inside the artifact, such as 'main.py'");
    }
    if (code.entryPoint().size() > 1 && !code.entryPoint().getFirst().matches("[\\w.-]+")) {
      fault(
          path, "'" + code.entryPoint().getFirst() + "' must be the name of an installed command");
    }
    if (code.runtime() == CodeRuntime.JAVA_25 && code.entryPoint().size() > 1) {
      fault(path, "of a Java agent is one runnable jar");
    }
  }

  private static boolean inside(String file) {
    try {
      Path path = Path.of(file);
      return !path.isAbsolute()
          && !file.startsWith("-")
          && !file.contains("\\")
          && path.equals(path.normalize())
          && !path.startsWith("..")
          && !file.isBlank();
    } catch (InvalidPathException _) {
      return false;
    }
  }

  private void url(String text) {
    try {
      URI uri = new URI(text);
      String scheme = uri.getScheme();
      if (!("http".equals(scheme) || "https".equals(scheme))
          || uri.getHost() == null
          || uri.getUserInfo() != null
          || uri.getQuery() != null
          || uri.getFragment() != null) {
        fault(
            "agentRuntimeArtifact.remoteConfiguration.url",
            "must be http or https, a host and at most a port and a path");
      }
    } catch (URISyntaxException e) {
      fault("agentRuntimeArtifact.remoteConfiguration.url", "is no URL: " + e.getReason());
    }
  }

  /** PostgreSQL stores no NUL, and neither an environment nor a command line can carry one. */
  private void text() {
    if (Json.text(definition.members()).contains("\\u0000")) {
      faults.add(new Field("", "the request holds a NUL character"));
    }
  }

  private void fault(String path, String message) {
    faults.add(new Field(path, message));
  }
}
