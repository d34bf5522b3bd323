package dev.cadre.tool;

import dev.cadre.model.ToolSpec;

/** Something an agent can do. Calls block; many threads may call at once. Interruption cancels. */
public interface Tool {

  ToolSpec spec();

  /**
   * Does it once.
   *
   * @return what the model reads: an answer, or a failure it can act on
   */
  ToolOutcome call(ToolInvocation invocation) throws InterruptedException;
}
