package dev.cadre.system;

import dev.cadre.harness.TurnEvent;
import dev.cadre.harness.TurnSink;
import dev.cadre.http.Exchange;
import dev.cadre.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A turn as it goes, a JSON object a line ({@code application/x-ndjson}): {@code
 * processing_started}, {@code progress}, {@code token}, {@code sub_agent_update}, {@code
 * agent_completed}, {@code agent_error}, {@code processing_complete}, {@code error}.
 */
final class TurnLines implements TurnSink {
  private final Exchange exchange;
  private final OutputStream out;
  private final Set<String> agents = new HashSet<>();

  TurnLines(Exchange exchange) throws IOException {
    this.exchange = exchange;
    exchange.responseHeader("Cache-Control", "no-cache");
    this.out = exchange.stream(200, "application/x-ndjson");
  }

  void line(String type, ObjectNode rest) throws IOException {
    ObjectNode line = Json.object().put("type", type);
    line.setAll(rest);
    out.write(Json.bytes(line));
    out.write('\n');
    out.flush();
  }

  Exchange exchange() {
    return exchange;
  }

  @Override
  public void accept(TurnEvent event) throws IOException {
    switch (event) {
      case TurnEvent.Text text -> line("token", Json.object().put("content", text.delta()));
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
