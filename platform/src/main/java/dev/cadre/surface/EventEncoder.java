package dev.cadre.surface;

import dev.cadre.harness.TurnEvent;
import dev.cadre.json.Json;
import dev.cadre.model.Content;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The platform's own server-sent events, as docs/agents.md describes them: each event's name is
 * also its {@code type}, and the last holds what a JSON answer would.
 */
final class EventEncoder implements Encoder {
  private final Summary summary;
  private final InnerEvents inner = new InnerEvents();

  EventEncoder(Summary summary) {
    this.summary = summary;
  }

  @Override
  public List<Frame> frames(TurnEvent event) {
    summary.add(event);
    return List.of(
        switch (event) {
          case TurnEvent.Started(String turnId) ->
              frame("started", Json.object().put("turnId", turnId));
          case TurnEvent.ReplyStarted(int step) ->
              frame("reply_started", Json.object().put("step", step));
          case TurnEvent.Text(int step, int block, String delta) ->
              frame("text", at(step, block).put("delta", delta));
          case TurnEvent.Reasoning(int step, int block, String delta) ->
              frame("reasoning", at(step, block).put("delta", delta));
          case TurnEvent.ToolCallStarted(int step, int block, String callId, String tool) ->
              frame("tool_call_started", at(step, block).put("id", callId).put("tool", tool));
          case TurnEvent.ToolCallArguments(int step, int block, String callId, String delta) ->
              frame("tool_call_arguments", at(step, block).put("id", callId).put("delta", delta));
          case TurnEvent.ReplyEnded ended -> frame("reply_ended", replyEnded(ended));
          case TurnEvent.ToolStarted(String callId, String tool, ObjectNode arguments) ->
              frame("tool_started", call(callId, tool, arguments));
          case TurnEvent.ToolEnded ended -> frame("tool_ended", toolEnded(ended));
          case TurnEvent.ApprovalWanted(String callId, String tool, ObjectNode arguments) ->
              frame("approval_wanted", call(callId, tool, arguments));
          case TurnEvent.ApprovalGiven(String callId, boolean allowed, String by) ->
              frame(
                  "approval_given",
                  Json.object().put("id", callId).put("allowed", allowed).put("by", by));
          case TurnEvent.ContextTrimmed(int messages, boolean summarised) ->
              frame(
                  "context_trimmed",
                  Json.object().put("messages", messages).put("summarised", summarised));
          case TurnEvent.Recalled(List<String> texts, String problem) ->
              frame("recalled", Summary.recalled(texts, problem));
          case TurnEvent.HookAsked asked -> frame("hook_asked", Summary.hook(asked));
          case TurnEvent.Remembered(String problem) ->
              frame("remembered", Summary.remembered(problem));
          case TurnEvent.Decided decided -> frame("decided", Summary.decision(decided));
          case TurnEvent.Within within -> frame("within", inner.json(within));
          case TurnEvent.Ended _ -> frame("ended", summary.json().deepCopy());
          case TurnEvent.Failed(String code, String message, boolean retriable) ->
              error(code, message, retriable);
        });
  }

  private static Frame frame(String type, ObjectNode members) {
    ObjectNode data = Json.object().put("type", type);
    data.setAll(members);
    return new Frame.Event(type, data);
  }

  /** Its members are those of the last event that the AgentCore SDK sends. */
  private static Frame error(String code, String message, boolean retriable) {
    return new Frame.Failure(
        "error",
        Json.object()
            .put("type", "error")
            .put("error", message)
            .put("error_type", code)
            .put("message", message)
            .put("retriable", retriable));
  }

  private static ObjectNode at(int step, int block) {
    return Json.object().put("step", step).put("block", block);
  }

  private static ObjectNode replyEnded(TurnEvent.ReplyEnded ended) {
    ObjectNode json =
        Json.object()
            .put("step", ended.step())
            .put("stopReason", ended.stop().name().toLowerCase(Locale.ROOT))
            .put("model", ended.model())
            .put("durationMs", ended.took().toMillis());
    json.set("usage", Summary.usage(ended.usage()));
    return json;
  }

  private static ObjectNode call(String callId, String tool, ObjectNode arguments) {
    ObjectNode json = Json.object().put("id", callId).put("tool", tool);
    json.set("arguments", arguments);
    return json;
  }

  private static ObjectNode toolEnded(TurnEvent.ToolEnded ended) {
    ObjectNode json =
        Json.object()
            .put("id", ended.callId())
            .put("tool", ended.tool())
            .put("error", ended.error())
            .put("durationMs", ended.took().toMillis());
    ArrayNode content = json.putArray("content");
    ended.content().forEach(block -> content.add(content(block)));
    return json;
  }

  /** What a tool answered, without the bytes of files: a watcher wants to know that there are. */
  private static ObjectNode content(Content block) {
    return switch (block) {
      case Content.Text(String text) -> Json.object().put("text", text);
      case Content.Data(JsonNode json) -> member("json", json);
      case Content.Image image -> file(image.mediaType(), image.data().length());
      case Content.Document document ->
          file(document.mediaType(), document.data().length()).put("name", document.name());
      case Content.Reasoning reasoning -> Json.object().put("text", reasoning.text());
      case Content.ToolCall call -> Summary.call(call);
      case Content.ToolResult result -> Json.object().put("text", Content.text(result.content()));
    };
  }

  private static ObjectNode member(String name, JsonNode value) {
    ObjectNode json = Json.object();
    json.set(name, value);
    return json;
  }

  private static ObjectNode file(String mediaType, int bytes) {
    return Json.object().put("mediaType", mediaType).put("bytes", bytes);
  }
}
