package dev.cadre.offline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.offline.Value.Term;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WordedSumsTest {
  private static List<String> sums(String text) {
    return WordedSums.in(Text.of(text)).stream()
        .map(mention -> ((Term) mention.value()).text())
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "What is 15% of 240?|15% * 240",
        "tell me 7.5 percent of $1,250.40|7.5% * 1250.40",
        "how much is 12 times 8 plus 4|12 * 8 + 4",
        "9 divided by 2|9 / 2",
        "the square root of 144|sqrt(144)",
        "what is 13 squared|13^2",
        "2 to the power of 10|2 ^ 10",
        "half of 90|0.5 * 90",
        "17 minus 20 percent of 5|17 - 20% * 5",
      })
  void what_is_said_in_words_is_a_formula(String said, String formula) {
    assertThat(sums(said)).containsExactly(formula);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "12.5 * 8",
        "a discount of 15%",
        "call me 3 times",
        "flight 12 of 20 seats",
        "ORD-2024 times 3",
        "the 5 of us"
      })
  void what_is_no_sum_in_words_is_left_alone(String said) {
    assertThat(sums(said)).isEmpty();
  }
}
