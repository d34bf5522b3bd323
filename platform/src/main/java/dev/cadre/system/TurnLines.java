package dev.cadre.system;

import dev.cadre.harness.TurnEvent;
import dev.cadre.json.Json;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A turn as it goes: {@code progress}, {@code token}, {@code sub_agent_update}, {@code
 * agent_completed}, {@code agent_error}. An answer that is bounded comes when it is whole, for
 * nobody knows before where it ends.
 */
final class TurnLines implements RouteLines {
  private final JsonLines out;
  private final boolean bounded;
  private final Set<String> agents = new HashSet<>();
  private boolean told;

  TurnLines(JsonLines out, boolean bounded) {
    this.out = out;
    this.bounded = bounded;
  }

  @Override
  public Names names() {
    return new Names("processing_started", "processing_complete", "error");
  }

  @Override
  public void whole(String text) throws IOException {
    if (!told && !text.isEmpty()) {
      line("token", Json.object().put("content", text));
    }
  }

  private void line(String type, ObjectNode rest) throws IOException {
    out.line(type, rest);
  }

  @Override
  public void accept(TurnEvent event) throws IOException {
    switch (event) {
      case TurnEvent.Text _ when bounded -> {}
      case TurnEvent.Text text -> {
        told = true;
        line("token", Json.object().put("content", text.delta()));
      }
      case TurnEvent.Decided decision -> decided(decision);
      case TurnEvent.ToolStarted call ->
          line("progress", Json.object().put("tool", call.tool()).put("status", "started"));
      case TurnEvent.ToolEnded call -> ended(call);
      case TurnEvent.Within within -> within(within);
      case TurnEvent.Started _,
          TurnEvent.ReplyStarted _,
          TurnEvent.Reasoning _,
          TurnEvent.ToolCallStarted _,
          TurnEvent.ToolCallArguments _,
          TurnEvent.ReplyEnded _,
          TurnEvent.ApprovalWanted _,
          TurnEvent.ApprovalGiven _,
          TurnEvent.ContextTrimmed _,
          TurnEvent.Recalled _,
          TurnEvent.Remembered _,
          TurnEvent.HookAsked _,
          TurnEvent.Ended _,
          TurnEvent.Failed _ -> {}
    }
  }

  private void decided(TurnEvent.Decided decision) throws IOException {
    ObjectNode line = Json.object();
    ArrayNode chosen = line.putArray("selected_agents");
    decision.chosen().forEach(one -> chosen.add(one.agent()));
    line(
        "progress", line.put("confidence", decision.confidence()).put("reason", decision.reason()));
  }

  private void ended(TurnEvent.ToolEnded call) throws IOException {
    double seconds = call.took().toMillis() / 1000.0;
    if (agents.contains(call.callId())) {
      line(
          call.error() ? "agent_error" : "agent_completed",
          Json.object().put("agent", call.tool()).put("seconds", seconds));
    } else {
      line(
          "progress",
          Json.object()
              .put("tool", call.tool())
              .put("status", call.error() ? "failed" : "completed")
              .put("seconds", seconds));
    }
  }

  /** What an agent says to whoever called it is not yet an answer to the person. */
  private void within(TurnEvent.Within within) throws IOException {
    if (agents.add(within.callId())) {
      line("sub_agent_update", Json.object().put("agent", within.agent()).put("status", "started"));
    }
    if (within.event() instanceof TurnEvent.ToolStarted call) {
      line(
          "sub_agent_update",
          Json.object()
              .put("agent", within.agent())
              .put("status", "tool")
              .put("tool", call.tool()));
    }
  }
}
