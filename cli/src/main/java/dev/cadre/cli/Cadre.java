package dev.cadre.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What every command shares: the options of all, the platform that is meant, the output. */
final class Cadre {
  static final String VERSION = "cadre 0.1.0";
  private static final String DEFAULT_URL = "http://127.0.0.1:7070";

  private static final Option URL =
      Option.value("URL", "The platform (else CADRE_URL, else " + DEFAULT_URL + ").", "--url");
  private static final Option JSON =
      Option.flag("Print JSON, one value for each answer.", "--json");
  private static final Option ADMIN_TOKEN_FILE =
      Option.value("FILE", "Be the administrator, by the token in FILE.", "--admin-token-file");
  static final Option HELP = Option.flag("Print this help.", "-h", "--help");
  static final Option VERSION_ASKED = Option.flag("Print the version.", "-V", "--version");

  /** The options of every command. */
  static final List<Option> OPTIONS = List.of(URL, JSON, ADMIN_TOKEN_FILE, HELP, VERSION_ASKED);

  private final Surroundings surroundings;
  private final Arguments given;

  Cadre(Surroundings surroundings, Arguments given) {
    this.surroundings = surroundings;
    this.given = given;
  }

  Surroundings surroundings() {
    return surroundings;
  }

  Terminal terminal() {
    return surroundings.terminal();
  }

  boolean json() {
    return given.has(JSON);
  }

  void printJson(JsonNode node) {
    terminal().print(terminal().interactive() ? Json.pretty(node) : Json.text(node));
  }

  /** The platform that was named; not asked anything yet. The caller closes it. */
  Platform platform() {
    URI address = address();
    return new Platform(
        address, Authorization.of(surroundings, address, given.path(ADMIN_TOKEN_FILE)));
  }

  private URI address() {
    String variable = surroundings.variable("CADRE_URL");
    String option = given.text(URL);
    String named = option != null ? option : variable.isEmpty() ? DEFAULT_URL : variable;
    try {
      URI address = new URI(withoutSlashes(named));
      boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
      if (web && address.getHost() != null) {
        return address;
      }
    } catch (URISyntaxException e) {
      // Refused below, as an address with another scheme is.
    }
    throw Failure.usage(
        "the platform's address '" + named + "' is not a URL such as " + DEFAULT_URL);
  }

  private static String withoutSlashes(String address) {
    int end = address.length();
    while (end > 0 && address.charAt(end - 1) == '/') {
      end--;
    }
    return address.substring(0, end);
  }

  /** The agent that was named, or the one of the configuration file in this folder. */
  Agents.Agent agent(Platform platform, @Nullable String name) {
    var agents = new Agents(platform);
    return name != null
        ? agents.resolve(name)
        : agents.resolve(AgentFile.defaultAgent(surroundings));
  }
}
