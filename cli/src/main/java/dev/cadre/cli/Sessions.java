package dev.cadre.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The sessions of a platform: Cadre's own API, AgentCore has none. */
final class Sessions {
  private static final String PATH = "/cadre/v1/sessions";
  private static final int MOST_PAGES = 100;

  private final Platform platform;

  Sessions(Platform platform) {
    this.platform = platform;
  }

  /** Newest first as the platform gives them; ended ones only with {@code all}. */
  List<JsonNode> list(String agentId, boolean all) {
    var sessions = new ArrayList<JsonNode>();
    String token = "";
    for (int page = 0; page < MOST_PAGES; page++) {
      JsonNode answer = platform.get(PATH + "?maxResults=100" + query(agentId, token));
      for (JsonNode session : answer.path("sessions")) {
        if (all || !Json.string(session, "state").equalsIgnoreCase("ended")) {
          sessions.add(session);
        }
      }
      token = Json.string(answer, "nextToken");
      if (token.isEmpty()) {
        break;
      }
    }
    return sessions;
  }

  private static String query(String agentId, String token) {
    return (agentId.isEmpty() ? "" : "&agent=" + Platform.segment(agentId))
        + (token.isEmpty() ? "" : "&nextToken=" + Platform.segment(token));
  }

  JsonNode stopAll(String agentId) {
    return platform.delete(PATH + "?agent=" + Platform.segment(agentId));
  }

  JsonNode stop(String agentId, String sessionId) {
    return platform.delete(
        PATH + "/" + Platform.segment(agentId) + "/" + Platform.segment(sessionId));
  }
}
