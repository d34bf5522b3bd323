package dev.cadre.harness;

import dev.cadre.model.ToolSpec;
import dev.cadre.tool.Tool;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import java.io.InterruptedIOException;

/** An agent called as a tool, whose doings reach the turn that called it. */
record WatchedAgent(AgentTool tool, String callId, Mailbox<Signal> mailbox) implements Tool {
  @Override
  public ToolSpec spec() {
    return tool.spec();
  }

  @Override
  public ToolOutcome call(ToolInvocation invocation) throws InterruptedException {
    return tool.call(invocation, this::saw);
  }

  private void saw(String session, TurnEvent event) throws InterruptedIOException {
    try {
      mailbox.put(
          new Signal.Inside(new TurnEvent.Within(callId, tool.agent(), session, event)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the call was given up");
    }
  }
}
