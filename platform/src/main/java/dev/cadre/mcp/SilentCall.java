package dev.cadre.mcp;

import dev.cadre.http.Principal;
import io.opentelemetry.context.Context;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A call of someone who hears nothing but the result. */
public record SilentCall(Principal principal, Context trace) implements McpCall {
  @Override
  public void progress(double done, @Nullable Double total, @Nullable String message) {
    // It has no way to be told.
  }

  @Override
  public void log(LogLevel level, String logger, JsonNode data) {
    // It has no way to be told.
  }

  @Override
  public Map<String, ObjectNode> ask(Map<String, Question> questions) {
    throw RpcError.invalidRequest(
        "this call asks its client back; send it as JSON-RPC with the client's capabilities");
  }
}
