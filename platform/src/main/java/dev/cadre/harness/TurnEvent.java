package dev.cadre.harness;

import dev.cadre.harness.AgentDefinition.Hook;
import dev.cadre.model.Content;
import dev.cadre.model.StopReason;
import dev.cadre.model.Usage;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What happens in a turn, in order. Every event is in the database before anyone is shown it, so a
 * client that lost its connection finds there all that it saw.
 */
public sealed interface TurnEvent {

  /** The input is accepted: from here on the turn ends in a {@link Ended} or a {@link Failed}. */
  record Started(String turnId) implements TurnEvent {}

  /** The model begins a reply; {@code step} counts a turn's replies from 1. */
  record ReplyStarted(int step) implements TurnEvent {}

  /** More of the reply's text; {@code block} counts the blocks of a reply from 0. */
  record Text(int step, int block, String delta) implements TurnEvent {}

  /** More of what the model says to itself. */
  record Reasoning(int step, int block, String delta) implements TurnEvent {}

  /** The model begins to call a tool. */
  record ToolCallStarted(int step, int block, String callId, String tool) implements TurnEvent {}

  /** More of the call's arguments: JSON text, cut anywhere. */
  record ToolCallArguments(int step, int block, String callId, String delta) implements TurnEvent {}

  /** The model's reply is whole. */
  record ReplyEnded(
      int step, List<Content> content, StopReason stop, Usage usage, Duration took, String model)
      implements TurnEvent {
    public ReplyEnded {
      content = List.copyOf(content);
    }
  }

  /** A tool is about to run here. */
  record ToolStarted(String callId, String tool, ObjectNode arguments) implements TurnEvent {}

  /** A tool answered, or failed in a way that the model is told. */
  record ToolEnded(String callId, String tool, List<Content> content, boolean error, Duration took)
      implements TurnEvent {
    public ToolEnded {
      content = List.copyOf(content);
    }
  }

  /** The turn waits for a person to allow or refuse this call. */
  record ApprovalWanted(String callId, String tool, ObjectNode arguments) implements TurnEvent {}

  /** A person decided. */
  record ApprovalGiven(String callId, boolean allowed, String by) implements TurnEvent {}

  /** Older messages were left out of what the model reads, or put in a summary. */
  record ContextTrimmed(int messages, boolean summarised) implements TurnEvent {}

  /**
   * What a memory knows that may bear on what was said; the model reads it in this turn.
   *
   * @param problem why nothing could be recalled; null when the memory answered
   */
  record Recalled(List<String> texts, @Nullable String problem) implements TurnEvent {
    public Recalled {
      texts = List.copyOf(texts);
    }
  }

  /**
   * What was said and answered is in the memory.
   *
   * @param problem why it is not; null when it is
   */
  record Remembered(@Nullable String problem) implements TurnEvent {}

  /**
   * A supervisor decided whom to ask.
   *
   * @param chosen empty when it answers itself, or asks back
   * @param confidence 0 to 1
   * @param question asked back of whoever called; null for none
   */
  record Decided(List<Chosen> chosen, double confidence, String reason, @Nullable String question)
      implements TurnEvent {
    public Decided {
      chosen = List.copyOf(chosen);
    }
  }

  /**
   * What an agent that was called as a tool does, while it does it. It is in that agent's own
   * journal and not in the caller's.
   *
   * @param callId the call by which the agent works
   * @param agent its name
   * @param session its own
   */
  record Within(String callId, String agent, String session, TurnEvent event)
      implements TurnEvent {}

  /**
   * A hook of the agent's file was asked.
   *
   * @param id this asking's own
   * @param hook its name in the agent's file
   * @param allowed what it said, or what its silence means
   * @param reason why it denied; null when it allowed
   */
  record HookAsked(String id, String hook, Hook.Point on, boolean allowed, @Nullable String reason)
      implements TurnEvent {}

  /** The turn is over, or waits for its caller; nothing follows. */
  record Ended(Outcome outcome, Usage usage, Duration took) implements TurnEvent {}

  /**
   * The turn broke; nothing follows.
   *
   * @param code one of the API's error types, such as {@code ThrottlingException}
   * @param message says what to do next
   */
  record Failed(String code, String message, boolean retriable) implements TurnEvent {}

  /**
   * An agent that a supervisor asks.
   *
   * @param tool by which it is called
   * @param task what it is asked
   * @param why it and no other
   */
  record Chosen(String tool, String agent, String task, String why) {}

  /** How a turn ended. */
  sealed interface Outcome {
    /** The agent's answer; with an output schema, {@code text} is JSON that satisfies it. */
    record Answer(String text, StopReason stop) implements Outcome {}

    /** These calls wait for a person. The next input decides on them. */
    record AwaitsApproval(List<Content.ToolCall> calls) implements Outcome {
      public AwaitsApproval {
        calls = List.copyOf(calls);
      }
    }

    /** The caller itself runs these tools. The next input brings their results. */
    record AwaitsResults(List<Content.ToolCall> calls) implements Outcome {
      public AwaitsResults {
        calls = List.copyOf(calls);
      }
    }

    /** A limit of the agent's file ended it; {@code text} is what was said until then. */
    record LimitReached(Limit limit, String text, String message) implements Outcome {}

    /** Its caller stopped it. */
    record Cancelled(String text) implements Outcome {}

    /** A hook stopped it. */
    record Stopped(String text, String reason) implements Outcome {}
  }

  /** The limits of a turn. */
  enum Limit {
    STEPS,
    TOKENS,
    TIME,
    COST
  }
}
