package dev.cadre.mcp;

import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Ends a stateless call that cannot go on without the client's answers. */
final class InputRequired extends McpSignal {
  private static final long serialVersionUID = 1L;
  private final transient Map<String, McpCall.Question> questions;
  private final transient ObjectNode answered;

  InputRequired(Map<String, McpCall.Question> questions, ObjectNode answered) {
    super("input required", false);
    this.questions = Map.copyOf(questions);
    this.answered = answered;
  }

  /** Those without an answer yet. */
  Map<String, McpCall.Question> questions() {
    return questions;
  }

  /** The answers of this round and those before. */
  ObjectNode answered() {
    return answered;
  }
}
