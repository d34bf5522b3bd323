package dev.cadre.inference;

import dev.cadre.json.Json;
import dev.cadre.model.Reply;
import dev.cadre.model.ReplyEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import tools.jackson.databind.node.ObjectNode;

/**
 * A reply as Converse's events, in which a block ends before the next begins. Only a tool call's
 * block is announced: a text's begins with its first piece, as with Bedrock.
 */
final class ConverseEvents implements Calls.Writer {
  private static final int NONE = -1;

  private final EventOut out;
  private final long begun = System.nanoTime();
  private boolean started;
  private int open = NONE;

  /** A tool was called and nothing of its arguments has come. */
  private boolean bareCall;

  ConverseEvents(EventOut out) {
    this.out = out;
  }

  @Override
  public void accept(ReplyEvent event) {
    try {
      enter(event.block());
      switch (event) {
        case ReplyEvent.TextDelta text -> delta(Json.object().put("text", text.text()));
        case ReplyEvent.ReasoningDelta reasoning -> {
          ObjectNode delta = Json.object();
          delta.putObject("reasoningContent").put("text", reasoning.text());
          delta(delta);
        }
        case ReplyEvent.ToolCallStart call -> start(call);
        case ReplyEvent.ToolCallDelta piece -> arguments(piece.json());
      }
    } catch (IOException clientIsGone) {
      throw new UncheckedIOException(clientIsGone);
    }
  }

  private void enter(int block) throws IOException {
    begin();
    if (open != block) {
      close();
      open = block;
    }
  }

  private void begin() throws IOException {
    if (!started) {
      started = true;
      out.event("messageStart", Json.object().put("role", "assistant"));
    }
  }

  private void start(ReplyEvent.ToolCallStart call) throws IOException {
    bareCall = true;
    ObjectNode start = block();
    start
        .putObject("start")
        .putObject("toolUse")
        .put("toolUseId", call.id())
        .put("name", call.name());
    out.event("contentBlockStart", start);
  }

  private void arguments(String json) throws IOException {
    bareCall = false;
    ObjectNode delta = Json.object();
    delta.putObject("toolUse").put("input", json);
    delta(delta);
  }

  private void delta(ObjectNode delta) throws IOException {
    ObjectNode payload = block();
    payload.set("delta", delta);
    out.event("contentBlockDelta", payload);
  }

  private void close() throws IOException {
    if (open == NONE) {
      return;
    }
    if (bareCall) {
      arguments("{}");
    }
    out.event("contentBlockStop", block());
    open = NONE;
  }

  private ObjectNode block() {
    return Json.object().put("contentBlockIndex", open);
  }

  @Override
  public void end(Reply reply) throws IOException {
    begin();
    close();
    out.event(
        "messageStop", Json.object().put("stopReason", ConverseOutput.stopReason(reply.stop())));
    ObjectNode metadata = Json.object();
    metadata.set("usage", ConverseOutput.usage(reply.usage()));
    metadata.putObject("metrics").put("latencyMs", (System.nanoTime() - begun) / 1_000_000);
    out.event("metadata", metadata);
  }

  @Override
  public void fail(Failure failure) throws IOException {
    out.exception(failure);
  }
}
