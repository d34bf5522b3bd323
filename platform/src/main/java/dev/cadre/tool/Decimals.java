package dev.cadre.tool;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.function.DoubleUnaryOperator;

/**
 * What is calculated with decimals, each step to 100 digits. A number of more than 10,000 digits,
 * or a step without a result, is an {@code ArithmeticException}.
 */
final class Decimals {
  private static final MathContext DIGITS = new MathContext(100, RoundingMode.HALF_EVEN);
  private static final MathContext SHOWN = new MathContext(34, RoundingMode.HALF_EVEN);
  private static final MathContext TOLD = new MathContext(15, RoundingMode.HALF_EVEN);
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final BigDecimal HALF = new BigDecimal("0.5");
  private static final int MAX_EXPONENT = 9_999;
  private static final int MAX_SCALE = 10_000;

  private Decimals() {}

  /**
   * Whole numbers with all of their digits while none is lost, which is to 99; all else to 34,
   * without zeros at the end.
   */
  static BigDecimal shown(BigDecimal value) {
    BigDecimal bare = value.stripTrailingZeros();
    boolean whole = bare.scale() <= 0 && bare.precision() - bare.scale() < DIGITS.getPrecision();
    BigDecimal shown = whole ? bare : bare.round(SHOWN).stripTrailingZeros();
    return shown.scale() < 0 && shown.precision() - shown.scale() <= DIGITS.getPrecision()
        ? shown.setScale(0)
        : shown;
  }

  static BigDecimal plus(BigDecimal a, BigDecimal b) {
    return bounded(a.add(b, DIGITS));
  }

  static BigDecimal times(BigDecimal a, BigDecimal b) {
    return bounded(a.multiply(b, DIGITS));
  }

  static BigDecimal over(BigDecimal a, BigDecimal b) {
    return bounded(a.divide(nonZero(b), DIGITS));
  }

  static BigDecimal remainder(BigDecimal a, BigDecimal b) {
    return bounded(a.remainder(nonZero(b), DIGITS));
  }

  static BigDecimal hundredth(BigDecimal value) {
    return value.divide(HUNDRED, DIGITS);
  }

  static BigDecimal raise(BigDecimal base, BigDecimal exponent) {
    if (exponent.compareTo(HALF) == 0) {
      return root(base);
    }
    if (exponent.stripTrailingZeros().scale() > 0) {
      return real(x -> Math.pow(x, exponent.doubleValue()), base);
    }
    if (exponent.abs().compareTo(BigDecimal.valueOf(MAX_EXPONENT)) > 0) {
      throw new ArithmeticException("an exponent may be " + MAX_EXPONENT + " at most");
    }
    int power = exponent.intValueExact();
    if (base.signum() == 0 && power < 0) {
      throw new ArithmeticException("division by zero");
    }
    return bounded(base.pow(power, DIGITS));
  }

  static BigDecimal root(BigDecimal value) {
    if (value.signum() < 0) {
      throw new ArithmeticException("the square root of a negative number");
    }
    return value.sqrt(SHOWN);
  }

  /** By a function of doubles, to the 15 digits that these have. */
  static BigDecimal real(DoubleUnaryOperator function, BigDecimal value) {
    double result = function.applyAsDouble(value.doubleValue());
    if (!Double.isFinite(result)) {
      throw new ArithmeticException(
          "it is not defined for " + value.round(TOLD).stripTrailingZeros());
    }
    return new BigDecimal(result, TOLD);
  }

  static BigDecimal bounded(BigDecimal value) {
    if (Math.abs((long) value.precision() - value.scale()) > MAX_SCALE
        || Math.abs(value.scale()) > MAX_SCALE) {
      throw new ArithmeticException("a number with more than " + MAX_SCALE + " digits");
    }
    return value;
  }

  private static BigDecimal nonZero(BigDecimal divisor) {
    if (divisor.signum() == 0) {
      throw new ArithmeticException("division by zero");
    }
    return divisor;
  }
}
