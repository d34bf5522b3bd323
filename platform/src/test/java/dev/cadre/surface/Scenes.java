package dev.cadre.surface;

import dev.cadre.harness.TurnEvent;
import dev.cadre.harness.TurnEvent.Outcome;
import dev.cadre.json.Json;
import dev.cadre.model.Content;
import dev.cadre.model.StopReason;
import dev.cadre.model.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Turns as the harness tells them, for encoders to word. */
final class Scenes {
  static final Usage USAGE = new Usage(12, 3, 4, 0);
  static final Duration TOOK = Duration.ofMillis(7);
  static final Content.ToolCall ADD =
      new Content.ToolCall("call-1", "add", (ObjectNode) Json.parse("{\"a\":1}"));
  static final Content.ToolCall SEND = new Content.ToolCall("call-2", "send", Json.object());

  private Scenes() {}

  static TurnEvent started() {
    return new TurnEvent.Started("t1");
  }

  static TurnEvent ended(Outcome outcome) {
    return new TurnEvent.Ended(outcome, USAGE, TOOK);
  }

  static TurnEvent answered(String text) {
    return ended(new Outcome.Answer(text, StopReason.END_TURN));
  }

  static TurnEvent reply(int step, StopReason stop, Content... content) {
    return new TurnEvent.ReplyEnded(step, List.of(content), stop, USAGE, TOOK, "m-1");
  }

  static List<TurnEvent> text() {
    return List.of(
        started(),
        new TurnEvent.ReplyStarted(1),
        new TurnEvent.Text(1, 0, "Hel"),
        new TurnEvent.Text(1, 0, "lo"),
        reply(1, StopReason.END_TURN, new Content.Text("Hello")),
        answered("Hello"));
  }

  /** Thinks, speaks, calls two tools at once; the second fails; then answers. */
  static List<TurnEvent> tools() {
    List<TurnEvent> events = new ArrayList<>(calls());
    events.addAll(
        List.of(
            new TurnEvent.ToolStarted("call-1", "add", ADD.arguments()),
            new TurnEvent.ToolStarted("call-2", "send", SEND.arguments()),
            new TurnEvent.ToolEnded("call-2", "send", List.of(new Content.Text("no")), true, TOOK),
            new TurnEvent.ToolEnded(
                "call-1", "add", List.of(new Content.Data(Json.parse("{\"sum\":1}"))), false, TOOK),
            new TurnEvent.ContextTrimmed(2, false),
            new TurnEvent.ReplyStarted(2),
            new TurnEvent.Text(2, 0, "1"),
            reply(2, StopReason.END_TURN, new Content.Text("1")),
            answered("1")));
    return events;
  }

  private static List<TurnEvent> calls() {
    return List.of(
        started(),
        new TurnEvent.ReplyStarted(1),
        new TurnEvent.Reasoning(1, 0, "hm"),
        new TurnEvent.Text(1, 1, "I add."),
        new TurnEvent.ToolCallStarted(1, 2, "call-1", "add"),
        new TurnEvent.ToolCallArguments(1, 2, "call-1", "{\"a\""),
        new TurnEvent.ToolCallArguments(1, 2, "call-1", ":1}"),
        new TurnEvent.ToolCallStarted(1, 3, "call-2", "send"),
        reply(1, StopReason.TOOL_USE, new Content.Text("I add."), ADD, SEND));
  }

  private static List<TurnEvent> afterCalls(TurnEvent... more) {
    List<TurnEvent> events = new ArrayList<>(calls());
    events.addAll(Arrays.asList(more));
    return events;
  }

  /** Every way a turn can go, by name. */
  static Map<String, List<TurnEvent>> all() {
    Map<String, List<TurnEvent>> all = new LinkedHashMap<>();
    all.put("text", text());
    all.put("tools", tools());
    all.put(
        "approval",
        afterCalls(
            new TurnEvent.ApprovalWanted("call-2", "send", SEND.arguments()),
            new TurnEvent.ToolStarted("call-1", "add", ADD.arguments()),
            new TurnEvent.ToolEnded("call-1", "add", List.of(new Content.Text("1")), false, TOOK),
            ended(new Outcome.AwaitsApproval(List.of(SEND)))));
    all.put(
        "decided",
        List.of(
            started(),
            new TurnEvent.ApprovalGiven("call-2", true, "ann"),
            new TurnEvent.ToolStarted("call-2", "send", SEND.arguments()),
            new TurnEvent.ToolEnded("call-2", "send", List.of(new Content.Text("")), false, TOOK),
            new TurnEvent.ReplyStarted(2),
            new TurnEvent.Text(2, 0, "Sent."),
            reply(2, StopReason.END_TURN, new Content.Text("Sent.")),
            answered("Sent.")));
    all.put("results", afterCalls(ended(new Outcome.AwaitsResults(List.of(ADD, SEND)))));
    for (TurnEvent.Limit limit : TurnEvent.Limit.values()) {
      all.put("limit " + limit, afterCalls(ended(new Outcome.LimitReached(limit, "", "too much"))));
    }
    all.put(
        "cancelled",
        List.of(
            started(),
            new TurnEvent.ReplyStarted(1),
            new TurnEvent.Text(1, 0, "Hel"),
            ended(new Outcome.Cancelled("Hel"))));
    all.put("stopped", List.of(started(), ended(new Outcome.Stopped("", "not now"))));
    all.put(
        "failed",
        List.of(
            started(),
            new TurnEvent.ReplyStarted(1),
            new TurnEvent.Reasoning(1, 0, "hm"),
            new TurnEvent.Failed("ThrottlingException", "wait", true)));
    all.put(
        "failed at once",
        List.of(started(), new TurnEvent.Failed("ValidationException", "no", false)));
    return all;
  }

  static List<Frame> frames(Encoder encoder, List<TurnEvent> events) {
    return events.stream().flatMap(event -> encoder.frames(event).stream()).toList();
  }

  /** A frame as one line. */
  static String line(Frame frame) {
    return switch (frame) {
      case Frame.Event(String name, ObjectNode data) -> name + " " + Json.text(data);
      case Frame.Failure(String name, ObjectNode data) -> "!" + name + " " + Json.text(data);
    };
  }
}
