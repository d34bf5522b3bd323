package dev.cadre.harness;

import dev.cadre.model.ToolSpec;
import dev.cadre.object.Attached;
import dev.cadre.tool.Tool;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import java.io.InterruptedIOException;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * An agent called as a tool, whose doings reach the turn that called it. It is told of, and given,
 * what was attached in that turn, whether or not the model thought of it.
 */
record WatchedAgent(
    AgentTool tool,
    String callId,
    Mailbox<Signal> mailbox,
    List<Attached> attached,
    AgentTool.Outer outer)
    implements Tool {
  private static final String TASK = "task";

  @Override
  public ToolSpec spec() {
    return tool.spec();
  }

  @Override
  public ToolOutcome call(ToolInvocation invocation) throws InterruptedException {
    return tool.call(invocation.with(told(invocation.arguments())), outer, this::saw);
  }

  private ObjectNode told(ObjectNode arguments) {
    StringBuilder task = new StringBuilder(arguments.path(TASK).asString(""));
    for (Attached file : attached) {
      if (!Attached.in(task.toString()).contains(file)) {
        task.append('\n').append(file.line());
      }
    }
    return arguments.has(TASK) ? arguments.deepCopy().put(TASK, task.toString()) : arguments;
  }

  private void saw(String session, TurnEvent event) throws InterruptedIOException {
    try {
      mailbox.put(new Signal.Inside(new TurnEvent.Within(callId, tool.agent(), session, event)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the call was given up");
    }
  }
}
