package dev.cadre.system;

import dev.cadre.fault.Fault;
import dev.cadre.harness.Cut;
import dev.cadre.harness.TurnEvent;
import dev.cadre.harness.TurnEvent.Outcome;
import dev.cadre.json.Json;
import dev.cadre.model.Content;
import dev.cadre.model.Usage;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a response may tell of a turn, gathered while it runs. Used by one thread. */
final class TurnFacts {
  private static final int LONGEST_RESULT = 4_000;

  /** Below it a person had better ask again, or look. */
  private static final double SURE = 0.7;

  private final ObjectNode facts = Json.object();
  private final ObjectNode arguments = Json.object();
  private final Set<String> agents = new HashSet<>();
  private final ArrayNode called = facts.putArray("agents");
  private final ArrayNode responses = facts.putArray("agent_responses");
  private final ArrayNode tools = facts.putArray("tools");
  private final int most;
  private @Nullable Double decided;
  private boolean failed;

  /**
   * @param most characters of the text at most, which ends after a sentence then; 0 for any number
   */
  TurnFacts(String agent, String session, String person, int most) {
    this.most = most;
    facts.put("agent", agent).put("session", session).put("person", person).put("question", "");
  }

  void add(TurnEvent event) {
    switch (event) {
      case TurnEvent.ToolStarted call -> arguments.set(call.callId(), call.arguments());
      case TurnEvent.Within within -> agents.add(within.callId());
      case TurnEvent.ToolEnded call -> ended(call);
      case TurnEvent.Decided decision -> {
        decided = decision.confidence();
        facts.put("question", decision.question() == null ? "" : decision.question());
      }
      case TurnEvent.Ended(Outcome outcome, Usage usage, Duration took) ->
          end(outcome, usage, took);
      case TurnEvent.Started _,
          TurnEvent.ReplyStarted _,
          TurnEvent.Text _,
          TurnEvent.Reasoning _,
          TurnEvent.ToolCallStarted _,
          TurnEvent.ToolCallArguments _,
          TurnEvent.ReplyEnded _,
          TurnEvent.ApprovalWanted _,
          TurnEvent.ApprovalGiven _,
          TurnEvent.ContextTrimmed _,
          TurnEvent.Recalled _,
          TurnEvent.Remembered _,
          TurnEvent.HookAsked _,
          TurnEvent.Failed _ -> {}
    }
  }

  private void ended(TurnEvent.ToolEnded call) {
    failed = failed || call.error();
    String result = result(call);
    double seconds = call.took().toMillis() / 1000.0;
    if (agents.contains(call.callId())) {
      called.add(call.tool());
      responses
          .addObject()
          .put("agent", call.tool())
          .put("response", result)
          .put("error", call.error())
          .put("seconds", seconds);
      return;
    }
    ObjectNode tool = tools.addObject().put("tool_name", call.tool());
    tool.set("parameters", arguments.path(call.callId()));
    tool.put("result", result)
        .put("execution_time", seconds)
        .put("error", call.error() ? result : null);
  }

  private static String result(TurnEvent.ToolEnded call) {
    StringBuilder text = new StringBuilder(Content.text(call.content()));
    for (Content content : call.content()) {
      if (content instanceof Content.Data(var json)) {
        text.append(Json.text(json));
      }
    }
    return text.substring(0, Math.min(LONGEST_RESULT, text.length()));
  }

  private void end(Outcome outcome, Usage usage, Duration took) {
    String whole =
        switch (outcome) {
          case Outcome.Answer(String said, _) -> outcome("answer", said);
          case Outcome.AwaitsApproval(List<Content.ToolCall> calls) ->
              outcome(
                  "awaits_approval",
                  "A person must allow first: "
                      + String.join(", ", calls.stream().map(Content.ToolCall::name).toList()));
          case Outcome.AwaitsResults _ ->
              outcome("awaits_results", "The agent has tools that this route cannot run.");
          case Outcome.LimitReached(_, String said, String message) ->
              outcome("limit_reached", said.isBlank() ? message : said);
          case Outcome.Cancelled(String said) -> outcome("cancelled", said);
          case Outcome.Stopped(String said, String reason) ->
              outcome("stopped", said.isBlank() ? reason : said);
        };
    String text = most > 0 ? Cut.to(whole, most) : whole;
    double confidence = confidence(text);
    facts
        .put("text", text)
        .put("confidence", confidence)
        .put("follow_up", confidence < SURE)
        .put("seconds", took.toMillis() / 1000.0);
    facts
        .putObject("usage")
        .put("inputTokens", usage.input())
        .put("outputTokens", usage.output())
        .put("totalTokens", usage.total());
  }

  private String outcome(String name, String text) {
    facts.put("outcome", name);
    return text;
  }

  /**
   * A supervisor's own word; else 0.8 where agents answered, and by tools where none did: 0.4, 0.1
   * more for each and 0.2 for more than 50 characters, 0.2 less when one failed.
   */
  private double confidence(String text) {
    if (decided != null) {
      return decided;
    }
    double plain =
        called.isEmpty() ? 0.4 + 0.1 * tools.size() + (text.length() > 50 ? 0.2 : 0) : 0.8;
    double sure = Math.max(0, Math.min(1, failed ? plain - 0.2 : plain));
    return Math.round(sure * 100) / 100.0;
  }

  /**
   * All of it, once the turn is over.
   *
   * @throws Fault when the turn failed
   */
  ObjectNode of(TurnEvent last) {
    if (last instanceof TurnEvent.Failed(String code, String message, boolean retriable)) {
      throw retriable
          ? new Fault.Unavailable(message)
          : new Fault.AgentFailed(message + " (" + code + ")");
    }
    return facts;
  }
}
