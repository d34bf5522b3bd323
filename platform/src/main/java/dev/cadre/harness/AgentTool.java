package dev.cadre.harness;

import dev.cadre.tool.Tool;
import dev.cadre.tool.ToolInvocation;
import dev.cadre.tool.ToolOutcome;
import java.io.IOException;

/** An agent as a tool, which may be watched at work. */
public interface AgentTool extends Tool {

  /** The agent's name, as people know it. */
  String agent();

  /**
   * As {@link #call(ToolInvocation)}.
   *
   * @param watcher shown what the agent does as it does it
   */
  ToolOutcome call(ToolInvocation invocation, Watcher watcher) throws InterruptedException;

  @Override
  default ToolOutcome call(ToolInvocation invocation) throws InterruptedException {
    return call(invocation, (_, _) -> {});
  }

  /** Whoever watches an agent at work. */
  @FunctionalInterface
  interface Watcher {
    /**
     * Called in order, from one thread.
     *
     * @param session the agent's own
     * @throws IOException when nobody watches any more: the agent may stop
     */
    void saw(String session, TurnEvent event) throws IOException;
  }
}
