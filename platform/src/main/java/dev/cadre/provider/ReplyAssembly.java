package dev.cadre.provider;

import dev.cadre.fault.Fault;
import dev.cadre.json.Json;
import dev.cadre.model.Content;
import dev.cadre.model.ModelException;
import dev.cadre.model.Reply;
import dev.cadre.model.ReplyEvent;
import dev.cadre.model.ReplySink;
import dev.cadre.model.StopReason;
import dev.cadre.model.Usage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts a reply together from its parts as they come and shows each to the sink, so that what was
 * shown and what is returned cannot differ. Of one call; not thread-safe.
 */
final class ReplyAssembly {
  /** A reply beyond this is no model's: the longest of today write 128,000 tokens. */
  private static final int MAX_CHARS = 8 * 1024 * 1024;

  private final ReplySink sink;
  private final List<Content> done = new ArrayList<>();
  private @Nullable Open open;
  private int chars;
  private boolean shown;

  /** The block that still grows. */
  private sealed interface Open {
    record Text(StringBuilder text) implements Open {}

    record Reasoning(StringBuilder text) implements Open {}

    record Call(String id, String name, StringBuilder arguments) implements Open {}
  }

  ReplyAssembly(ReplySink sink) {
    this.sink = sink;
  }

  /** True when the sink has seen a part. */
  boolean shown() {
    return shown;
  }

  void text(String piece) {
    if (piece.isEmpty()) {
      return;
    }
    if (!(open instanceof Open.Text)) {
      closeBlock();
      open = new Open.Text(new StringBuilder());
    }
    if (open instanceof Open.Text(StringBuilder text)) {
      text.append(count(piece));
      show(new ReplyEvent.TextDelta(done.size(), piece));
    }
  }

  void reasoning(String piece) {
    if (piece.isEmpty()) {
      return;
    }
    if (!(open instanceof Open.Reasoning)) {
      closeBlock();
      open = new Open.Reasoning(new StringBuilder());
    }
    if (open instanceof Open.Reasoning(StringBuilder text)) {
      text.append(count(piece));
      show(new ReplyEvent.ReasoningDelta(done.size(), piece));
    }
  }

  /** Gives the latest reasoning the provider's proof of it, which may come after the block. */
  void signature(String signature) {
    if (open instanceof Open.Reasoning) {
      closeBlock();
    }
    for (int i = done.size() - 1; i >= 0; i--) {
      if (done.get(i) instanceof Content.Reasoning(String text, String had)) {
        done.set(i, new Content.Reasoning(text, had == null ? signature : had));
        return;
      }
    }
  }

  void toolCall(String id, String name) {
    closeBlock();
    open = new Open.Call(id, name, new StringBuilder());
    show(new ReplyEvent.ToolCallStart(done.size(), id, name));
  }

  void arguments(String piece) {
    if (!piece.isEmpty() && open instanceof Open.Call call) {
      call.arguments().append(count(piece));
      show(new ReplyEvent.ToolCallDelta(done.size(), piece));
    }
  }

  /** Ends the block under way; the next part begins another. */
  void closeBlock() {
    Open closing = open;
    open = null;
    switch (closing) {
      case null -> {}
      case Open.Text(StringBuilder text) -> done.add(new Content.Text(text.toString()));
      case Open.Reasoning(StringBuilder text) ->
          done.add(new Content.Reasoning(text.toString(), null));
      case Open.Call(String id, String name, StringBuilder arguments) ->
          done.add(new Content.ToolCall(id, name, parsed(name, arguments.toString())));
    }
  }

  /** A model that calls a tool has stopped for it, whatever its server says. */
  Reply finish(StopReason stop, Usage usage, String model) {
    closeBlock();
    boolean calls = done.stream().anyMatch(Content.ToolCall.class::isInstance);
    StopReason told = calls && stop == StopReason.END_TURN ? StopReason.TOOL_USE : stop;
    return new Reply(done, told, usage, model);
  }

  private void show(ReplyEvent event) {
    shown = true;
    sink.accept(event);
  }

  private String count(String piece) {
    chars += piece.length();
    if (chars > MAX_CHARS) {
      throw new ModelException.Cut(
          "the reply is longer than " + MAX_CHARS + " characters; set maxTokens", null);
    }
    return piece;
  }

  private static ObjectNode parsed(String tool, String arguments) {
    if (arguments.isBlank()) {
      return Json.object();
    }
    try {
      if (Json.parse(arguments) instanceof ObjectNode object) {
        return object;
      }
    } catch (Fault.Invalid broken) {
      throw new ModelException.Cut(
          "the model's call of the tool '" + tool + "' breaks off in its arguments; raise maxTokens",
          broken);
    }
    throw new ModelException.Cut(
        "the model's call of the tool '" + tool + "' has arguments that are no JSON object", null);
  }
}
