package dev.cadre.harness;

import dev.cadre.harness.TurnInput.Decision;
import dev.cadre.json.Json;
import dev.cadre.model.Content;
import dev.cadre.model.Message;
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
      case TurnInput.Said(List<Content> content, Beside beside) -> {
        json.put("type", "said").set("content", ContentJson.write(content));
        if (!beside.history().isEmpty()) {
          json.set("history", history(beside.history()));
        }
        if (!beside.context().isEmpty()) {
          json.put("context", beside.context());
        }
        if (beside.answer() > 0) {
          json.put("answer", beside.answer());
        }
      }
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
      case "said" ->
          new TurnInput.Said(
              ContentJson.read(json.path("content")),
              new Beside(
                  history(json.path("history")),
                  json.path("context").asString(""),
                  json.path("answer").asInt(0)));
      case "results" -> new TurnInput.Results(ContentJson.results(json.path("results")));
      case "decisions" ->
          new TurnInput.Decisions(
              json.path("decisions").valueStream().map(InputJson::decision).toList());
      default -> throw new IllegalStateException("the journal holds an input of type " + type);
    };
  }

  private static ArrayNode history(List<Message> messages) {
    ArrayNode array = Json.array();
    for (Message message : messages) {
      array
          .addObject()
          .put("role", message instanceof Message.User ? "user" : "assistant")
          .set("content", ContentJson.write(message.content()));
    }
    return array;
  }

  private static List<Message> history(JsonNode array) {
    return array
        .valueStream()
        .<Message>map(
            message -> {
              List<Content> content = ContentJson.read(message.path("content"));
              return message.path("role").asString().equals("user")
                  ? new Message.User(content)
                  : new Message.Assistant(content);
            })
        .toList();
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
