package dev.cadre.inference;

import dev.cadre.json.Json;
import dev.cadre.model.Caller;
import dev.cadre.model.Content;
import dev.cadre.model.ModelException;
import dev.cadre.model.ModelRequest;
import dev.cadre.model.Models;
import dev.cadre.model.Reply;
import dev.cadre.model.ReplyEvent;
import dev.cadre.model.ReplySink;
import dev.cadre.model.StopReason;
import dev.cadre.model.Usage;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** Models that say what a test has told them to, in pieces, and remember what they were asked. */
final class ScriptedModels implements Models {
  static final int TOKENS = 17;

  final List<ModelRequest> asked = new CopyOnWriteArrayList<>();
  final List<Caller> callers = new CopyOnWriteArrayList<>();
  private final Queue<Script> scripts = new ConcurrentLinkedQueue<>();

  private interface Script {
    Reply play(ReplySink sink);
  }

  /** The next reply. */
  ScriptedModels says(StopReason stop, Usage usage, Content... content) {
    Reply reply = new Reply(List.of(content), stop, usage, "scripted");
    scripts.add(
        sink -> {
          for (int block = 0; block < content.length; block++) {
            play(block, content[block], sink);
          }
          return reply;
        });
    return this;
  }

  ScriptedModels says(String text) {
    return says(StopReason.END_TURN, new Usage(12, 5), new Content.Text(text));
  }

  /** The next call fails before anything is said. */
  ScriptedModels fails(ModelException failure) {
    scripts.add(
        _ -> {
          throw failure;
        });
    return this;
  }

  /** The next call fails after this was said. */
  ScriptedModels breaks(String text, ModelException failure) {
    scripts.add(
        sink -> {
          play(0, new Content.Text(text), sink);
          throw failure;
        });
    return this;
  }

  private static void play(int block, Content content, ReplySink sink) {
    switch (content) {
      case Content.Text text ->
          pieces(text.text()).forEach(piece -> sink.accept(new ReplyEvent.TextDelta(block, piece)));
      case Content.Reasoning reasoning ->
          pieces(reasoning.text())
              .forEach(piece -> sink.accept(new ReplyEvent.ReasoningDelta(block, piece)));
      case Content.ToolCall call -> {
        sink.accept(new ReplyEvent.ToolCallStart(block, call.id(), call.name()));
        if (!call.arguments().isEmpty()) {
          pieces(Json.text(call.arguments()))
              .forEach(piece -> sink.accept(new ReplyEvent.ToolCallDelta(block, piece)));
        }
      }
      default -> throw new IllegalArgumentException("no model says " + content);
    }
  }

  private static List<String> pieces(String text) {
    int half = text.length() / 2;
    return text.length() < 2
        ? List.of(text)
        : List.of(text.substring(0, half), text.substring(half));
  }

  @Override
  public Reply reply(Caller caller, ModelRequest request, ReplySink sink) {
    asked.add(request);
    callers.add(caller);
    if (request.model().equals("no-such-model")) {
      throw new ModelException.Invalid(
          "there is no model 'no-such-model'; did you mean 'default'?");
    }
    Script script = scripts.poll();
    if (script == null) {
      throw new IllegalStateException("the script has no more replies");
    }
    return script.play(sink);
  }

  @Override
  public int contextTokens(String model) {
    return 200_000;
  }

  @Override
  public int estimateTokens(ModelRequest request) {
    asked.add(request);
    return TOKENS;
  }
}
