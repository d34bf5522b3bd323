package dev.cadre.surface;

import dev.cadre.harness.TurnEvent;
import dev.cadre.harness.TurnEvent.Outcome;
import dev.cadre.json.Json;
import dev.cadre.model.Content;
import dev.cadre.model.Usage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * AG-UI's events. What a reply opens (a text, a span of reasoning, a call's arguments) is closed
 * before the next thing begins, as the protocol wants it. A wish for approval is an interrupt of
 * the run; calls left to the caller are pending calls of a run that succeeded.
 *
 * @see <a href="https://docs.ag-ui.com/concepts/events">AG-UI events</a>
 */
final class AgUiEncoder implements Encoder {
  private final String thread;
  private final String run;
  private final List<Frame> out = new ArrayList<>();
  private final InnerEvents inner = new InnerEvents();
  private String turn = "";
  private String parent = "";
  private @Nullable Open open;

  /** What is being streamed; {@code id} is a message's or a call's. */
  private record Open(Kind kind, String id) {}

  private enum Kind {
    TEXT,
    REASONING,
    CALL
  }

  AgUiEncoder(String thread, String run) {
    this.thread = thread;
    this.run = run;
  }

  @Override
  public List<Frame> frames(TurnEvent event) {
    out.clear();
    switch (event) {
      case TurnEvent.Started(String turnId) -> {
        turn = turnId;
        emit(inRun("RUN_STARTED"));
      }
      case TurnEvent.ReplyStarted(int step) -> {
        close();
        parent = turn + "-" + step;
      }
      case TurnEvent.Text(int step, int block, String delta) -> text(step, block, delta);
      case TurnEvent.Reasoning(int step, int block, String delta) -> reasoning(step, block, delta);
      case TurnEvent.ToolCallStarted call -> call(call);
      case TurnEvent.ToolCallArguments(_, _, String callId, String delta) ->
          emit(event("TOOL_CALL_ARGS").put("toolCallId", callId).put("delta", delta));
      case TurnEvent.ReplyEnded _ -> close();
      case TurnEvent.ToolEnded ended -> result(ended);
      case TurnEvent.ToolStarted _, TurnEvent.ApprovalWanted _, TurnEvent.ApprovalGiven _ -> {}
      case TurnEvent.ContextTrimmed(int messages, boolean summarised) -> {
        ObjectNode value = Json.object().put("messages", messages).put("summarised", summarised);
        emit(custom("cadre.context_trimmed", value));
      }
      case TurnEvent.Recalled(List<String> texts, String problem) ->
          emit(custom("cadre.recalled", Summary.recalled(texts, problem)));
      case TurnEvent.Remembered(String problem) ->
          emit(custom("cadre.remembered", Summary.remembered(problem)));
      case TurnEvent.HookAsked asked -> emit(custom("cadre.hook_asked", Summary.hook(asked)));
      case TurnEvent.Decided decided -> emit(custom("cadre.decided", Summary.decision(decided)));
      case TurnEvent.Within within -> emit(custom("cadre.within", inner.json(within)));
      case TurnEvent.Ended ended -> {
        close();
        ended(ended.outcome(), ended.usage());
      }
      case TurnEvent.Failed(String code, String message, _) -> {
        close();
        failed(code, message);
      }
    }
    return List.copyOf(out);
  }

  private void text(int step, int block, String delta) {
    String id = id(step, block);
    if (!isOpen(Kind.TEXT, id)) {
      close();
      open = new Open(Kind.TEXT, id);
      parent = id;
      emit(event("TEXT_MESSAGE_START").put("messageId", id).put("role", "assistant"));
    }
    emit(event("TEXT_MESSAGE_CONTENT").put("messageId", id).put("delta", delta));
  }

  private void reasoning(int step, int block, String delta) {
    String id = id(step, block);
    if (!isOpen(Kind.REASONING, id)) {
      close();
      open = new Open(Kind.REASONING, id);
      emit(event("REASONING_START").put("messageId", id));
      emit(event("REASONING_MESSAGE_START").put("messageId", id).put("role", "reasoning"));
    }
    emit(event("REASONING_MESSAGE_CONTENT").put("messageId", id).put("delta", delta));
  }

  private void call(TurnEvent.ToolCallStarted call) {
    close();
    open = new Open(Kind.CALL, call.callId());
    emit(
        event("TOOL_CALL_START")
            .put("toolCallId", call.callId())
            .put("toolCallName", call.tool())
            .put("parentMessageId", parent));
  }

  private void close() {
    Open now = open;
    open = null;
    if (now == null) {
      return;
    }
    switch (now.kind()) {
      case TEXT -> emit(event("TEXT_MESSAGE_END").put("messageId", now.id()));
      case CALL -> emit(event("TOOL_CALL_END").put("toolCallId", now.id()));
      case REASONING -> {
        emit(event("REASONING_MESSAGE_END").put("messageId", now.id()));
        emit(event("REASONING_END").put("messageId", now.id()));
      }
    }
  }

  private void result(TurnEvent.ToolEnded ended) {
    emit(
        event("TOOL_CALL_RESULT")
            .put("messageId", ended.callId() + "-result")
            .put("toolCallId", ended.callId())
            .put("role", "tool")
            .put("content", plain(ended.content())));
  }

  private void ended(Outcome outcome, Usage usage) {
    switch (outcome) {
      case Outcome.Answer _ -> finished("success", usage);
      case Outcome.AwaitsResults(List<Content.ToolCall> calls) -> {
        ArrayNode pending = finished("success", usage).putArray("pendingToolCallIds");
        calls.forEach(call -> pending.add(call.id()));
      }
      case Outcome.AwaitsApproval(List<Content.ToolCall> calls) -> {
        ArrayNode interrupts = finished("interrupt", usage).putArray("interrupts");
        calls.forEach(call -> interrupts.add(interrupt(call)));
      }
      case Outcome.Cancelled _ -> finished("cancelled", usage);
      case Outcome.LimitReached(TurnEvent.Limit limit, _, String message) ->
          failed("LIMIT_" + limit, message);
      case Outcome.Stopped(_, String reason) -> failed("HOOK_STOPPED", reason);
    }
  }

  /** The outcome, for more members. */
  private ObjectNode finished(String outcome, Usage usage) {
    ObjectNode finished = inRun("RUN_FINISHED");
    ObjectNode body = finished.putObject("outcome").put("type", outcome);
    finished
        .putArray("usage")
        .addObject()
        .put("inputTokens", usage.input())
        .put("outputTokens", usage.output())
        .put("totalTokens", usage.total())
        .put("cachedInputTokens", usage.cacheRead())
        .put("cacheWriteInputTokens", usage.cacheWrite());
    emit(finished);
    return body;
  }

  private static ObjectNode interrupt(Content.ToolCall call) {
    ObjectNode interrupt =
        Json.object()
            .put("id", call.id())
            .put("reason", "tool_call")
            .put("toolCallId", call.id())
            .put("message", "Allow " + call.name() + " with " + Json.text(call.arguments()) + "?");
    ObjectNode schema = interrupt.putObject("responseSchema").put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    properties.putObject("approved").put("type", "boolean");
    properties.putObject("reason").put("type", "string");
    schema.putArray("required").add("approved");
    return interrupt;
  }

  private void failed(String code, String message) {
    out.add(
        new Frame.Failure(
            "RUN_ERROR", event("RUN_ERROR").put("message", message).put("code", code)));
  }

  private boolean isOpen(Kind kind, String id) {
    return new Open(kind, id).equals(open);
  }

  private String id(int step, int block) {
    return turn + "-" + step + "-" + block;
  }

  private ObjectNode inRun(String type) {
    return event(type).put("threadId", thread).put("runId", run);
  }

  private static ObjectNode custom(String name, ObjectNode value) {
    ObjectNode event = event("CUSTOM").put("name", name);
    event.set("value", value);
    return event;
  }

  private static ObjectNode event(String type) {
    return Json.object().put("type", type);
  }

  private void emit(ObjectNode event) {
    out.add(new Frame.Event(event.path("type").asString(), event));
  }

  private static String plain(List<Content> content) {
    StringBuilder text = new StringBuilder();
    for (Content block : content) {
      text.append(
          switch (block) {
            case Content.Text(String part) -> part;
            case Content.Data(JsonNode json) -> Json.text(json);
            case Content.Image image -> "[" + image.mediaType() + ", " + image.data() + "]";
            case Content.Document document -> "[" + document.name() + ", " + document.data() + "]";
            case Content.Reasoning _, Content.ToolCall _, Content.ToolResult _ -> "";
          });
    }
    return text.toString();
  }
}
