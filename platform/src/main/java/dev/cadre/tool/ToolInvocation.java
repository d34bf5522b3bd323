package dev.cadre.tool;

import dev.cadre.model.Caller;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/**
 * One call of a tool.
 *
 * @param arguments satisfy the tool's schema
 * @param idempotencyKey the same when a call is repeated after a crash; a tool with effects outside
 *     hands it on
 * @param deadline when the caller stops waiting
 * @param progress where a tool that takes long says how far it is
 */
public record ToolInvocation(
    ObjectNode arguments,
    Caller caller,
    String idempotencyKey,
    Instant deadline,
    Progress progress) {

  /** A call whose caller does not ask how far it is. */
  public ToolInvocation(
      ObjectNode arguments, Caller caller, String idempotencyKey, Instant deadline) {
    this(arguments, caller, idempotencyKey, deadline, Progress.NONE);
  }

  /** The same call with other arguments. */
  public ToolInvocation with(ObjectNode others) {
    return new ToolInvocation(others, caller, idempotencyKey, deadline, progress);
  }
}
