package dev.cadre.memory;

import dev.cadre.fault.Fault;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.JsonNode;

/** Timestamps as rest-json has them: seconds since 1970 with milliseconds. */
final class Timestamps {
  private static final Instant FIRST = Instant.EPOCH;
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");
  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

  private Timestamps() {}

  static BigDecimal seconds(Instant instant) {
    return BigDecimal.valueOf(instant.toEpochMilli(), 3);
  }

  /**
   * Of a number of seconds, or of an ISO 8601 text, to the millisecond. Throws {@link
   * Fault.Invalid} that names {@code member} for what is neither, or outside of the years 1970 to
   * 9999.
   */
  static Instant read(JsonNode node, String member) {
    try {
      Instant instant =
          node.isNumber() && Double.isFinite(node.doubleValue())
              ? Instant.ofEpochMilli(millis(node.decimalValue()))
              : OffsetDateTime.parse(node.asString()).toInstant();
      Instant rounded = instant.truncatedTo(ChronoUnit.MILLIS);
      if (!rounded.isBefore(FIRST) && !rounded.isAfter(LAST)) {
        return rounded;
      }
    } catch (DateTimeException | ArithmeticException notATime) {
      // Told below, as a time out of range is.
    }
    throw new Fault.Invalid(
        member + " must be seconds since 1970 or an ISO 8601 text, at most " + LAST);
  }

  private static long millis(BigDecimal seconds) {
    // A number such as 1E999999999 must not be written out.
    if (seconds.precision() - seconds.scale() > 15) {
      throw new ArithmeticException("too far");
    }
    return seconds.multiply(THOUSAND).setScale(0, RoundingMode.FLOOR).longValueExact();
  }
}
