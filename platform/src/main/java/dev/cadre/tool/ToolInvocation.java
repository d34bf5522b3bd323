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
 */
public record ToolInvocation(
    ObjectNode arguments, Caller caller, String idempotencyKey, Instant deadline) {}
