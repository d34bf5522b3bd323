package dev.cadre.harness;

import dev.cadre.harness.AgentDefinition.Hook.Point;
import dev.cadre.json.Json;
import dev.cadre.model.ToolSpec;
import dev.cadre.tool.Tool;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** A tool whose calls hooks may stop, and whose results they may withhold. */
record HookedTool(Tool tool, String callId, Hooks hooks, Mailbox<Signal> mailbox) implements Tool {
  @Override
  public ToolSpec spec() {
    return tool.spec();
  }

  @Override
  public ToolOutcome call(ToolInvocation invocation) throws InterruptedException {
    ObjectNode details =
        Json.object()
            .put("callId", callId)
            .put("tool", spec().name())
            .set("arguments", invocation.arguments());
    Optional<String> stopped = asked(Point.BEFORE_TOOL_CALL, details);
    if (stopped.isPresent()) {
      return new ToolOutcome.Failed("Not called: " + stopped.get());
    }
    ToolOutcome outcome = tool.call(invocation);
    if (!hooks.any(Point.AFTER_TOOL_CALL)) {
      return outcome;
    }
    switch (outcome) {
      case ToolOutcome.Answered(var content) ->
          details.put("error", false).set("result", ContentJson.write(content));
      case ToolOutcome.Failed(String message) -> details.put("error", true).put("result", message);
    }
    return asked(Point.AFTER_TOOL_CALL, details)
        .<ToolOutcome>map(
            reason -> new ToolOutcome.Failed("It was called, and its result withheld: " + reason))
        .orElse(outcome);
  }

  /** What the hooks said reaches the turn before the call's end does. */
  private Optional<String> asked(Point point, ObjectNode details) throws InterruptedException {
    Hooks.Verdict verdict = hooks.ask(point, details);
    verdict.asked().forEach(event -> mailbox.post(new Signal.Hooked(callId, event)));
    return verdict.denied();
  }
}
