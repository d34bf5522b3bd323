package dev.cadre.harness;

import dev.cadre.model.Reply;
import dev.cadre.model.ReplyEvent;
import dev.cadre.tool.ToolRunner;
import java.util.concurrent.FutureTask;

/** What a turn's thread hears from those that work for it. */
sealed interface Signal {
  /** A part of the reply under way. */
  record Part(ReplyEvent event) implements Signal {}

  /** The reply is whole. */
  record Replied(Reply reply) implements Signal {}

  /** There is no whole reply. */
  record Broke(RuntimeException why) implements Signal {}

  /** Work done aside is over. */
  record Done(FutureTask<?> work) implements Signal {}

  /** An agent that was called as a tool did something. */
  record Inside(TurnEvent.Within event) implements Signal {}

  /** A hook was asked about a tool's call. */
  record Hooked(String callId, TurnEvent.HookAsked event) implements Signal {}

  /** A tool's call is over. */
  record ToolDone(String callId, ToolRunner.Finished finished) implements Signal {}
}
