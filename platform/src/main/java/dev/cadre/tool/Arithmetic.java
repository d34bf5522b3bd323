package dev.cadre.tool;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/**
 * Evaluates arithmetic by recursive descent:
 *
 * <pre>
 * sum     = product { ("+" | "-") product }
 * product = power { ("*" | "/" | "%") power }
 * power   = [ "-" | "+" ] operand { "%" } [ "^" power ]
 * operand = number | name | name "(" sum { "," sum } ")" | "(" sum ")"
 * </pre>
 *
 * <p>A minus binds less than a power: -2^2 is -4. Sums and products are exact to 100 digits, the
 * transcendental functions to the 15 of a double. Throws {@code ArithmeticException} for what is no
 * expression or has no result.
 */
final class Arithmetic {
  private static final MathContext DIGITS = new MathContext(100, RoundingMode.HALF_EVEN);
  private static final MathContext SHOWN = new MathContext(34, RoundingMode.HALF_EVEN);
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final BigDecimal HALF = new BigDecimal("0.5");
  private static final BigDecimal PI =
      new BigDecimal("3.14159265358979323846264338327950288419716939937510");
  private static final BigDecimal E =
      new BigDecimal("2.71828182845904523536028747135266249775724709369995");
  private static final int MAX_DEPTH = 64;
  private static final int MAX_EXPONENT = 9_999;
  private static final int MAX_SCALE = 10_000;

  private final String text;
  private int at;
  private int depth;

  private Arithmetic(String text) {
    this.text = text;
  }

  /** To 34 digits, without zeros at the end. */
  static BigDecimal evaluate(String expression) {
    Arithmetic arithmetic = new Arithmetic(expression);
    BigDecimal value = arithmetic.sum();
    arithmetic.space();
    if (arithmetic.at < expression.length()) {
      throw arithmetic.unexpected();
    }
    BigDecimal shown = value.round(SHOWN).stripTrailingZeros();
    return shown.scale() < 0 && shown.precision() - shown.scale() <= 100
        ? shown.setScale(0)
        : shown;
  }

  private BigDecimal sum() {
    if (++depth > MAX_DEPTH) {
      throw new ArithmeticException("it is nested deeper than " + MAX_DEPTH + " levels");
    }
    BigDecimal value = product();
    while (true) {
      if (take('+')) {
        value = bounded(value.add(product(), DIGITS));
      } else if (take('-') || take('−')) {
        value = bounded(value.subtract(product(), DIGITS));
      } else {
        depth--;
        return value;
      }
    }
  }

  private BigDecimal product() {
    BigDecimal value = power();
    while (true) {
      if (take('*') || take('×')) {
        value = bounded(value.multiply(power(), DIGITS));
      } else if (take('/') || take('÷')) {
        value = bounded(value.divide(nonZero(power()), DIGITS));
      } else if (take('%')) {
        value = bounded(value.remainder(nonZero(power()), DIGITS));
      } else {
        return value;
      }
    }
  }

  private BigDecimal power() {
    if (++depth > MAX_DEPTH) {
      throw new ArithmeticException("it is nested deeper than " + MAX_DEPTH + " levels");
    }
    BigDecimal value = take('-') || take('−') ? power().negate() : raised();
    depth--;
    return value;
  }

  private BigDecimal raised() {
    take('+');
    BigDecimal value = operand();
    while (percent()) {
      value = value.divide(HUNDRED, DIGITS);
    }
    return take('^') ? raise(value, power()) : value;
  }

  /** A percent sign is a remainder when an operand follows, and a hundredth otherwise. */
  private boolean percent() {
    space();
    int next = at + 1;
    while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
      next++;
    }
    boolean operandFollows =
        next < text.length()
            && (Character.isLetterOrDigit(text.charAt(next)) || ".(".indexOf(text.charAt(next)) >= 0);
    return !operandFollows && take('%');
  }

  private BigDecimal operand() {
    space();
    if (take('(')) {
      BigDecimal value = sum();
      expect(')');
      return value;
    }
    if (at < text.length() && Character.isLetter(text.charAt(at))) {
      return named();
    }
    return number();
  }

  private BigDecimal number() {
    int start = at;
    digits();
    if (at < text.length() && text.charAt(at) == '.') {
      at++;
      digits();
    }
    if (at + 1 < text.length() && (text.charAt(at) | 0x20) == 'e' && exponentFollows()) {
      at += 2;
      digits();
    }
    if (at == start || text.substring(start, at).equals(".")) {
      throw unexpected();
    }
    try {
      return bounded(new BigDecimal(text.substring(start, at).replace("_", "")));
    } catch (NumberFormatException e) {
      throw new ArithmeticException("'" + text.substring(start, at) + "' is no number");
    }
  }

  private boolean exponentFollows() {
    char next = text.charAt(at + 1);
    return Character.isDigit(next)
        || ((next == '-' || next == '+')
            && at + 2 < text.length()
            && Character.isDigit(text.charAt(at + 2)));
  }

  private void digits() {
    while (at < text.length()
        && (text.charAt(at) >= '0' && text.charAt(at) <= '9' || text.charAt(at) == '_')) {
      at++;
    }
  }

  private BigDecimal named() {
    int start = at;
    while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
      at++;
    }
    String name = text.substring(start, at).toLowerCase(Locale.ROOT);
    if (!take('(')) {
      return switch (name) {
        case "pi" -> PI;
        case "e" -> E;
        default -> throw new ArithmeticException("'" + name + "' is neither pi nor e");
      };
    }
    List<BigDecimal> arguments = new ArrayList<>();
    do {
      arguments.add(sum());
    } while (take(','));
    expect(')');
    return bounded(call(name, arguments));
  }

  private static BigDecimal call(String name, List<BigDecimal> arguments) {
    return switch (name) {
      case "min" -> arguments.stream().min(BigDecimal::compareTo).orElseThrow();
      case "max" -> arguments.stream().max(BigDecimal::compareTo).orElseThrow();
      case "sum" -> total(arguments);
      case "avg" -> total(arguments).divide(BigDecimal.valueOf(arguments.size()), DIGITS);
      case "round" -> round(arguments);
      case "abs" -> one(name, arguments).abs();
      case "floor" -> one(name, arguments).setScale(0, RoundingMode.FLOOR);
      case "ceil" -> one(name, arguments).setScale(0, RoundingMode.CEILING);
      case "sqrt" -> root(one(name, arguments));
      case "ln" -> real(Math::log, one(name, arguments));
      case "log" -> real(Math::log10, one(name, arguments));
      case "exp" -> real(Math::exp, one(name, arguments));
      case "sin" -> real(Math::sin, one(name, arguments));
      case "cos" -> real(Math::cos, one(name, arguments));
      case "tan" -> real(Math::tan, one(name, arguments));
      default ->
          throw new ArithmeticException(
              "there is no function '"
                  + name
                  + "'; there are sqrt, abs, min, max, sum, avg, round, floor, ceil, ln, log, exp,"
                  + " sin, cos, tan");
    };
  }

  private static BigDecimal total(List<BigDecimal> arguments) {
    return arguments.stream().reduce(BigDecimal.ZERO, (a, b) -> bounded(a.add(b, DIGITS)));
  }

  private static BigDecimal round(List<BigDecimal> arguments) {
    if (arguments.size() > 2) {
      throw new ArithmeticException("round takes a number and how many digits to keep");
    }
    int digits = arguments.size() == 1 ? 0 : whole(arguments.get(1));
    if (Math.abs(digits) > 100) {
      throw new ArithmeticException("round keeps at most 100 digits");
    }
    return arguments.getFirst().setScale(digits, RoundingMode.HALF_UP);
  }

  private static BigDecimal root(BigDecimal value) {
    if (value.signum() < 0) {
      throw new ArithmeticException("the square root of a negative number");
    }
    return value.sqrt(SHOWN);
  }

  private static BigDecimal real(DoubleUnaryOperator function, BigDecimal value) {
    double result = function.applyAsDouble(value.doubleValue());
    if (!Double.isFinite(result)) {
      throw new ArithmeticException("it is not defined for " + value.toPlainString());
    }
    return new BigDecimal(result, new MathContext(15));
  }

  private static BigDecimal raise(BigDecimal base, BigDecimal exponent) {
    if (exponent.compareTo(HALF) == 0) {
      return root(base);
    }
    if (exponent.stripTrailingZeros().scale() > 0) {
      return real(x -> Math.pow(x, exponent.doubleValue()), base);
    }
    int power = whole(exponent);
    if (base.signum() == 0 && power < 0) {
      throw new ArithmeticException("division by zero");
    }
    return bounded(base.pow(power, DIGITS));
  }

  private static int whole(BigDecimal value) {
    if (value.abs().compareTo(BigDecimal.valueOf(MAX_EXPONENT)) > 0) {
      throw new ArithmeticException("an exponent may be " + MAX_EXPONENT + " at most");
    }
    return value.intValueExact();
  }

  private static BigDecimal one(String name, List<BigDecimal> arguments) {
    if (arguments.size() != 1) {
      throw new ArithmeticException(name + " takes one number");
    }
    return arguments.getFirst();
  }

  private static BigDecimal nonZero(BigDecimal divisor) {
    if (divisor.signum() == 0) {
      throw new ArithmeticException("division by zero");
    }
    return divisor;
  }

  private static BigDecimal bounded(BigDecimal value) {
    if (Math.abs((long) value.precision() - value.scale()) > MAX_SCALE
        || Math.abs(value.scale()) > MAX_SCALE) {
      throw new ArithmeticException("a number with more than " + MAX_SCALE + " digits");
    }
    return value;
  }

  private boolean take(char wanted) {
    space();
    if (at < text.length() && text.charAt(at) == wanted) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char wanted) {
    if (!take(wanted)) {
      throw at < text.length()
          ? unexpected()
          : new ArithmeticException("a '" + wanted + "' is missing at its end");
    }
  }

  private void space() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private ArithmeticException unexpected() {
    return new ArithmeticException(
        at < text.length()
            ? "'" + text.charAt(at) + "' at position " + (at + 1) + " is not expected"
            : "it ends too early");
  }
}
