package dev.cadre.harness;

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
import dev.cadre.model.Usage;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.node.ObjectNode;

/** Answers as it was told to, in small deltas, and remembers what it was asked. */
final class ScriptedModel implements Models {
  static final String NAME = "scripted";
  private final Script script;
  final List<ModelRequest> requests = new CopyOnWriteArrayList<>();
  volatile int context = 100_000;
  volatile BigDecimal price = BigDecimal.ZERO;

  /** Decides what to reply. */
  @FunctionalInterface
  interface Script {
    Reply reply(ModelRequest request) throws InterruptedException;
  }

  ScriptedModel(Script script) {
    this.script = script;
  }

  /** One reply for each call, in order. */
  static ScriptedModel of(Script... replies) {
    Deque<Script> left = new ArrayDeque<>(Arrays.asList(replies));
    return new ScriptedModel(
        request -> {
          Script next;
          synchronized (left) {
            next = left.poll();
          }
          if (next == null) {
            throw new AssertionError("the model was asked more often than expected");
          }
          return next.reply(request);
        });
  }

  static Script says(String text) {
    return _ -> reply(new Content.Text(text));
  }

  static Script calls(Content.ToolCall... calls) {
    return _ -> reply(calls);
  }

  static Reply reply(Content... content) {
    boolean tools = Arrays.stream(content).anyMatch(Content.ToolCall.class::isInstance);
    return new Reply(
        List.of(content),
        tools ? StopReason.TOOL_USE : StopReason.END_TURN,
        new Usage(10, 5),
        NAME);
  }

  static Content.ToolCall call(String id, String tool, String arguments) {
    return new Content.ToolCall(id, tool, (ObjectNode) Json.parse(arguments));
  }

  @Override
  public Reply reply(Caller caller, ModelRequest request, ReplySink sink)
      throws InterruptedException {
    requests.add(request);
    Reply reply = script.reply(request);
    for (int block = 0; block < reply.content().size(); block++) {
      stream(block, reply.content().get(block), sink);
    }
    return reply;
  }

  private static void stream(int block, Content content, ReplySink sink) {
    switch (content) {
      case Content.Text(String text) -> {
        for (String word : text.split("(?<= )")) {
          if (!word.isEmpty()) {
            sink.accept(new ReplyEvent.TextDelta(block, word));
          }
        }
      }
      case Content.ToolCall(String id, String name, ObjectNode arguments) -> {
        sink.accept(new ReplyEvent.ToolCallStart(block, id, name));
        sink.accept(new ReplyEvent.ToolCallDelta(block, arguments.toString()));
      }
      case Content.Reasoning(String text, _) ->
          sink.accept(new ReplyEvent.ReasoningDelta(block, text));
      case Content.Image _, Content.Document _, Content.ToolResult _, Content.Data _ ->
          throw new AssertionError("no model says that");
    }
  }

  /** The results of tools in the request's last message. */
  static List<Content.ToolResult> lastResults(ModelRequest request) {
    return request.messages().getLast().content().stream()
        .filter(Content.ToolResult.class::isInstance)
        .map(Content.ToolResult.class::cast)
        .toList();
  }

  /** All results of tools in the request. */
  static List<Content.ToolResult> results(ModelRequest request) {
    return request.messages().stream()
        .flatMap(message -> message.content().stream())
        .filter(Content.ToolResult.class::isInstance)
        .map(Content.ToolResult.class::cast)
        .toList();
  }

  @Override
  public int contextTokens(String model) {
    return context;
  }

  /** Four characters to a token. */
  @Override
  public int estimateTokens(ModelRequest request) {
    int characters = request.system().length();
    for (Message message : request.messages()) {
      characters += message.content().toString().length();
    }
    return characters / 4;
  }

  @Override
  public BigDecimal cost(String asked, String answered, Usage usage) {
    return price;
  }
}
