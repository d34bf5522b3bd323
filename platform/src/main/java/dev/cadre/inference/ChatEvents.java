package dev.cadre.inference;

import dev.cadre.http.Exchange;
import dev.cadre.json.Json;
import dev.cadre.model.Reply;
import dev.cadre.model.ReplyEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A reply as OpenAI's server-sent events. */
final class ChatEvents implements Calls.Writer {
  private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

  private final Exchange exchange;
  private final ChatOutput output;
  private final boolean usage;
  private @Nullable OutputStream out;

  /** Calls are numbered among themselves, without the blocks of text between them. */
  private int call = -1;

  /** The last call has nothing of its arguments yet. */
  private boolean bareCall;

  /**
   * @param usage true when the last event tells what the call used
   */
  ChatEvents(Exchange exchange, ChatOutput output, boolean usage) {
    this.exchange = exchange;
    this.output = output;
    this.usage = usage;
  }

  @Override
  public void accept(ReplyEvent event) {
    try {
      switch (event) {
        case ReplyEvent.TextDelta text -> delta(Json.object().put("content", text.text()));
        case ReplyEvent.ReasoningDelta _ -> begin();
        case ReplyEvent.ToolCallStart start -> start(start);
        case ReplyEvent.ToolCallDelta piece -> arguments(piece.json());
      }
    } catch (IOException clientIsGone) {
      throw new UncheckedIOException(clientIsGone);
    }
  }

  private void start(ReplyEvent.ToolCallStart start) throws IOException {
    finishCall();
    call++;
    bareCall = true;
    ObjectNode delta = Json.object();
    delta
        .putArray("tool_calls")
        .addObject()
        .put("index", call)
        .put("id", start.id())
        .put("type", "function")
        .putObject("function")
        .put("name", start.name())
        .put("arguments", "");
    delta(delta);
  }

  private void arguments(String json) throws IOException {
    bareCall = false;
    ObjectNode delta = Json.object();
    delta
        .putArray("tool_calls")
        .addObject()
        .put("index", call)
        .putObject("function")
        .put("arguments", json);
    delta(delta);
  }

  /** Clients parse the arguments, so that a call without any needs an empty object. */
  private void finishCall() throws IOException {
    if (bareCall) {
      arguments("{}");
    }
  }

  private void begin() throws IOException {
    if (out == null) {
      out = exchange.responseHeader("Cache-Control", "no-cache").stream(200, "text/event-stream");
      send(chunk(Json.object().put("role", "assistant").put("content", ""), null));
    }
  }

  private void delta(ObjectNode delta) throws IOException {
    begin();
    send(chunk(delta, null));
  }

  private ObjectNode chunk(ObjectNode delta, @Nullable String finish) {
    ObjectNode chunk = output.chunk();
    ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
    choice.set("delta", delta);
    choice.putNull("logprobs").put("finish_reason", finish);
    if (usage) {
      chunk.putNull("usage");
    }
    return chunk;
  }

  @Override
  public void end(Reply reply) throws IOException {
    begin();
    finishCall();
    send(chunk(Json.object(), ChatOutput.finish(reply.stop())));
    if (usage) {
      ObjectNode last = output.chunk();
      last.putArray("choices");
      last.set("usage", ChatOutput.usage(reply.usage()));
      send(last);
    }
    send(DONE);
  }

  @Override
  public void fail(Failure failure) throws IOException {
    send(OpenAiErrors.of(failure).body());
  }

  private void send(ObjectNode event) throws IOException {
    send(Json.bytes(event));
  }

  private void send(byte[] data) throws IOException {
    OutputStream begun = out;
    if (begun == null) {
      throw new IllegalStateException("the response has not begun");
    }
    // In one write, so that an event is one frame on the wire.
    byte[] event = new byte[DATA.length + data.length + END.length];
    System.arraycopy(DATA, 0, event, 0, DATA.length);
    System.arraycopy(data, 0, event, DATA.length, data.length);
    System.arraycopy(END, 0, event, DATA.length + data.length, END.length);
    begun.write(event);
    begun.flush();
  }
}
