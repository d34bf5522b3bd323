package dev.cadre.offline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Answers a question with the sentences that hold its words, where there are such sentences. */
final class Extract {
  private static final int MOST_SENTENCES = 400;
  private static final int QUOTED = 2;

  /** Of the question's own words, the share that a sentence must have. */
  private static final double ENOUGH = 0.5;

  private Extract() {}

  static Optional<String> answer(String question, List<String> sources) {
    Set<String> asked = stems(question);
    List<String> sentences = new ArrayList<>();
    for (String source : sources) {
      for (String sentence : source.split("(?<=[.!?])\\s+|\\n+")) {
        if (sentences.size() < MOST_SENTENCES && !sentence.isBlank() && !sentence.strip().endsWith("?") && !instructs(sentence)) {
          sentences.add(sentence.strip());
        }
      }
    }
    if (asked.isEmpty()) {
      return Optional.empty();
    }
    String found =
        sentences.stream()
            .filter(sentence -> share(asked, sentence) >= ENOUGH)
            .sorted(Comparator.comparingDouble((String sentence) -> share(asked, sentence)).reversed())
            .limit(QUOTED)
            .collect(Collectors.joining(" "));
    return found.isEmpty() ? Optional.empty() : Optional.of(found);
  }

  /** What tells the agent how to behave is no answer to anybody. */
  private static boolean instructs(String sentence) {
    List<Word> words = Text.of(sentence).words();
    String first = words.isEmpty() ? "" : words.getFirst().lower();
    return Set.of("you", "never", "always", "do", "don't", "if", "when", "use", "your", "be").contains(first)
        || Lexicon.VERBS.contains(first);
  }

  private static double share(Set<String> asked, String sentence) {
    Set<String> both = stems(sentence);
    both.retainAll(asked);
    return (double) both.size() / asked.size();
  }

  private static Set<String> stems(String text) {
    Set<String> stems = new HashSet<>();
    for (Word word : Text.of(text).words()) {
      if (Lexicon.content(word) || word.digits()) {
        stems.add(word.stem());
      }
    }
    return stems;
  }
}
