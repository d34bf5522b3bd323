package dev.cadre.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Calls of agents that wait for a person. */
final class Approvals {
  private final Platform platform;

  Approvals(Platform platform) {
    this.platform = platform;
  }

  JsonNode list() {
    return platform.get("/cadre/v1/approvals").path("approvals");
  }

  /** Decides on {@code calls} and shows how the turn goes on. */
  void decide(
      String agent,
      String session,
      Iterable<JsonNode> calls,
      boolean allowed,
      @Nullable String reason,
      TurnPrinter printer) {
    ObjectNode body = Json.object();
    ArrayNode decisions = body.putArray("decisions");
    for (JsonNode call : calls) {
      decisions
          .addObject()
          .put("id", Json.string(call, "id"))
          .put("allowed", allowed)
          .put("reason", reason);
    }
    String path =
        "/cadre/v1/approvals/" + Platform.segment(agent) + "/" + Platform.segment(session);
    Map<String, String> headers =
        Map.of("Content-Type", "application/json", "Accept", "text/event-stream");
    Answer answer = platform.stream("POST", path, headers, Json.bytes(body));
    try (InputStream events = answer.body()) {
      new ServerSentEvents(printer::accept).read(events);
    } catch (IOException e) {
      throw platform.unreachable(e);
    }
  }
}
