package dev.cadre.offline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The words around a mention, by stem, each with how near it is: 1 beside the mention, less with
 * every word between, much less beyond another number or a comma.
 *
 * @param preposition that stands before the mention; empty for none
 */
record Surroundings(Map<String, Double> left, Map<String, Double> right, String preposition) {
  private static final int FAR = 9;
  private static final int NEAR = 4;

  static Surroundings of(Text text, Mention mention) {
    int first = text.at(mention.start());
    int after = text.at(mention.end());
    return new Surroundings(left(text, first), right(text, after), preposition(text, first));
  }

  /** Of one among several enumerated: what stands before the first and after the last belongs to each. */
  Surroundings with(Surroundings all) {
    Map<String, Double> before = new HashMap<>(left);
    all.left.forEach((stem, near) -> before.merge(stem, near, Math::max));
    Map<String, Double> after = new HashMap<>(right);
    all.right.forEach((stem, near) -> after.merge(stem, near, Math::max));
    return new Surroundings(before, after, preposition.isEmpty() ? all.preposition : preposition);
  }

  private static Map<String, Double> left(Text text, int first) {
    Map<String, Double> near = new HashMap<>();
    double weight = 1;
    for (int i = first - 1; i >= 0 && i >= first - FAR; i--) {
      Word word = text.word(i);
      if (".!?;".contains(word.text())) {
        break;
      }
      if (word.letters()) {
        near.merge(word.stem(), weight, Math::max);
        if (Lexicon.content(word)) {
          weight *= 0.8;
        } else {
          weight *= word.lower().equals("and") ? 0.6 : 0.95;
        }
      } else if (word.text().equals(",")) {
        weight *= 0.6;
      } else if (word.digits()) {
        weight *= 0.4;
      }
    }
    return near;
  }

  private static Map<String, Double> right(Text text, int after) {
    Map<String, Double> near = new HashMap<>();
    double weight = 1;
    for (int i = after; i < text.size() && i < after + NEAR; i++) {
      Word word = text.word(i);
      boolean ends = !word.letters() || word.lower().equals("and") || word.lower().equals("or");
      if (ends && !word.text().equals("-")) {
        break;
      }
      near.merge(word.stem(), weight, Math::max);
      weight *= Lexicon.PREPOSITIONS.contains(word.lower()) && !word.lower().equals("of") ? 0.35 : 0.75;
    }
    return near;
  }

  private static String preposition(Text text, int first) {
    List<String> seen = new ArrayList<>();
    for (int i = first - 1; i >= 0 && i >= first - 4; i--) {
      String word = text.word(i).lower();
      if (Lexicon.PREPOSITIONS.contains(word)) {
        return word;
      }
      boolean passes = Set.of("the", "a", "an", "my", "our", "your", "all", "some", "exactly", "least", "most").contains(word);
      if (!passes && (!seen.isEmpty() || !Lexicon.content(text.word(i)))) {
        return "";
      }
      if (!passes) {
        seen.add(word);
      }
    }
    return "";
  }
}
