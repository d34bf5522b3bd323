package dev.cadre.gateway;

import dev.cadre.http.Principal;
import dev.cadre.mcp.McpCall;
import io.opentelemetry.context.Context;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A client's call within another span. */
record TracedCall(McpCall call, Context trace) implements McpCall {
  @Override
  public Principal principal() {
    return call.principal();
  }

  @Override
  public void progress(double done, @Nullable Double total, @Nullable String message) {
    call.progress(done, total, message);
  }

  @Override
  public void log(LogLevel level, String logger, JsonNode data) {
    call.log(level, logger, data);
  }

  @Override
  public Map<String, ObjectNode> ask(Map<String, Question> questions) throws InterruptedException {
    return call.ask(questions);
  }
}
