package dev.cadre.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import tools.jackson.databind.JsonNode;

/** The root command: what every command shares. */
@Command(
    name = "cadre",
    description = "Runs AI agents behind the Amazon Bedrock AgentCore API.",
    mixinStandardHelpOptions = true,
    version = Cadre.VERSION,
    scope = ScopeType.INHERIT,
    usageHelpAutoWidth = true,
    footerHeading = "%n")
final class Cadre {
  static final String VERSION = "cadre 0.1.0";
  private static final String DEFAULT_URL = "http://127.0.0.1:7070";

  private final Surroundings surroundings;

  @Option(
      names = "--url",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description = "The platform (else CADRE_URL, else " + DEFAULT_URL + ").")
  private @Nullable String url;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Print JSON, one value for each answer.")
  private boolean json;

  @Option(
      names = "--admin-token-file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Be the administrator, by the token in FILE.")
  private @Nullable Path adminTokenFile;

  Cadre(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  Surroundings surroundings() {
    return surroundings;
  }

  Terminal terminal() {
    return surroundings.terminal();
  }

  boolean json() {
    return json;
  }

  void printJson(JsonNode node) {
    terminal().print(terminal().interactive() ? Json.pretty(node) : Json.text(node));
  }

  /** The platform that was named; not asked anything yet. The caller closes it. */
  Platform platform() {
    URI address = address();
    return new Platform(address, Authorization.of(surroundings, address, adminTokenFile));
  }

  private URI address() {
    String variable = surroundings.variable("CADRE_URL");
    String given = url != null ? url : variable.isEmpty() ? DEFAULT_URL : variable;
    try {
      URI address = new URI(given.replaceAll("/+$", ""));
      boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
      if (web && address.getHost() != null) {
        return address;
      }
    } catch (URISyntaxException e) {
      // Refused below, as an address with another scheme is.
    }
    throw Failure.usage(
        "the platform's address '" + given + "' is not a URL such as " + DEFAULT_URL);
  }

  /** The agent that was named, or the one of the configuration file in this folder. */
  Agents.Agent agent(Platform platform, @Nullable String given) {
    return new Agents(platform)
        .resolve(given != null ? given : AgentFile.defaultName(surroundings));
  }
}
