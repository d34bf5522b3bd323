package dev.cadre.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes records without a language model: it keeps what people say of themselves and of the world,
 * word for word or nearly so, and shortens by leaving out. The same turns give the same records.
 */
final class PlainExtractor implements Extractor {
  private static final int SUMMARY_SENTENCES = 8;
  private static final int SUMMARY_LENGTH = 1_500;
  private static final int EPISODE_PART = 400;
  private static final int STEPS = 6;

  @Override
  public List<Candidate> extract(Request request) {
    return switch (request.kind()) {
      case FACTS -> Listening.to(request, false);
      case PREFERENCES -> Listening.to(request, true);
      case SUMMARY -> summary(request.turns());
      case EPISODE -> episode(request.turns());
      case REFLECTION -> Likeness.reflections(request.turns());
    };
  }

  private record Sentence(int place, Turn turn, String text, Set<String> telling) {}

  /**
   * The sentences that share most with the rest of the session, in their order; one that repeats
   * what is chosen already is left out.
   */
  private static List<Candidate> summary(List<Turn> turns) {
    List<Sentence> sentences = new ArrayList<>();
    for (Turn turn : turns) {
      for (String text : Sentences.of(turn.text())) {
        sentences.add(new Sentence(sentences.size(), turn, text, Sentences.telling(text)));
      }
    }
    Map<String, Integer> frequency = new HashMap<>();
    sentences.forEach(s -> s.telling().forEach(word -> frequency.merge(word, 1, Integer::sum)));
    List<Sentence> ranked = new ArrayList<>(sentences);
    ranked.sort(
        Comparator.comparingDouble((Sentence s) -> weight(s, frequency, sentences.size()))
            .reversed()
            .thenComparingInt(Sentence::place));
    List<Sentence> chosen = new ArrayList<>();
    int length = 0;
    for (Sentence next : ranked) {
      boolean fits =
          chosen.size() < SUMMARY_SENTENCES && length + next.text().length() <= SUMMARY_LENGTH;
      if (fits && next.telling().size() > 1 && chosen.stream().noneMatch(s -> alike(s, next))) {
        chosen.add(next);
        length += next.text().length();
      }
    }
    chosen.sort(Comparator.comparingInt(Sentence::place));
    return chosen.isEmpty() ? List.of() : List.of(joined(chosen));
  }

  private static double weight(Sentence sentence, Map<String, Integer> frequency, int total) {
    double sum = 0;
    for (String word : sentence.telling()) {
      int count = frequency.getOrDefault(word, 1);
      // What is said twice matters; what is in every sentence does not.
      sum += Math.log1p(count) * Math.log((total + 1.0) / count);
    }
    double length = Math.sqrt(sentence.telling().size() + 1.0);
    double speaker = sentence.turn().role() == Role.USER ? 1.2 : 1.0;
    boolean asks = sentence.text().endsWith("?");
    return speaker * (asks ? 0.7 : 1.0) * sum / length;
  }

  private static boolean alike(Sentence a, Sentence b) {
    long shared = a.telling().stream().filter(b.telling()::contains).count();
    return shared * 2 > Math.min(a.telling().size(), b.telling().size()) + 1;
  }

  private static Candidate joined(List<Sentence> sentences) {
    Set<String> events = new LinkedHashSet<>();
    StringBuilder text = new StringBuilder();
    Role last = null;
    for (Sentence sentence : sentences) {
      if (sentence.turn().role() != last) {
        text.append(text.isEmpty() ? "" : "\n").append(speaker(sentence.turn().role())).append(':');
        last = sentence.turn().role();
      }
      text.append(' ').append(sentence.text());
      events.add(sentence.turn().event());
    }
    return new Candidate(text.toString(), null, List.copyOf(events));
  }

  /** What was wanted first, what was done, and what was said last. */
  private static List<Candidate> episode(List<Turn> turns) {
    Turn goal = turns.stream().filter(t -> t.role() == Role.USER).findFirst().orElse(null);
    Turn outcome =
        turns.reversed().stream().filter(t -> t.role() == Role.ASSISTANT).findFirst().orElse(null);
    if (goal == null || outcome == null) {
      return List.of();
    }
    List<Turn> tools =
        turns.stream().filter(turn -> turn.role() == Role.TOOL).limit(STEPS).toList();
    StringBuilder text = new StringBuilder(Likeness.GOAL).append(part(goal.text()));
    for (Turn tool : tools) {
      text.append("\n" + Likeness.STEP).append(part(tool.text()));
    }
    text.append("\n" + Likeness.OUTCOME).append(part(outcome.text()));
    return List.of(
        new Candidate(
            text.toString(),
            null,
            List.of(goal.event(), outcome.event()).stream().distinct().toList()));
  }

  private static String part(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() <= EPISODE_PART
        ? line
        : line.substring(0, line.offsetByCodePoints(0, line.codePointCount(0, EPISODE_PART - 1)))
            + "…";
  }

  private static String speaker(Role role) {
    return switch (role) {
      case USER -> "User";
      case ASSISTANT -> "Assistant";
      case TOOL -> "Tool";
      case OTHER -> "Note";
    };
  }
}
