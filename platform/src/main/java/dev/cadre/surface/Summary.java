package dev.cadre.surface;

import dev.cadre.fault.Fault;
import dev.cadre.harness.TurnEvent;
import dev.cadre.harness.TurnEvent.Outcome;
import dev.cadre.json.Json;
import dev.cadre.model.Content;
import dev.cadre.model.StopReason;
import dev.cadre.model.Usage;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Gathers a turn into the one JSON object that tells how it ended and what it did. */
final class Summary {
  private final boolean structured;
  private final ObjectNode ended = Json.object();
  private final ObjectNode arguments = Json.object();
  private final ArrayNode calls = Json.array();
  private final ArrayNode agents = Json.array();

  /** The agents that a supervisor chose, by the tools they are called by. */
  private final Map<String, String> asked = new HashMap<>();

  /**
   * @param structured true when the agent's answer is JSON
   */
  Summary(boolean structured) {
    this.structured = structured;
  }

  void add(TurnEvent event) {
    switch (event) {
      case TurnEvent.Started(String turnId) -> ended.put("turnId", turnId);
      case TurnEvent.ToolStarted started -> arguments.set(started.callId(), started.arguments());
      case TurnEvent.ToolEnded call -> {
        calls.add(call(call));
        asked(call);
      }
      case TurnEvent.Recalled(List<String> texts, String problem) ->
          ended.set("recalled", recalled(texts, problem));
      case TurnEvent.Remembered(String problem) -> ended.set("remembered", remembered(problem));
      case TurnEvent.Decided decided -> {
        ended.set("decision", decision(decided));
        decided.chosen().forEach(one -> asked.put(one.tool(), one.agent()));
      }
      case TurnEvent.Ended last -> end(last);
      case TurnEvent.ReplyStarted _,
          TurnEvent.Text _,
          TurnEvent.Reasoning _,
          TurnEvent.ToolCallStarted _,
          TurnEvent.ToolCallArguments _,
          TurnEvent.ReplyEnded _,
          TurnEvent.ApprovalWanted _,
          TurnEvent.ApprovalGiven _,
          TurnEvent.ContextTrimmed _,
          TurnEvent.HookAsked _,
          TurnEvent.Within _,
          TurnEvent.Failed _ -> {}
    }
  }

  /** How many records were recalled; what they say is the model's to read. */
  static ObjectNode recalled(List<String> texts, @Nullable String problem) {
    return problem == null
        ? Json.object().put("records", texts.size())
        : Json.object().put("records", 0).put("problem", problem);
  }

  static ObjectNode hook(TurnEvent.HookAsked asked) {
    return Json.object()
        .put("id", asked.id())
        .put("hook", asked.hook())
        .put("on", asked.on().name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .put("allowed", asked.allowed())
        .put("reason", asked.reason());
  }

  static ObjectNode remembered(@Nullable String problem) {
    return problem == null
        ? Json.object().put("stored", true)
        : Json.object().put("stored", false).put("problem", problem);
  }

  static ObjectNode decision(TurnEvent.Decided decided) {
    ObjectNode json = Json.object();
    ArrayNode chosen = json.putArray("chosen");
    for (TurnEvent.Chosen one : decided.chosen()) {
      chosen
          .addObject()
          .put("tool", one.tool())
          .put("agent", one.agent())
          .put("task", one.task())
          .put("why", one.why());
    }
    return json.put("confidence", decided.confidence())
        .put("reason", decided.reason())
        .put("question", decided.question());
  }

  /** The answer; complete once the turn has ended. */
  ObjectNode json() {
    return ended;
  }

  private void asked(TurnEvent.ToolEnded call) {
    String agent = asked.get(call.tool());
    if (agent != null) {
      agents
          .addObject()
          .put("agent", agent)
          .put("ok", !call.error())
          .put("durationMs", call.took().toMillis());
    }
  }

  private ObjectNode call(TurnEvent.ToolEnded call) {
    ObjectNode json = Json.object().put("id", call.callId()).put("tool", call.tool());
    json.set("arguments", arguments.path(call.callId()));
    return json.put("error", call.error()).put("durationMs", call.took().toMillis());
  }

  private void end(TurnEvent.Ended last) {
    switch (last.outcome()) {
      case Outcome.Answer(String text, StopReason stop) -> {
        ended.put("outcome", "answer").put("answer", text);
        output(text);
        ended.put("stopReason", stop.name().toLowerCase(Locale.ROOT));
      }
      case Outcome.AwaitsApproval(List<Content.ToolCall> waiting) -> {
        ended.put("outcome", "awaits_approval");
        pending(waiting);
      }
      case Outcome.AwaitsResults(List<Content.ToolCall> waiting) -> {
        ended.put("outcome", "awaits_results");
        pending(waiting);
      }
      case Outcome.LimitReached(TurnEvent.Limit limit, String text, String message) ->
          ended
              .put("outcome", "limit_reached")
              .put("answer", text)
              .put("limit", limit.name().toLowerCase(Locale.ROOT))
              .put("reason", message);
      case Outcome.Cancelled(String text) -> ended.put("outcome", "cancelled").put("answer", text);
      case Outcome.Stopped(String text, String reason) ->
          ended.put("outcome", "stopped").put("answer", text).put("reason", reason);
    }
    ended.set("toolCalls", calls);
    if (ended.has("decision")) {
      ended.set("agents", agents);
    }
    ended.set("usage", usage(last.usage()));
    ended.put("durationMs", last.took().toMillis());
  }

  private void output(String text) {
    if (structured) {
      try {
        ended.set("output", Json.parse(text));
      } catch (Fault.Invalid notJson) {
        // A reply that was cut at its limit of tokens is still shown as text.
      }
    }
  }

  private void pending(List<Content.ToolCall> waiting) {
    ArrayNode pending = ended.putArray("pending");
    waiting.forEach(call -> pending.add(call(call)));
  }

  static ObjectNode call(Content.ToolCall call) {
    ObjectNode json = Json.object().put("id", call.id()).put("tool", call.name());
    json.set("arguments", call.arguments());
    return json;
  }

  static ObjectNode usage(Usage usage) {
    return Json.object()
        .put("inputTokens", usage.input())
        .put("outputTokens", usage.output())
        .put("totalTokens", usage.total())
        .put("cacheReadInputTokens", usage.cacheRead())
        .put("cacheWriteInputTokens", usage.cacheWrite());
  }
}
