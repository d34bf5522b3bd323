package dev.cadre.mcp;

import dev.cadre.mcp.McpCall.Question;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Checks what a client answers to a server's question. */
final class Answers {
  private static final Set<String> ACTIONS = Set.of("accept", "decline", "cancel");

  private Answers() {}

  /** What {@code questions} need and the client did not say it can do. */
  static List<String> undeclared(Collection<Question> questions, ObjectNode capabilities) {
    return questions.stream()
        .map(Question::capability)
        .distinct()
        .filter(capability -> !capabilities.has(capability))
        .toList();
  }

  /**
   * Throws {@link RpcError} when {@code answer} has not the shape that {@code question} asks for.
   */
  static ObjectNode checked(String name, Question question, JsonNode answer) {
    boolean fits =
        switch (question) {
          case Question.Elicit elicit -> elicited(elicit.params(), answer);
          case Question.Sample _ -> answer.path("role").isString() && answer.has("content");
          case Question.Roots _ -> answer.path("roots").isArray();
        };
    if (!fits || !(answer instanceof ObjectNode object)) {
      throw RpcError.invalidParams(
          "the answer to '" + name + "' is not a result of " + question.method());
    }
    return object;
  }

  private static boolean elicited(ObjectNode params, JsonNode answer) {
    String action = answer.path("action").asString("");
    if (!ACTIONS.contains(action)) {
      return false;
    }
    if (!action.equals("accept") || !params.has("requestedSchema")) {
      return true;
    }
    JsonNode content = answer.path("content");
    if (!content.isObject()) {
      return false;
    }
    for (JsonNode required : params.path("requestedSchema").path("required")) {
      if (!content.has(required.asString(""))) {
        return false;
      }
    }
    return true;
  }
}
