package dev.cadre.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The agents of a platform, found by whatever a person calls them. */
final class Agents {
  /** {@code name-10 alphanumerics}; a name has no hyphen, so that the two cannot be confused. */
  private static final Pattern ID = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]{0,99}-[a-zA-Z0-9]{10}");

  private static final String PAGE = "/runtimes/?maxResults=100";
  private static final int MOST_PAGES = 100;

  private final Platform platform;

  Agents(Platform platform) {
    this.platform = platform;
  }

  record Agent(String name, String id, String arn, String version, String status, String updated) {
    static Agent of(JsonNode node) {
      return new Agent(
          Json.string(node, "agentRuntimeName"),
          Json.string(node, "agentRuntimeId"),
          Json.string(node, "agentRuntimeArn"),
          Json.string(node, "agentRuntimeVersion"),
          Json.string(node, "status"),
          Json.string(node, "lastUpdatedAt"));
    }

    /** The path of its data plane. */
    String dataPath() {
      return "/runtimes/" + Platform.segment(arn);
    }

    String controlPath() {
      return "/runtimes/" + Platform.segment(id) + "/";
    }
  }

  /** By name, id or ARN. Throws {@link Failure} (NOT_FOUND) that names the agents there are. */
  Agent resolve(String given) {
    if (given.startsWith("arn:")) {
      return get(given.substring(given.lastIndexOf('/') + 1));
    }
    if (ID.matcher(given).matches()) {
      return get(given);
    }
    List<Agent> all = list();
    return all.stream()
        .filter(agent -> agent.name().equals(given))
        .findFirst()
        .orElseThrow(() -> unknown(given, all));
  }

  /** The agent of a file. Throws {@link Failure} (NOT_FOUND) that names the agents there are. */
  Agent resolve(AgentSettings settings) {
    List<Agent> all = list();
    Agent found = of(settings.name(), settings.agentId(), all);
    if (found == null) {
      throw unknown(settings.name(), all);
    }
    return found;
  }

  /** The agent of this id; else, as the id may be another platform's, the one of this name. */
  @Nullable Agent find(String name, String id) {
    return of(name, id, list());
  }

  private static @Nullable Agent of(String name, String id, List<Agent> all) {
    Agent named = null;
    for (Agent agent : all) {
      if (agent.id().equals(id)) {
        return agent;
      }
      named = agent.name().equals(name) ? agent : named;
    }
    return named;
  }

  Agent get(String id) {
    return Agent.of(platform.get("/runtimes/" + Platform.segment(id) + "/"));
  }

  List<Agent> list() {
    return pages().stream()
        .flatMap(page -> page.path("agentRuntimes").valueStream())
        .map(Agent::of)
        .toList();
  }

  private List<JsonNode> pages() {
    var pages = new ArrayList<JsonNode>();
    String token = "";
    do {
      String next = token.isEmpty() ? "" : "&nextToken=" + Platform.segment(token);
      JsonNode page = platform.post(PAGE + next, null);
      pages.add(page);
      token = Json.string(page, "nextToken");
    } while (!token.isEmpty() && pages.size() < MOST_PAGES);
    return pages;
  }

  private static Failure unknown(String given, List<Agent> all) {
    if (all.isEmpty()) {
      return new Failure(
          Exit.NOT_FOUND,
          "no agent is named " + given + ", and none is deployed: see './cadre deploy --help'");
    }
    String names = String.join(", ", all.stream().map(Agent::name).limit(20).toList());
    String more = all.size() > 20 ? ", ... (" + all.size() + ")" : "";
    return new Failure(
        Exit.NOT_FOUND, "no agent is named " + given + "; there are: " + names + more);
  }
}
