package dev.cadre.surface;

import dev.cadre.harness.Conversations.Recorded;
import dev.cadre.harness.Conversations.TurnRecord;
import dev.cadre.harness.History;
import dev.cadre.harness.TurnEvent;
import dev.cadre.harness.TurnInput;
import dev.cadre.json.Json;
import dev.cadre.model.Content;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns and what happened in them, as the journal's routes show them. */
final class TurnJson {
  private static final int TITLE = 120;

  private TurnJson() {}

  static ObjectNode of(History.Overview overview) {
    String said = History.said(overview.opening()).strip();
    return Json.object()
        .put("agent", overview.conversation().agent())
        .put("session", overview.conversation().session())
        .put("title", said.substring(0, said.offsetByCodePoints(0, cut(said))))
        .put("state", overview.state() == null ? null : overview.state().name())
        .put("turns", overview.turns())
        .put("createdAt", overview.createdAt().toString())
        .put("lastTurnAt", overview.lastTurnAt().toString());
  }

  private static int cut(String said) {
    return Math.min(TITLE, said.codePointCount(0, said.length()));
  }

  static ObjectNode of(History.Line line) {
    TurnRecord turn = line.turn();
    ObjectNode json =
        Json.object()
            .put("id", turn.id())
            .put("number", turn.number())
            .put("agent", turn.conversation().agent())
            .put("session", turn.conversation().session())
            .put("state", turn.state().name())
            .put("caller", turn.tenant())
            .put("steps", turn.steps())
            .put("inputTokens", turn.inputTokens())
            .put("outputTokens", turn.outputTokens())
            .put("traceId", line.trace())
            .put("spanId", line.span())
            .put("startedAt", turn.startedAt().toString())
            .put("endedAt", turn.endedAt() == null ? null : turn.endedAt().toString());
    json.set("input", input(turn.input()));
    return json;
  }

  private static ObjectNode input(TurnInput input) {
    ObjectNode json = Json.object();
    switch (input) {
      case TurnInput.Said(List<Content> content, _) -> {
        json.put("type", "said").put("text", Content.text(content));
        ArrayNode files = json.putArray("attachments");
        content.forEach(block -> file(block, files));
      }
      case TurnInput.Results results ->
          json.put("type", "results").put("count", results.results().size());
      case TurnInput.Decisions(List<TurnInput.Decision> decisions) -> {
        ArrayNode array = json.put("type", "decisions").putArray("decisions");
        decisions.forEach(
            decision ->
                array
                    .addObject()
                    .put("id", decision.callId())
                    .put("allowed", decision.allowed())
                    .put("by", decision.by())
                    .put("reason", decision.reason()));
      }
    }
    return json;
  }

  private static void file(Content block, ArrayNode files) {
    switch (block) {
      case Content.Image image -> files.addObject().put("mediaType", image.mediaType());
      case Content.Document document ->
          files.addObject().put("name", document.name()).put("mediaType", document.mediaType());
      case Content.Text _,
          Content.Data _,
          Content.Reasoning _,
          Content.ToolCall _,
          Content.ToolResult _ -> {}
    }
  }

  /**
   * Events as they were streamed, with their number and time. Pieces of one text that came one
   * behind the other are one event, with the number of the last.
   *
   * @param recorded from a turn's first on
   * @param after the number of the last that is not wanted
   */
  static ArrayNode events(List<Recorded> recorded, int after) {
    EventEncoder encoder = new EventEncoder(new Summary(false));
    ArrayNode events = Json.array();
    for (Recorded each : recorded) {
      for (Frame frame : encoder.frames(each.event())) {
        if (each.number() > after && !continued(events, each)) {
          events.add(event(frame, each));
        }
      }
    }
    return events;
  }

  private static ObjectNode event(Frame frame, Recorded recorded) {
    ObjectNode json =
        switch (frame) {
          case Frame.Event(String _, ObjectNode data) -> data;
          case Frame.Failure(String _, ObjectNode data) -> data;
        };
    if (recorded.event() instanceof TurnEvent.Recalled(List<String> texts, String _)) {
      ArrayNode array = json.putArray("texts");
      texts.forEach(array::add);
    }
    return json.put("number", recorded.number()).put("at", recorded.at().toString());
  }

  private static boolean continued(ArrayNode events, Recorded recorded) {
    if (events.isEmpty()) {
      return false;
    }
    JsonNode last = events.get(events.size() - 1);
    return switch (recorded.event()) {
      case TurnEvent.Text(int step, int block, String delta) ->
          joined(last, "text", step, block, delta, recorded);
      case TurnEvent.Reasoning(int step, int block, String delta) ->
          joined(last, "reasoning", step, block, delta, recorded);
      case TurnEvent.ToolCallArguments(int step, int block, String _, String delta) ->
          joined(last, "tool_call_arguments", step, block, delta, recorded);
      default -> false;
    };
  }

  private static boolean joined(
      JsonNode last, String type, int step, int block, String delta, Recorded recorded) {
    boolean same =
        last.path("type").asString("").equals(type)
            && last.path("step").asInt() == step
            && last.path("block").asInt() == block;
    if (same && last instanceof ObjectNode event) {
      event.put("delta", event.path("delta").asString("") + delta).put("number", recorded.number());
    }
    return same;
  }
}
