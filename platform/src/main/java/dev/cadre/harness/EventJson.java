package dev.cadre.harness;

import dev.cadre.harness.AgentDefinition.Hook;
import dev.cadre.harness.TurnEvent.Limit;
import dev.cadre.harness.TurnEvent.Outcome;
import dev.cadre.json.Json;
import dev.cadre.model.Content;
import dev.cadre.model.StopReason;
import dev.cadre.model.Usage;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Events as the journal keeps them, and back. The journals of older versions stay readable. */
final class EventJson {
  private EventJson() {}

  static ObjectNode write(TurnEvent event) {
    ObjectNode json = Json.object().put("type", type(event));
    switch (event) {
      case TurnEvent.Started(String turnId) -> json.put("turnId", turnId);
      case TurnEvent.ReplyStarted(int step) -> json.put("step", step);
      case TurnEvent.Text(int step, int block, String delta) -> delta(json, step, block, delta);
      case TurnEvent.Reasoning(int step, int block, String delta) ->
          delta(json, step, block, delta);
      case TurnEvent.ToolCallStarted(int step, int block, String callId, String tool) ->
          json.put("step", step).put("block", block).put("callId", callId).put("tool", tool);
      case TurnEvent.ToolCallArguments(int step, int block, String callId, String delta) ->
          delta(json, step, block, delta).put("callId", callId);
      case TurnEvent.ReplyEnded ended -> replyEnded(json, ended);
      case TurnEvent.ToolStarted(String callId, String tool, ObjectNode arguments) ->
          json.put("callId", callId).put("tool", tool).set("arguments", arguments);
      case TurnEvent.ToolEnded(
              String callId,
              String tool,
              List<Content> content,
              boolean error,
              Duration took) ->
          json.put("callId", callId)
              .put("tool", tool)
              .put("error", error)
              .put("tookNanos", took.toNanos())
              .set("content", ContentJson.write(content));
      case TurnEvent.ApprovalWanted(String callId, String tool, ObjectNode arguments) ->
          json.put("callId", callId).put("tool", tool).set("arguments", arguments);
      case TurnEvent.ApprovalGiven(String callId, boolean allowed, String by) ->
          json.put("callId", callId).put("allowed", allowed).put("by", by);
      case TurnEvent.ContextTrimmed(int messages, boolean summarised) ->
          json.put("messages", messages).put("summarised", summarised);
      case TurnEvent.Recalled(List<String> texts, String problem) -> {
        ArrayNode recalled = json.putArray("texts");
        texts.forEach(recalled::add);
        json.put("problem", problem);
      }
      case TurnEvent.Remembered(String problem) -> json.put("problem", problem);
      case TurnEvent.HookAsked(
              String id,
              String hook,
              Hook.Point on,
              boolean allowed,
              String reason) ->
          json.put("id", id)
              .put("hook", hook)
              .put("on", on.name())
              .put("allowed", allowed)
              .put("reason", reason);
      case TurnEvent.Decided decided -> decided(json, decided);
      case TurnEvent.Within _ ->
          throw new IllegalStateException("it is in its own agent's journal");
      case TurnEvent.Ended(Outcome outcome, Usage usage, Duration took) -> {
        json.set("outcome", write(outcome));
        json.put("tookNanos", took.toNanos()).set("usage", write(usage));
      }
      case TurnEvent.Failed(String code, String message, boolean retriable) ->
          json.put("code", code).put("message", message).put("retriable", retriable);
    }
    return json;
  }

  /** Names the event in the journal's column, by which steps are found among deltas. */
  static String type(TurnEvent event) {
    return switch (event) {
      case TurnEvent.Started _ -> "started";
      case TurnEvent.ReplyStarted _ -> "replyStarted";
      case TurnEvent.Text _ -> "text";
      case TurnEvent.Reasoning _ -> "reasoning";
      case TurnEvent.ToolCallStarted _ -> "toolCallStarted";
      case TurnEvent.ToolCallArguments _ -> "toolCallArguments";
      case TurnEvent.ReplyEnded _ -> "replyEnded";
      case TurnEvent.ToolStarted _ -> "toolStarted";
      case TurnEvent.ToolEnded _ -> "toolEnded";
      case TurnEvent.ApprovalWanted _ -> "approvalWanted";
      case TurnEvent.ApprovalGiven _ -> "approvalGiven";
      case TurnEvent.ContextTrimmed _ -> "contextTrimmed";
      case TurnEvent.Recalled _ -> "recalled";
      case TurnEvent.Remembered _ -> "remembered";
      case TurnEvent.HookAsked _ -> "hookAsked";
      case TurnEvent.Decided _ -> "decided";
      case TurnEvent.Within _ -> "within";
      case TurnEvent.Ended _ -> "ended";
      case TurnEvent.Failed _ -> "failed";
    };
  }

  static TurnEvent read(JsonNode json) {
    String type = json.path("type").asString();
    int step = json.path("step").asInt(0);
    int block = json.path("block").asInt(0);
    return switch (type) {
      case "started" -> new TurnEvent.Started(text(json, "turnId"));
      case "replyStarted" -> new TurnEvent.ReplyStarted(step);
      case "text" -> new TurnEvent.Text(step, block, text(json, "delta"));
      case "reasoning" -> new TurnEvent.Reasoning(step, block, text(json, "delta"));
      case "toolCallStarted" ->
          new TurnEvent.ToolCallStarted(step, block, text(json, "callId"), text(json, "tool"));
      case "toolCallArguments" ->
          new TurnEvent.ToolCallArguments(step, block, text(json, "callId"), text(json, "delta"));
      case "replyEnded" ->
          new TurnEvent.ReplyEnded(
              step,
              ContentJson.read(json.path("content")),
              StopReason.valueOf(text(json, "stop")),
              usage(json.path("usage")),
              took(json),
              text(json, "model"));
      case "toolStarted" ->
          new TurnEvent.ToolStarted(text(json, "callId"), text(json, "tool"), arguments(json));
      case "toolEnded" ->
          new TurnEvent.ToolEnded(
              text(json, "callId"),
              text(json, "tool"),
              ContentJson.read(json.path("content")),
              json.path("error").asBoolean(),
              took(json));
      case "approvalWanted" ->
          new TurnEvent.ApprovalWanted(text(json, "callId"), text(json, "tool"), arguments(json));
      case "approvalGiven" ->
          new TurnEvent.ApprovalGiven(
              text(json, "callId"), json.path("allowed").asBoolean(), text(json, "by"));
      case "contextTrimmed" ->
          new TurnEvent.ContextTrimmed(
              json.path("messages").asInt(), json.path("summarised").asBoolean());
      case "recalled" ->
          new TurnEvent.Recalled(
              json.path("texts").valueStream().map(JsonNode::asString).toList(), problem(json));
      case "remembered" -> new TurnEvent.Remembered(problem(json));
      case "hookAsked" ->
          new TurnEvent.HookAsked(
              text(json, "id"),
              text(json, "hook"),
              Hook.Point.valueOf(text(json, "on")),
              json.path("allowed").asBoolean(),
              json.path("reason").asString(null));
      case "decided" ->
          new TurnEvent.Decided(
              json.path("chosen").valueStream().map(EventJson::chosen).toList(),
              json.path("confidence").asDouble(),
              text(json, "reason"),
              json.path("question").asString(null));
      case "ended" ->
          new TurnEvent.Ended(outcome(json.path("outcome")), usage(json.path("usage")), took(json));
      case "failed" ->
          new TurnEvent.Failed(
              text(json, "code"), text(json, "message"), json.path("retriable").asBoolean());
      default -> throw new IllegalStateException("the journal holds an event of type " + type);
    };
  }

  private static void decided(ObjectNode json, TurnEvent.Decided decided) {
    ArrayNode chosen = json.putArray("chosen");
    decided
        .chosen()
        .forEach(
            one ->
                chosen
                    .addObject()
                    .put("tool", one.tool())
                    .put("agent", one.agent())
                    .put("task", one.task())
                    .put("why", one.why()));
    json.put("confidence", decided.confidence())
        .put("reason", decided.reason())
        .put("question", decided.question());
  }

  private static TurnEvent.Chosen chosen(JsonNode json) {
    return new TurnEvent.Chosen(
        text(json, "tool"), text(json, "agent"), text(json, "task"), text(json, "why"));
  }

  private static ObjectNode delta(ObjectNode json, int step, int block, String delta) {
    return json.put("step", step).put("block", block).put("delta", delta);
  }

  private static void replyEnded(ObjectNode json, TurnEvent.ReplyEnded ended) {
    json.put("step", ended.step()).set("content", ContentJson.write(ended.content()));
    json.put("stop", ended.stop().name())
        .put("tookNanos", ended.took().toNanos())
        .put("model", ended.model())
        .set("usage", write(ended.usage()));
  }

  private static ObjectNode write(Outcome outcome) {
    ObjectNode json = Json.object();
    switch (outcome) {
      case Outcome.Answer(String text, StopReason stop) ->
          json.put("type", "answer").put("text", text).put("stop", stop.name());
      case Outcome.AwaitsApproval(List<Content.ToolCall> calls) ->
          json.put("type", "awaitsApproval").set("calls", ContentJson.write(calls));
      case Outcome.AwaitsResults(List<Content.ToolCall> calls) ->
          json.put("type", "awaitsResults").set("calls", ContentJson.write(calls));
      case Outcome.LimitReached(Limit limit, String text, String message) ->
          json.put("type", "limitReached")
              .put("limit", limit.name())
              .put("text", text)
              .put("message", message);
      case Outcome.Cancelled(String text) -> json.put("type", "cancelled").put("text", text);
      case Outcome.Stopped(String text, String reason) ->
          json.put("type", "stopped").put("text", text).put("reason", reason);
    }
    return json;
  }

  private static Outcome outcome(JsonNode json) {
    String type = json.path("type").asString();
    return switch (type) {
      case "answer" ->
          new Outcome.Answer(text(json, "text"), StopReason.valueOf(text(json, "stop")));
      case "awaitsApproval" -> new Outcome.AwaitsApproval(ContentJson.calls(json.path("calls")));
      case "awaitsResults" -> new Outcome.AwaitsResults(ContentJson.calls(json.path("calls")));
      case "limitReached" ->
          new Outcome.LimitReached(
              Limit.valueOf(text(json, "limit")), text(json, "text"), text(json, "message"));
      case "cancelled" -> new Outcome.Cancelled(text(json, "text"));
      case "stopped" -> new Outcome.Stopped(text(json, "text"), text(json, "reason"));
      default -> throw new IllegalStateException("the journal holds an outcome of type " + type);
    };
  }

  private static ObjectNode write(Usage usage) {
    return Json.object()
        .put("input", usage.input())
        .put("output", usage.output())
        .put("cacheRead", usage.cacheRead())
        .put("cacheWrite", usage.cacheWrite());
  }

  private static Usage usage(JsonNode json) {
    return new Usage(
        json.path("input").asLong(),
        json.path("output").asLong(),
        json.path("cacheRead").asLong(),
        json.path("cacheWrite").asLong());
  }

  private static Duration took(JsonNode json) {
    return Duration.ofNanos(json.path("tookNanos").asLong());
  }

  private static @Nullable String problem(JsonNode json) {
    return json.path("problem").asString(null);
  }

  private static ObjectNode arguments(JsonNode json) {
    return (ObjectNode) json.path("arguments");
  }

  private static String text(JsonNode json, String key) {
    return json.path(key).asString();
  }
}
