package dev.cadre.surface;

import dev.cadre.harness.TurnEvent;
import dev.cadre.harness.TurnEvent.Outcome;
import dev.cadre.json.Json;
import dev.cadre.model.Content;
import dev.cadre.model.StopReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * InvokeHarness's events: replies are messages of the assistant, what tools answered is a message
 * of the user, and the blocks of each count from 0.
 *
 * <p>Nothing is sent before the first block: a turn that fails until then is refused with a status,
 * which SDKs know how to retry.
 */
final class HarnessEncoder implements Encoder {
  private static final int NONE = -1;

  private final List<Frame> out = new ArrayList<>();
  private Role role = Role.NONE;
  private int blocks;

  /** The model's number of the block that is open; {@link #NONE} for none. */
  private int source = NONE;

  private enum Role {
    NONE,
    ASSISTANT,
    USER
  }

  @Override
  public List<Frame> frames(TurnEvent event) {
    out.clear();
    switch (event) {
      case TurnEvent.Text(_, int block, String delta) -> {
        block(block);
        delta(Json.object().put("text", delta));
      }
      case TurnEvent.Reasoning(_, int block, String delta) -> {
        block(block);
        delta(object("reasoningContent", Json.object().put("text", delta)));
      }
      case TurnEvent.ToolCallStarted(_, int block, String callId, String tool) -> {
        block(block);
        start("toolUse", Json.object().put("toolUseId", callId).put("name", tool));
      }
      case TurnEvent.ToolCallArguments(_, _, _, String delta) ->
          delta(object("toolUse", Json.object().put("input", delta)));
      case TurnEvent.ReplyEnded ended -> {
        message(Role.ASSISTANT);
        stop(reason(ended.stop()));
      }
      case TurnEvent.ToolEnded ended -> result(ended);
      case TurnEvent.HookAsked asked -> emit("hookEvent", hook(asked));
      case TurnEvent.Ended ended -> end(ended);
      case TurnEvent.Failed(String code, String message, _) -> failed(code, message);
      case TurnEvent.Started _,
          TurnEvent.ReplyStarted _,
          TurnEvent.ToolStarted _,
          TurnEvent.ApprovalWanted _,
          TurnEvent.ApprovalGiven _,
          TurnEvent.ContextTrimmed _,
          TurnEvent.Recalled _,
          TurnEvent.Remembered _,
          TurnEvent.Decided _,
          TurnEvent.Within _ -> {}
    }
    return List.copyOf(out);
  }

  /** Its reason is as long as the API's model lets it be. */
  private static ObjectNode hook(TurnEvent.HookAsked asked) {
    ObjectNode json =
        Json.object()
            .put("hookEventId", asked.id())
            .put("name", asked.hook())
            .put("type", asked.on().name().toLowerCase(Locale.ROOT))
            .put("decision", asked.allowed() ? "allow" : "deny");
    String reason = asked.reason();
    return reason == null ? json : json.put("reason", reason);
  }

  private void message(Role wanted) {
    if (role == wanted) {
      return;
    }
    if (role == Role.USER) {
      stop("tool_result");
    }
    role = wanted;
    blocks = 0;
    emit("messageStart", Json.object().put("role", wanted.name().toLowerCase(Locale.ROOT)));
  }

  /** Makes the reply's block the open one. */
  private void block(int number) {
    message(Role.ASSISTANT);
    if (source != number) {
      closeBlock();
      source = number;
    }
  }

  private void closeBlock() {
    if (source != NONE) {
      emit("contentBlockStop", indexed());
      blocks++;
      source = NONE;
    }
  }

  private void start(String kind, ObjectNode body) {
    ObjectNode start = indexed();
    start.set("start", object(kind, body));
    emit("contentBlockStart", start);
  }

  private void delta(ObjectNode delta) {
    ObjectNode event = indexed();
    event.set("delta", delta);
    emit("contentBlockDelta", event);
  }

  private void result(TurnEvent.ToolEnded ended) {
    message(Role.USER);
    closeBlock();
    source = blocks;
    start(
        "toolResult",
        Json.object()
            .put("toolUseId", ended.callId())
            .put("status", ended.error() ? "error" : "success"));
    ArrayNode content = Json.array();
    ended.content().forEach(block -> content(block, content));
    if (!content.isEmpty()) {
      delta(object("toolResult", content));
    }
    closeBlock();
  }

  private static void content(Content block, ArrayNode content) {
    switch (block) {
      case Content.Text(String text) -> {
        if (!text.isEmpty()) {
          content.addObject().put("text", text);
        }
      }
      case Content.Data(JsonNode json) -> content.addObject().set("json", json);
      case Content.Image image ->
          content.addObject().put("text", "[" + image.mediaType() + ", " + image.data() + "]");
      case Content.Document document ->
          content.addObject().put("text", "[" + document.name() + ", " + document.data() + "]");
      case Content.Reasoning _, Content.ToolCall _, Content.ToolResult _ -> {}
    }
  }

  private void end(TurnEvent.Ended ended) {
    String reason = reason(ended.outcome());
    if (reason != null) {
      message(Role.ASSISTANT);
      stop(reason);
    } else if (role == Role.USER) {
      stop("tool_result");
    }
    ObjectNode metadata = Json.object();
    metadata.set("usage", Summary.usage(ended.usage()));
    metadata.putObject("metrics").put("latencyMs", ended.took().toMillis());
    emit("metadata", metadata);
  }

  /** Why the turn is over where its last reply does not say it; null where it does. */
  private static @Nullable String reason(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Answer _, Outcome.AwaitsResults _ -> null;
      case Outcome.AwaitsApproval _ -> "partial_turn";
      case Outcome.LimitReached reached ->
          switch (reached.limit()) {
            case STEPS -> "max_iterations_exceeded";
            case TOKENS -> "max_output_tokens_exceeded";
            case TIME -> "timeout_exceeded";
            case COST -> "interrupted";
          };
      case Outcome.Cancelled _ -> "interrupted";
      case Outcome.Stopped _ -> "hook_stopped";
    };
  }

  private static String reason(StopReason stop) {
    return switch (stop) {
      case END_TURN -> "end_turn";
      case TOOL_USE -> "tool_use";
      case MAX_TOKENS -> "max_tokens";
      case STOP_SEQUENCE -> "stop_sequence";
      case CONTENT_FILTERED -> "content_filtered";
    };
  }

  private void stop(String reason) {
    closeBlock();
    role = Role.NONE;
    emit("messageStop", Json.object().put("stopReason", reason));
  }

  /** The stream knows fewer errors than the API: what is the caller's to change, and the rest. */
  private void failed(String code, String message) {
    ObjectNode body = Json.object().put("message", message);
    out.add(
        switch (code) {
          case "ValidationException" ->
              new Frame.Failure("validationException", body.put("reason", "CannotParse"));
          case "InternalServerException" -> new Frame.Failure("internalServerException", body);
          default -> new Frame.Failure("runtimeClientError", body);
        });
  }

  private ObjectNode indexed() {
    return Json.object().put("contentBlockIndex", blocks);
  }

  private static ObjectNode object(String name, JsonNode value) {
    ObjectNode object = Json.object();
    object.set(name, value);
    return object;
  }

  private void emit(String type, ObjectNode payload) {
    out.add(new Frame.Event(type, payload));
  }
}
