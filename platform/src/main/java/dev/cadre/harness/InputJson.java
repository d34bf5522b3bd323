package dev.cadre.harness;

import dev.cadre.harness.TurnInput.Decision;
import dev.cadre.json.Json;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Inputs as the journal keeps them, and back. */
final class InputJson {
  private InputJson() {}

  static ObjectNode write(TurnInput input) {
    ObjectNode json = Json.object();
    switch (input) {
      case TurnInput.Said said ->
          json.put("type", "said").set("content", ContentJson.write(said.content()));
      case TurnInput.Results results ->
          json.put("type", "results").set("results", ContentJson.write(results.results()));
      case TurnInput.Decisions(List<Decision> decisions) -> {
        ArrayNode array = json.put("type", "decisions").putArray("decisions");
        decisions.forEach(decision -> array.add(write(decision)));
      }
    }
    return json;
  }

  static TurnInput read(JsonNode json) {
    String type = json.path("type").asString();
    return switch (type) {
      case "said" -> new TurnInput.Said(ContentJson.read(json.path("content")));
      case "results" -> new TurnInput.Results(ContentJson.results(json.path("results")));
      case "decisions" ->
          new TurnInput.Decisions(
              json.path("decisions").valueStream().map(InputJson::decision).toList());
      default -> throw new IllegalStateException("the journal holds an input of type " + type);
    };
  }

  private static ObjectNode write(Decision decision) {
    return Json.object()
        .put("callId", decision.callId())
        .put("allowed", decision.allowed())
        .put("by", decision.by())
        .put("reason", decision.reason());
  }

  private static Decision decision(JsonNode json) {
    JsonNode reason = json.path("reason");
    return new Decision(
        json.path("callId").asString(),
        json.path("allowed").asBoolean(),
        json.path("by").asString(),
        reason.isString() ? reason.asString() : null);
  }
}
