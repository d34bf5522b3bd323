package dev.cadre.mcp;

import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One request to a server elsewhere.
 *
 * @param headers beyond those of every request
 * @param limit until the answer begins
 * @param caller on whose behalf it is made: hears what the server says before its result, and is
 *     asked what the server asks; null when nobody is there
 */
record ClientCall(
    String method,
    ObjectNode params,
    Map<String, String> headers,
    Duration limit,
    Context trace,
    @Nullable McpCall caller) {

  /** One that this client makes for itself. */
  static ClientCall own(String method, ObjectNode params, Duration limit) {
    return new ClientCall(method, params, Map.of(), limit, Context.root(), null);
  }

  ClientCall with(ObjectNode otherParams) {
    return new ClientCall(method, otherParams, headers, limit, trace, caller);
  }
}
