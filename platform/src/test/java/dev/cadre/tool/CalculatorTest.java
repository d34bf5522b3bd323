package dev.cadre.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalculatorTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1 + 2 * 3                | 7
          (1 + 2) * 3              | 9
          0.1 + 0.2                | 0.3
          10 / 4                   | 2.5
          1 / 3 * 3                | 1
          -2 ^ 2                   | -4
          2 ^ 3 ^ 2                | 512
          2 ^ -1                   | 0.5
          2 ^ 0.5                  | 1.414213562373095048801688724209698
          8 ^ 0.25                 | 1.68179283050743
          10 % 3                   | 1
          20% * 50                 | 10
          200 * 15%                | 30
          1250 * (1 + 19%)         | 1487.5
          - -3                     | 3
          2 * -3                   | -6
          sqrt(16) + abs(-2)       | 6
          min(3, 1, 2) + max(3, 4) | 5
          round(2.345, 2)          | 2.35
          round(-2.5)              | -3
          avg(1, 2, 4)             | 2.333333333333333333333333333333333
          floor(-1.5) + ceil(1.2)  | 0
          1e3 + 1_000              | 2000
          ln(e)                    | 1
          12345678901234567890 * 10 | 123456789012345678900
          round(PI, 4)             | 3.1416
          round(1250, -2)          | 1300
          2 ** 3 ** 2 * 2          | 1024
          round(π, 4)              | 3.1416
          2 ^ 200                  | 1606938044258990275541962092341162602522202993782792835301376
          1 / 3 * 3 * 1e60         | 1e60
          """)
  void knows_arithmetic(String expression, String result) {
    assertThat(Arithmetic.evaluate(expression)).isEqualByComparingTo(result);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1 +",
        "1 2",
        "(1",
        "1)",
        "foo",
        "foo(1)",
        "1/0",
        "5 % 0",
        "0 ^ -1",
        "sqrt(-1)",
        "sqrt(1, 2)",
        "9^9^9^9",
        "10^9999 * 10^9999",
        "1e999999999",
        "ln(0)",
        "..",
        "2 * * 3",
        "System.exit(0)",
        "round(1, 1000)"
      })
  void says_what_has_no_result(String expression) {
    assertThatThrownBy(() -> Arithmetic.evaluate(expression))
        .isInstanceOf(ArithmeticException.class)
        .message()
        .isNotBlank();
  }

  @Test
  void tells_what_is_wrong_so_that_it_can_be_mended() {
    assertThatThrownBy(() -> Arithmetic.evaluate("round(2.5, 0.5)"))
        .hasMessageContaining("how many digits to keep");
    assertThatThrownBy(() -> Arithmetic.evaluate("sin(10^5000)"))
        .hasMessage("it is not defined for 1E+5000");
    assertThatThrownBy(() -> Arithmetic.evaluate("1,000 + 1")).hasMessageContaining("1000, not");
    assertThatThrownBy(() -> Arithmetic.evaluate("15% of 240")).hasMessageContaining("write *");
    assertThatThrownBy(() -> Arithmetic.evaluate("2(3 + 4)")).hasMessageContaining("write *");
    assertThatThrownBy(() -> Arithmetic.evaluate("sqrt 16")).hasMessageContaining("sqrt(16)");
  }

  @Test
  void is_not_driven_into_the_ground_by_nesting() {
    for (String deep :
        new String[] {"(".repeat(900), "-".repeat(900) + "1", "2^".repeat(400) + "1"}) {
      assertThatThrownBy(() -> Arithmetic.evaluate(deep)).isInstanceOf(ArithmeticException.class);
    }
  }
}
