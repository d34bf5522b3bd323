package dev.cadre.bench;

import dev.cadre.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * A conversation of LoCoMo: what was said over many sessions, and questions on it with the turns
 * that hold the answer.
 *
 * @param turns in order
 * @see <a href="https://arxiv.org/abs/2402.17753">Evaluating Very Long-Term Conversational Memory
 *     of LLM Agents</a>
 */
record Locomo(int number, List<Turn> turns, List<Question> questions) {
  /** Questions whose answer is nowhere. */
  private static final int ADVERSARIAL = 5;

  Locomo {
    turns = List.copyOf(turns);
    questions = List.copyOf(questions);
  }

  /**
   * One turn.
   *
   * @param text with the speaker's name before it, and what a picture shows behind
   */
  record Turn(String id, String text) {}

  /**
   * One question that has an answer.
   *
   * @param evidence the turns to be found
   */
  record Question(String text, Set<String> evidence) {
    Question {
      evidence = Set.copyOf(evidence);
    }
  }

  /** The conversations numbered {@code from} to {@code to}, counted from 1. */
  static List<Locomo> read(Path file, int from, int to) throws IOException {
    List<Locomo> all = new ArrayList<>();
    int number = 0;
    for (JsonNode sample : Json.parse(Files.readAllBytes(file))) {
      number++;
      if (number >= from && number <= to) {
        List<Turn> turns = turns(sample.path("conversation"));
        all.add(new Locomo(number, turns, questions(sample.path("qa"), turns)));
      }
    }
    return all;
  }

  private static List<Turn> turns(JsonNode conversation) {
    List<Turn> turns = new ArrayList<>();
    for (int session = 1; conversation.has("session_" + session); session++) {
      for (JsonNode turn : conversation.path("session_" + session)) {
        String text = turn.path("speaker").asString() + ": " + turn.path("text").asString();
        if (turn.has("blip_caption")) {
          text += " [" + turn.path("blip_caption").asString() + "]";
        }
        turns.add(new Turn(turn.path("dia_id").asString(), text));
      }
    }
    return turns;
  }

  private static List<Question> questions(JsonNode qa, List<Turn> turns) {
    Set<String> known = turns.stream().map(Turn::id).collect(Collectors.toSet());
    List<Question> questions = new ArrayList<>();
    for (JsonNode one : qa) {
      Set<String> evidence =
          one.path("evidence")
              .valueStream()
              .map(JsonNode::asString)
              .filter(known::contains)
              .collect(Collectors.toSet());
      if (!evidence.isEmpty() && one.path("category").asInt() != ADVERSARIAL) {
        questions.add(new Question(one.path("question").asString(), evidence));
      }
    }
    return questions;
  }
}
