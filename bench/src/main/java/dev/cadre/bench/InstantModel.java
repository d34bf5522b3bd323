package dev.cadre.bench;

import dev.cadre.json.Json;
import dev.cadre.model.Caller;
import dev.cadre.model.Content;
import dev.cadre.model.Message;
import dev.cadre.model.ModelRequest;
import dev.cadre.model.Models;
import dev.cadre.model.Reply;
import dev.cadre.model.ReplyEvent;
import dev.cadre.model.ReplySink;
import dev.cadre.model.StopReason;
import dev.cadre.model.ToolChoice;
import dev.cadre.model.Usage;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers at once, or in chunks at a pace; calls the calculator first where there is one, and both
 * specialists where it is to decide.
 */
final class InstantModel implements Models {
  private static final Usage USAGE = new Usage(10, 10);

  private volatile int chunks = 1;
  private volatile int pauseMillis;

  void streams(int count, int pause) {
    chunks = count;
    pauseMillis = pause;
  }

  @Override
  public Reply reply(Caller caller, ModelRequest request, ReplySink sink)
      throws InterruptedException {
    Message last = request.messages().getLast();
    if (request.toolChoice() instanceof ToolChoice.One(String form)) {
      return decided(form);
    }
    if (!(request.toolChoice() instanceof ToolChoice.None)
        && !request.tools().isEmpty()
        && last.content().getFirst() instanceof Content.Text) {
      Content.ToolCall call =
          new Content.ToolCall("c1", "calculator", Json.object().put("expression", "6 * 7"));
      sink.accept(new ReplyEvent.ToolCallStart(0, call.id(), call.name()));
      sink.accept(new ReplyEvent.ToolCallDelta(0, call.arguments().toString()));
      return new Reply(List.of(call), StopReason.TOOL_USE, USAGE, "instant");
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < chunks; i++) {
      if (pauseMillis > 0) {
        Thread.sleep(pauseMillis);
      }
      String delta = "word " + i + " ";
      text.append(delta);
      sink.accept(new ReplyEvent.TextDelta(0, delta));
    }
    return new Reply(
        List.of(new Content.Text(text.toString())), StopReason.END_TURN, USAGE, "instant");
  }

  /** Both specialists of {@link Supervising}. */
  private static Reply decided(String form) {
    ObjectNode filled = Json.object().put("confidence", 0.9).put("reason", "both");
    ArrayNode agents = filled.putArray("agents");
    Supervising.NAMES.forEach(
        name -> agents.addObject().put("agent", name).put("task", "Compute 6 * 7"));
    return new Reply(
        List.of(new Content.ToolCall("d1", form, filled)), StopReason.TOOL_USE, USAGE, "instant");
  }

  @Override
  public int contextTokens(String model) {
    return 100_000;
  }

  @Override
  public int estimateTokens(ModelRequest request) {
    return 100;
  }
}
