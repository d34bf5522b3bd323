package dev.cadre.model;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Dollars for a million tokens.
 *
 * @param input read, apart from a cache
 * @param output written
 * @param cacheRead read from a prompt cache
 * @param cacheWrite taken into one
 */
record Price(BigDecimal input, BigDecimal output, BigDecimal cacheRead, BigDecimal cacheWrite) {
  private static final int MILLION = 6;

  /** What {@code usage} costs, in dollars, exactly. */
  BigDecimal of(Usage usage) {
    long plain = Math.max(0, usage.input() - usage.cacheRead() - usage.cacheWrite());
    return times(input, plain)
        .add(times(cacheRead, usage.cacheRead()))
        .add(times(cacheWrite, usage.cacheWrite()))
        .add(times(output, usage.output()))
        .movePointLeft(MILLION);
  }

  private static BigDecimal times(BigDecimal price, long tokens) {
    return price.multiply(BigDecimal.valueOf(tokens), MathContext.UNLIMITED);
  }
}
