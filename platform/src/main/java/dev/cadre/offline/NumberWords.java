package dev.cadre.offline;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Numbers in words: {@code twenty-five}, {@code two hundred and six}, {@code a dozen}, {@code third}. */
final class NumberWords {
  private static final List<String> UNITS =
      List.of(
          "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
          "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
          "eighteen", "nineteen");
  private static final List<String> TENS =
      List.of("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety");
  private static final List<String> ORDINALS =
      List.of(
          "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
          "tenth", "eleventh", "twelfth");
  private static final Map<String, Long> SCALES =
      Map.of(
          "hundred", 100L,
          "thousand", 1_000L,
          "k", 1_000L,
          "million", 1_000_000L,
          "mn", 1_000_000L,
          "billion", 1_000_000_000L,
          "bn", 1_000_000_000L,
          "trillion", 1_000_000_000_000L);
  private static final Map<String, Integer> SMALL = small();

  private NumberWords() {}

  /** A number in words, and how many words it takes. */
  record Found(BigDecimal number, int words) {}

  static Optional<BigDecimal> scale(String word) {
    return Optional.ofNullable(SCALES.get(word)).map(BigDecimal::valueOf);
  }

  static Optional<Integer> ordinal(String word) {
    int index = ORDINALS.indexOf(word);
    return index < 0 ? Optional.empty() : Optional.of(index + 1);
  }

  /** The longest number that begins with word {@code from}. */
  static Optional<Found> at(List<Word> words, int from) {
    long total = 0;
    long part = 0;
    int end = from;
    for (int i = from; i < words.size() && total < 1_000_000_000_000_000L; i++) {
      String word = words.get(i).lower();
      if (word.equals("and") && end == i && part >= 100 && i + 1 < words.size()
          && SMALL.containsKey(words.get(i + 1).lower())) {
        continue;
      }
      Integer small = SMALL.get(word);
      Long scale = SCALES.get(word);
      if (small != null && fits(part, small)) {
        part += small;
      } else if (scale != null && part > 0 && word.length() > 2) {
        part = scale == 100 ? part * 100 : part;
        total += scale == 100 ? 0 : part * scale;
        part = scale == 100 ? part : 0;
      } else {
        break;
      }
      end = i + 1;
    }
    if (end > from) {
      return Optional.of(new Found(BigDecimal.valueOf(total + part), end - from));
    }
    return words.get(from).lower().equals("dozen")
        ? Optional.of(new Found(BigDecimal.valueOf(12), 1))
        : Optional.empty();
  }

  /** {@code twenty six} is one number, {@code six twenty} is two. */
  private static boolean fits(long part, int small) {
    return part % 100 == 0 || (part % 100 >= 20 && part % 10 == 0 && small > 0 && small < 10);
  }

  private static Map<String, Integer> small() {
    Map<String, Integer> small = new HashMap<>();
    for (int i = 0; i < UNITS.size(); i++) {
      small.put(UNITS.get(i), i);
    }
    for (int t = 0; t < TENS.size(); t++) {
      small.put(TENS.get(t), 20 + 10 * t);
      for (int u = 1; u < 10; u++) {
        small.put(TENS.get(t) + "-" + UNITS.get(u), 20 + 10 * t + u);
      }
    }
    return Map.copyOf(small);
  }
}
