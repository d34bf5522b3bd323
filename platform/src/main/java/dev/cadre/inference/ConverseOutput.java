package dev.cadre.inference;

import dev.cadre.json.Json;
import dev.cadre.model.Reply;
import dev.cadre.model.StopReason;
import dev.cadre.model.Usage;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** Words a whole reply as Converse does, and Nova. */
final class ConverseOutput {
  private ConverseOutput() {}

  /**
   * @param millis how long the call took
   */
  static ObjectNode of(Reply reply, long millis) {
    ObjectNode output = Json.object();
    output
        .putObject("output")
        .putObject("message")
        .put("role", "assistant")
        .set("content", ConverseContent.write(reply.content()));
    output.put("stopReason", stopReason(reply.stop()));
    output.set("usage", usage(reply.usage()));
    output.putObject("metrics").put("latencyMs", millis);
    return output;
  }

  static String stopReason(StopReason stop) {
    return stop.name().toLowerCase(Locale.ROOT);
  }

  /** Bedrock counts what a cache held apart from the input, and all of it in the total. */
  static ObjectNode usage(Usage usage) {
    return Json.object()
        .put("inputTokens", usage.input() - usage.cacheRead() - usage.cacheWrite())
        .put("outputTokens", usage.output())
        .put("totalTokens", usage.total())
        .put("cacheReadInputTokens", usage.cacheRead())
        .put("cacheWriteInputTokens", usage.cacheWrite());
  }
}
