package dev.cadre.harness;

import dev.cadre.harness.TurnEvent.Outcome;
import dev.cadre.harness.TurnInput.Decision;
import dev.cadre.model.Content;
import dev.cadre.model.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as the model reads it, built from inputs and events alone: live and from the
 * journal in the same way, so that a turn taken up again finds what it would have had. After a call
 * always comes its result. Used by one thread.
 */
final class Transcript {
  private final List<Exchange> exchanges = new ArrayList<>();
  private final Map<String, OpenCall> open = new LinkedHashMap<>();
  private String summary = "";
  private @Nullable List<String> recalled;
  private Beside beside = Beside.NOTHING;
  private boolean trimmed;
  private boolean askedBefore;
  private boolean askedNow;

  /** What a person said, and all that followed from it. */
  private static final class Exchange {
    private final LongSupplier turn;
    private final List<Message> messages = new ArrayList<>();

    Exchange(LongSupplier turn) {
      this.turn = turn;
    }
  }

  /** A call without a result yet. */
  static final class OpenCall {
    private final Content.ToolCall call;
    private @Nullable Decision decision;
    private Content.@Nullable ToolResult result;

    OpenCall(Content.ToolCall call) {
      this.call = call;
    }

    Content.ToolCall call() {
      return call;
    }

    /** What a person decided; null while nobody did. */
    @Nullable Decision decision() {
      return decision;
    }
  }

  /** What was left out of the front, and what stands for it. */
  record Trimmed(List<Message> messages, long keptFrom) {}

  void summarise(String text) {
    summary = text;
  }

  /** Of what was left out; empty for none. */
  String summary() {
    return summary;
  }

  /** What a memory said in this turn; null while it was not asked. */
  @Nullable List<String> recalled() {
    return recalled;
  }

  /** True when what was said answers a supervisor's question. */
  boolean askedBack() {
    return askedBefore;
  }

  /** What a person said last, in words; empty when nothing was. */
  String said() {
    return exchanges.isEmpty() ? "" : Content.text(last().getFirst().content());
  }

  /** What agents that are called may use of it. */
  AgentTool.Outer outer() {
    return exchanges.isEmpty()
        ? AgentTool.Outer.NOTHING
        : AgentTool.Outer.of(last().getFirst().content(), beside.context());
  }

  /** Oldest first, user and assistant in turn. */
  List<Message> messages() {
    List<Message> all = new ArrayList<>();
    for (Exchange exchange : exchanges) {
      exchange.messages.forEach(message -> append(all, message));
    }
    return all;
  }

  /** Calls without results, in the order the model made them. */
  List<OpenCall> open() {
    return open.values().stream().filter(call -> call.result == null).toList();
  }

  /** True while nothing is known of the conversation: a history that comes along may stand. */
  boolean isNew() {
    return exchanges.isEmpty() && !trimmed;
  }

  /** What stands here begins later than the conversation did. */
  void trimmed() {
    trimmed = true;
  }

  /** What came along with what was said last. */
  Beside beside() {
    return beside;
  }

  /**
   * @param turn the number of the turn that the input begins, which may not be known yet
   */
  void apply(LongSupplier turn, TurnInput input) {
    recalled = null;
    switch (input) {
      case TurnInput.Said(List<Content> content, Beside with) -> {
        askedBefore = askedNow;
        askedNow = false;
        closeOpen("Not called: the person went on without it.");
        if (isNew() && !with.history().isEmpty()) {
          exchanges.add(new Exchange(turn));
          last().addAll(with.history());
        }
        beside = with;
        exchanges.add(new Exchange(turn));
        last().add(new Message.User(content));
      }
      case TurnInput.Results(List<Content.ToolResult> results) -> results.forEach(this::close);
      case TurnInput.Decisions(List<Decision> decisions) ->
          decisions.forEach(
              decision -> {
                OpenCall call = open.get(decision.callId());
                if (call != null) {
                  call.decision = decision;
                }
              });
    }
  }

  void apply(TurnEvent event) {
    switch (event) {
      case TurnEvent.ReplyEnded ended -> reply(ended.content());
      case TurnEvent.ToolEnded(String callId, _, List<Content> content, boolean error, _) ->
          close(new Content.ToolResult(callId, content, error));
      case TurnEvent.Ended(Outcome outcome, _, _) -> ended(outcome);
      case TurnEvent.Recalled(List<String> texts, _) -> recalled = texts;
      case TurnEvent.Decided decided -> askedNow = decided.question() != null;
      case TurnEvent.Failed _ -> closeOpen("Not called: the turn failed.");
      case TurnEvent.Started _,
          TurnEvent.ReplyStarted _,
          TurnEvent.Text _,
          TurnEvent.Reasoning _,
          TurnEvent.ToolCallStarted _,
          TurnEvent.ToolCallArguments _,
          TurnEvent.ToolStarted _,
          TurnEvent.ApprovalWanted _,
          TurnEvent.ApprovalGiven _,
          TurnEvent.ContextTrimmed _,
          TurnEvent.Remembered _,
          TurnEvent.HookAsked _,
          TurnEvent.Within _ -> {}
    }
  }

  private void reply(List<Content> content) {
    if (content.isEmpty()) {
      return;
    }
    List<Message> messages = last();
    if (!messages.isEmpty() && messages.getLast() instanceof Message.Assistant) {
      // The answer before it did not satisfy the schema, and this one mends it.
      messages.removeLast();
    }
    messages.add(new Message.Assistant(content));
    for (Content block : content) {
      if (block instanceof Content.ToolCall call) {
        open.put(call.id(), new OpenCall(call));
      }
    }
  }

  private void ended(Outcome outcome) {
    switch (outcome) {
      case Outcome.Answer _, Outcome.AwaitsApproval _, Outcome.AwaitsResults _ -> {}
      case Outcome.LimitReached(_, String text, _) ->
          cut(text, "Not called: a limit ended the turn.");
      case Outcome.Cancelled(String text) -> cut(text, "Not called: the turn was cancelled.");
      case Outcome.Stopped(String text, _) -> cut(text, "Not called: the turn was stopped.");
    }
  }

  /** What was seen of a reply that never became whole was said nonetheless. */
  private void cut(String text, String why) {
    closeOpen(why);
    boolean known =
        last().stream()
            .anyMatch(
                m -> m instanceof Message.Assistant && Content.text(m.content()).equals(text));
    if (!text.isEmpty() && !known) {
      last().add(new Message.Assistant(text));
    }
  }

  private void closeOpen(String why) {
    open()
        .forEach(
            call ->
                close(
                    new Content.ToolResult(call.call.id(), List.of(new Content.Text(why)), true)));
  }

  private void close(Content.ToolResult result) {
    OpenCall call = open.get(result.callId());
    if (call == null || call.result != null) {
      return;
    }
    call.result = result;
    if (open().isEmpty()) {
      List<Content> results = new ArrayList<>();
      open.values()
          .forEach(
              each -> {
                if (each.result != null) {
                  results.add(each.result);
                }
              });
      open.clear();
      last().add(new Message.User(results));
    }
  }

  /**
   * Leaves out the oldest: whole exchanges while there are several, then of the only one the oldest
   * reply with its results. What the person said last always stays, and a call its result.
   *
   * @return null when there is nothing that may go
   */
  @Nullable Trimmed trimOldest() {
    if (exchanges.size() > 1) {
      Exchange oldest = exchanges.removeFirst();
      return new Trimmed(List.copyOf(oldest.messages), exchanges.getFirst().turn.getAsLong());
    }
    if (exchanges.isEmpty() || exchanges.getFirst().messages.size() < 5) {
      return null;
    }
    // said, reply, results, reply, results, ...
    Exchange only = exchanges.getFirst();
    List<Message> pair = only.messages.subList(1, 3);
    List<Message> gone = List.copyOf(pair);
    pair.clear();
    return new Trimmed(gone, only.turn.getAsLong());
  }

  private List<Message> last() {
    if (exchanges.isEmpty()) {
      exchanges.add(new Exchange(() -> 0));
    }
    return exchanges.getLast().messages;
  }

  /** Two messages of one side become one, as models want it. */
  private static void append(List<Message> all, Message message) {
    switch (message) {
      case Message.User(List<Content> content)
          when !all.isEmpty() && all.getLast() instanceof Message.User(List<Content> before) -> {
        all.removeLast();
        all.add(new Message.User(joined(before, content)));
      }
      case Message.Assistant(List<Content> content)
          when !all.isEmpty()
              && all.getLast() instanceof Message.Assistant(List<Content> before) -> {
        all.removeLast();
        all.add(new Message.Assistant(joined(before, content)));
      }
      case Message.User _, Message.Assistant _ -> all.add(message);
    }
  }

  private static List<Content> joined(List<Content> first, List<Content> second) {
    List<Content> both = new ArrayList<>(first);
    both.addAll(second);
    return both;
  }
}
