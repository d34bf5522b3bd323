package dev.cadre.harness;

import dev.cadre.harness.TurnEvent.ReplyEnded;
import dev.cadre.model.Content;
import dev.cadre.model.Reply;
import dev.cadre.model.ReplyEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns one reply's parts into a turn's events. Deltas of one block become one. */
final class Replies {
  private final int step;
  private final Map<Integer, String> callIds = new HashMap<>();

  Replies(int step) {
    this.step = step;
  }

  List<TurnEvent> events(List<ReplyEvent> parts) {
    List<TurnEvent> events = new ArrayList<>();
    int i = 0;
    while (i < parts.size()) {
      ReplyEvent first = parts.get(i);
      StringBuilder delta = new StringBuilder(text(first));
      i++;
      while (i < parts.size() && goesOn(first, parts.get(i))) {
        delta.append(text(parts.get(i)));
        i++;
      }
      events.add(event(first, delta.toString()));
    }
    return events;
  }

  ReplyEnded ended(Reply reply, Duration took) {
    return new ReplyEnded(step, reply.content(), reply.stop(), reply.usage(), took, reply.model());
  }

  private static boolean goesOn(ReplyEvent first, ReplyEvent next) {
    return first.block() == next.block()
        && first.getClass() == next.getClass()
        && !(next instanceof ReplyEvent.ToolCallStart);
  }

  private static String text(ReplyEvent part) {
    return switch (part) {
      case ReplyEvent.TextDelta(_, String text) -> text;
      case ReplyEvent.ReasoningDelta(_, String text) -> text;
      case ReplyEvent.ToolCallDelta(_, String json) -> json;
      case ReplyEvent.ToolCallStart _ -> "";
    };
  }

  private TurnEvent event(ReplyEvent first, String delta) {
    return switch (first) {
      case ReplyEvent.TextDelta(int block, _) -> new TurnEvent.Text(step, block, delta);
      case ReplyEvent.ReasoningDelta(int block, _) -> new TurnEvent.Reasoning(step, block, delta);
      case ReplyEvent.ToolCallStart(int block, String id, String name) -> {
        callIds.put(block, id);
        yield new TurnEvent.ToolCallStarted(step, block, id, name);
      }
      case ReplyEvent.ToolCallDelta(int block, _) ->
          new TurnEvent.ToolCallArguments(step, block, callIds.getOrDefault(block, ""), delta);
    };
  }

  static List<Content.ToolCall> calls(ReplyEnded reply) {
    return reply.content().stream()
        .filter(Content.ToolCall.class::isInstance)
        .map(Content.ToolCall.class::cast)
        .toList();
  }
}
