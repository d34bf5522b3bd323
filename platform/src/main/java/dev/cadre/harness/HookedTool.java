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
record HookedTool(Tool tool, String callId, Hooks hooks) implements Tool {
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
    Optional<String> stopped = hooks.denied(Point.BEFORE_TOOL_CALL, details);
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
    return hooks
        .denied(Point.AFTER_TOOL_CALL, details)
        .<ToolOutcome>map(
            reason -> new ToolOutcome.Failed("It was called, and its result withheld: " + reason))
        .orElse(outcome);
  }
}
