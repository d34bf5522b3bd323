package dev.cadre.inference;

import dev.cadre.json.Json;
import dev.cadre.model.Reply;
import dev.cadre.model.ReplyEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import tools.jackson.databind.node.ObjectNode;

/** A reply as the events of Anthropic's Messages. */
final class AnthropicEvents implements Calls.Writer {
  private static final int NONE = -1;

  private final ObjectNode message;
  private final EventOut out;
  private final long begun = System.nanoTime();
  private long firstAt;
  private boolean started;
  private int open = NONE;

  /**
   * @param message what the first event tells of the reply
   */
  AnthropicEvents(ObjectNode message, EventOut out) {
    this.message = message;
    this.out = out;
  }

  @Override
  public void accept(ReplyEvent event) {
    try {
      if (open != event.block()) {
        close();
        begin();
        open(event);
      }
      switch (event) {
        case ReplyEvent.TextDelta text -> delta("text_delta", "text", text.text());
        case ReplyEvent.ReasoningDelta reasoning ->
            delta("thinking_delta", "thinking", reasoning.text());
        case ReplyEvent.ToolCallStart _ -> {}
        case ReplyEvent.ToolCallDelta piece ->
            delta("input_json_delta", "partial_json", piece.json());
      }
    } catch (IOException clientIsGone) {
      throw new UncheckedIOException(clientIsGone);
    }
  }

  private void begin() throws IOException {
    if (!started) {
      started = true;
      firstAt = System.nanoTime();
      ObjectNode start = event("message_start");
      start.set("message", message);
      send(start);
    }
  }

  private void open(ReplyEvent first) throws IOException {
    open = first.block();
    ObjectNode start = event("content_block_start").put("index", open);
    ObjectNode block = start.putObject("content_block");
    switch (first) {
      case ReplyEvent.TextDelta _ -> block.put("type", "text").put("text", "");
      case ReplyEvent.ReasoningDelta _ ->
          block.put("type", "thinking").put("thinking", "").put("signature", "");
      case ReplyEvent.ToolCallStart call ->
          block
              .put("type", "tool_use")
              .put("id", call.id())
              .put("name", call.name())
              .putObject("input");
      case ReplyEvent.ToolCallDelta _ ->
          throw new IllegalStateException("a tool call's arguments come after its start");
    }
    send(start);
  }

  private void delta(String type, String name, String text) throws IOException {
    ObjectNode delta = event("content_block_delta").put("index", open);
    delta.putObject("delta").put("type", type).put(name, text);
    send(delta);
  }

  private void close() throws IOException {
    if (open != NONE) {
      send(event("content_block_stop").put("index", open));
      open = NONE;
    }
  }

  @Override
  public void end(Reply reply) throws IOException {
    begin();
    close();
    ObjectNode delta = event("message_delta");
    delta
        .putObject("delta")
        .put("stop_reason", AnthropicFormat.stopReason(reply.stop()))
        .putNull("stop_sequence");
    delta.set("usage", AnthropicFormat.usage(reply.usage()));
    send(delta);
    ObjectNode stop = event("message_stop");
    // Bedrock's own addition, by which its clients know what a call used.
    stop.putObject("amazon-bedrock-invocationMetrics")
        .put("inputTokenCount", reply.usage().input())
        .put("outputTokenCount", reply.usage().output())
        .put("invocationLatency", (System.nanoTime() - begun) / 1_000_000)
        .put("firstByteLatency", (firstAt - begun) / 1_000_000);
    send(stop);
  }

  @Override
  public void fail(Failure failure) throws IOException {
    out.exception(failure);
  }

  private static ObjectNode event(String type) {
    return Json.object().put("type", type);
  }

  private void send(ObjectNode event) throws IOException {
    out.event(event.path("type").asString(), event);
  }
}
