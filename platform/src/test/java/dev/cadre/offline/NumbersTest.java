package dev.cadre.offline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadre.offline.Value.Amount;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NumbersTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          it weighs 12.5 kg              | 12.5       | kg
          pay $1,250.50 now              | 1250.50    | $
          a loan of 2 million            | 2000000    | ''
          minus: -7 is cold              | -7         | ''
          a rate of 5%                   | 5          | %
          a rate of 5 percent            | 5          | %
          twenty-five guests             | 25         | guests
          two hundred and six pages      | 206        | pages
          a dozen eggs                   | 12         | eggs
          1.5e3 volts                    | 1500       | volts
          6 x 10^3 volts                 | 6000       | volts
          3/4 of it                      | 0.75       | ''
          """)
  void an_amount_has_its_number_and_unit(String text, String number, String unit) {
    Amount amount = amounts(text).getFirst();
    assertThat(amount.number()).isEqualByComparingTo(number);
    assertThat(amount.unit()).isEqualTo(unit);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"the model X100z", "version 1.2.3", "that one, please", "one of them", "file_7", ""})
  void what_is_part_of_a_name_or_a_pronoun_is_no_amount(String text) {
    assertThat(amounts(text)).isEmpty();
  }

  @Test
  void an_ordinal_is_marked_as_one() {
    assertThat(amounts("the second and the 3rd"))
        .extracting(Amount::ordinal, a -> a.number().intValue())
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(true, 2),
            org.assertj.core.groups.Tuple.tuple(true, 3));
  }

  private static List<Amount> amounts(String text) {
    return Numbers.in(Text.of(text)).stream().map(mention -> (Amount) mention.value()).toList();
  }
}
