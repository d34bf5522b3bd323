package dev.cadre.toolkit.data;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/** Figures of lists of decimals. Sums are exact; what must be divided has 34 digits. */
final class Statistics {
  private static final MathContext PRECISE = MathContext.DECIMAL128;

  /** Places after the point that are shown of a quotient. */
  private static final int SHOWN = 6;

  private Statistics() {}

  static BigDecimal sum(List<BigDecimal> values) {
    return values.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** Of one value or more. */
  static BigDecimal mean(List<BigDecimal> values) {
    return sum(values).divide(BigDecimal.valueOf(values.size()), PRECISE);
  }

  /**
   * The value below which {@code share} of the values lie, between two of them by straight line
   * (the seventh way of Hyndman and Fan, as R and NumPy do).
   *
   * @param sorted ascending, not empty
   */
  static BigDecimal quantile(List<BigDecimal> sorted, BigDecimal share) {
    BigDecimal place = share.multiply(BigDecimal.valueOf(sorted.size() - 1L));
    int below = place.intValue();
    BigDecimal low = sorted.get(below);
    BigDecimal rest = place.subtract(BigDecimal.valueOf(below));
    return rest.signum() == 0
        ? low
        : low.add(sorted.get(below + 1).subtract(low).multiply(rest, PRECISE), PRECISE);
  }

  static BigDecimal median(List<BigDecimal> values) {
    return quantile(values.stream().sorted().toList(), new BigDecimal("0.5"));
  }

  /** Of a sample: divided by one less than there are. Of two values or more. */
  static BigDecimal deviation(List<BigDecimal> values) {
    // Exact until the division: decimals lose nothing when they are added and multiplied.
    BigDecimal n = BigDecimal.valueOf(values.size());
    BigDecimal sum = sum(values);
    BigDecimal squares = BigDecimal.ZERO;
    for (BigDecimal value : values) {
      squares = squares.add(value.multiply(value));
    }
    BigDecimal off = squares.multiply(n).subtract(sum.multiply(sum));
    BigDecimal pairs = n.multiply(n.subtract(BigDecimal.ONE));
    return off.divide(pairs, PRECISE).sqrt(PRECISE);
  }

  /** For people: what is exact as it is, with the zeros of 12.50; the rest to six places. */
  static BigDecimal shown(BigDecimal value) {
    if (value.scale() <= SHOWN) {
      return value;
    }
    BigDecimal few = rounded(value);
    return few.signum() == 0 ? BigDecimal.ZERO : plain(few);
  }

  /** Six places, or six digits of what is smaller than those. */
  private static BigDecimal rounded(BigDecimal value) {
    BigDecimal places = value.setScale(SHOWN, RoundingMode.HALF_EVEN);
    return places.abs().compareTo(new BigDecimal("0.001")) < 0
        ? value.round(new MathContext(SHOWN))
        : places;
  }

  private static BigDecimal plain(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
