package dev.cadre.tool;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** The names that an expression may use. */
final class ArithmeticFunctions {
  private static final BigDecimal PI =
      new BigDecimal("3.14159265358979323846264338327950288419716939937510");
  private static final BigDecimal E =
      new BigDecimal("2.71828182845904523536028747135266249775724709369995");
  private static final BigDecimal MAX_KEPT = BigDecimal.valueOf(100);

  private ArithmeticFunctions() {}

  static BigDecimal constant(String name) {
    return switch (name) {
      case "pi", "π" -> PI;
      case "e" -> E;
      case "of" -> throw new ArithmeticException("'of' is no sign; write * for times");
      default ->
          throw new ArithmeticException(
              "'"
                  + name
                  + "' is neither pi nor e; a function has its numbers in parentheses: sqrt(16)");
    };
  }

  /**
   * @param arguments one at least
   */
  static BigDecimal call(String name, List<BigDecimal> arguments) {
    return Decimals.bounded(
        switch (name) {
          case "min" -> arguments.stream().min(BigDecimal::compareTo).orElseThrow();
          case "max" -> arguments.stream().max(BigDecimal::compareTo).orElseThrow();
          case "sum" -> total(arguments);
          case "avg" -> Decimals.over(total(arguments), BigDecimal.valueOf(arguments.size()));
          case "round" -> round(arguments);
          case "abs" -> one(name, arguments).abs();
          case "floor" -> one(name, arguments).setScale(0, RoundingMode.FLOOR);
          case "ceil" -> one(name, arguments).setScale(0, RoundingMode.CEILING);
          case "sqrt" -> Decimals.root(one(name, arguments));
          case "ln" -> Decimals.real(Math::log, one(name, arguments));
          case "log" -> Decimals.real(Math::log10, one(name, arguments));
          case "exp" -> Decimals.real(Math::exp, one(name, arguments));
          case "sin" -> Decimals.real(Math::sin, one(name, arguments));
          case "cos" -> Decimals.real(Math::cos, one(name, arguments));
          case "tan" -> Decimals.real(Math::tan, one(name, arguments));
          default ->
              throw new ArithmeticException(
                  "there is no function '"
                      + name
                      + "'; there are sqrt, abs, min, max, sum, avg, round, floor, ceil, ln, log,"
                      + " exp, sin, cos, tan");
        });
  }

  private static BigDecimal total(List<BigDecimal> arguments) {
    return arguments.stream().reduce(BigDecimal.ZERO, Decimals::plus);
  }

  private static BigDecimal round(List<BigDecimal> arguments) {
    BigDecimal kept = arguments.size() == 1 ? BigDecimal.ZERO : arguments.get(1);
    if (arguments.size() > 2
        || kept.abs().compareTo(MAX_KEPT) > 0
        || kept.stripTrailingZeros().scale() > 0) {
      throw new ArithmeticException(
          "round takes a number and how many digits to keep, a whole number up to " + MAX_KEPT);
    }
    return arguments.getFirst().setScale(kept.intValueExact(), RoundingMode.HALF_UP);
  }

  private static BigDecimal one(String name, List<BigDecimal> arguments) {
    if (arguments.size() != 1) {
      throw new ArithmeticException(name + " takes one number");
    }
    return arguments.getFirst();
  }
}
