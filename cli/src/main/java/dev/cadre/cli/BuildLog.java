package dev.cadre.cli;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** What the platform says of the build of one version, each line shown once. */
final class BuildLog {
  private final Platform platform;
  private final String path;
  private JsonNode last = Json.object();
  private int shown;

  BuildLog(Platform platform, String agentId, String version) {
    this.platform = platform;
    this.path =
        "/cadre/v1/agents/"
            + Platform.segment(agentId)
            + "/versions/"
            + Platform.segment(version)
            + "/build";
  }

  /** A version without a build (a remote agent, a real AgentCore) has nothing to show. */
  void show(Progress progress) {
    try {
      last = platform.get(path);
    } catch (Failure e) {
      if (e.exit() == Exit.NOT_FOUND) {
        return;
      }
      throw e;
    }
    String stage = Json.string(last, "stage");
    if (!stage.isEmpty()) {
      progress.stage(stage);
    }
    JsonNode lines = last.path("lines");
    for (; shown < lines.size(); shown++) {
      progress.line(lines.path(shown).asString());
    }
  }

  List<String> warnings() {
    return last.path("warnings")
        .valueStream()
        .map(warning -> "warning: " + Terminal.plain(warning.asString()))
        .toList();
  }
}
