package dev.cadre.model;

/**
 * A part of a reply under way. Blocks come one after the other, numbered from 0 as in the reply's
 * content; a text or reasoning block begins with its first delta.
 */
public sealed interface ReplyEvent {
  int block();

  /** More text of a text block; never empty. */
  record TextDelta(int block, String text) implements ReplyEvent {}

  /** More of what the model says to itself; never empty. */
  record ReasoningDelta(int block, String text) implements ReplyEvent {}

  /** A tool call begins; its arguments follow in pieces. */
  record ToolCallStart(int block, String id, String name) implements ReplyEvent {}

  /** A piece of the arguments' JSON text, cut anywhere; never empty. */
  record ToolCallDelta(int block, String json) implements ReplyEvent {}
}
