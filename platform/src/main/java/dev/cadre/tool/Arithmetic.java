package dev.cadre.tool;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Evaluates arithmetic by recursive descent:
 *
 * <pre>
 * sum     = product { ("+" | "-") product }
 * product = power { ("*" | "/" | "%") power }
 * power   = [ "-" | "+" ] operand { "%" } [ ( "^" | "**" ) power ]
 * operand = number | name | name "(" sum { "," sum } ")" | "(" sum ")"
 * </pre>
 *
 * <p>A minus binds less than a power: -2^2 is -4. Sums and products are exact to 100 digits, the
 * transcendental functions to the 15 of a double. Throws {@code ArithmeticException} for what is no
 * expression or has no result.
 */
final class Arithmetic {
  private static final int MAX_DEPTH = 64;

  private final ArithmeticText text;
  private int depth;

  private Arithmetic(String expression) {
    this.text = new ArithmeticText(expression);
  }

  /** As {@link Decimals#shown} shows it. */
  static BigDecimal evaluate(String expression) {
    Arithmetic arithmetic = new Arithmetic(expression);
    BigDecimal value = arithmetic.sum();
    arithmetic.text.end();
    return Decimals.shown(value);
  }

  private BigDecimal sum() {
    deeper();
    BigDecimal value = product();
    while (true) {
      if (text.take('+')) {
        value = Decimals.plus(value, product());
      } else if (text.takeMinus()) {
        value = Decimals.plus(value, product().negate());
      } else {
        depth--;
        return value;
      }
    }
  }

  private BigDecimal product() {
    BigDecimal value = power();
    while (true) {
      if (text.takeTimes()) {
        value = Decimals.times(value, power());
      } else if (text.take('/') || text.take('÷')) {
        value = Decimals.over(value, power());
      } else if (text.take('%')) {
        value = Decimals.remainder(value, power());
      } else {
        return value;
      }
    }
  }

  private BigDecimal power() {
    deeper();
    BigDecimal value = text.takeMinus() ? power().negate() : raised();
    depth--;
    return value;
  }

  private BigDecimal raised() {
    text.take('+');
    BigDecimal value = operand();
    while (text.takePercent()) {
      value = Decimals.hundredth(value);
    }
    return text.takePower() ? Decimals.raise(value, power()) : value;
  }

  private BigDecimal operand() {
    if (text.take('(')) {
      BigDecimal value = sum();
      text.expect(')');
      return value;
    }
    return text.atName() ? named() : Decimals.bounded(text.number());
  }

  private BigDecimal named() {
    String name = text.name();
    if (!text.take('(')) {
      return ArithmeticFunctions.constant(name);
    }
    List<BigDecimal> arguments = new ArrayList<>();
    do {
      arguments.add(sum());
    } while (text.take(','));
    text.expect(')');
    return ArithmeticFunctions.call(name, arguments);
  }

  private void deeper() {
    if (++depth > MAX_DEPTH) {
      throw new ArithmeticException("it is nested deeper than " + MAX_DEPTH + " levels");
    }
  }
}
