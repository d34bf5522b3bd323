package dev.cadre.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations ({@code 15m}, {@code 1h30m}, {@code 900s}) and sizes ({@code 512MB}, {@code 64KiB}).
 */
final class Units {
  private static final Pattern DURATION =
      Pattern.compile(
          "(?:(\\d{1,9})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?(?:(\\d{1,9})ms)?");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,3})?) ?([KMGT]?i?B)");
  private static final List<Duration> SCALES =
      List.of(
          Duration.ofDays(1),
          Duration.ofHours(1),
          Duration.ofMinutes(1),
          Duration.ofSeconds(1),
          Duration.ofMillis(1));
  // As people write them for memory: MB and MiB both are 2^20 bytes.
  private static final Map<Character, Integer> SHIFTS = Map.of('K', 10, 'M', 20, 'G', 30, 'T', 40);

  private Units() {}

  static Optional<Duration> duration(String text) {
    Matcher matcher = DURATION.matcher(text.strip());
    if (text.isBlank() || !matcher.matches()) {
      return Optional.empty();
    }
    Duration total = Duration.ZERO;
    for (int i = 0; i < SCALES.size(); i++) {
      String count = matcher.group(i + 1);
      if (count != null) {
        total = total.plus(SCALES.get(i).multipliedBy(Long.parseLong(count)));
      }
    }
    return Optional.of(total);
  }

  /** In bytes. */
  static Optional<Long> size(String text) {
    Matcher matcher = SIZE.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int shift = SHIFTS.getOrDefault(matcher.group(2).charAt(0), 0);
    BigInteger bytes =
        new BigDecimal(matcher.group(1))
            .multiply(new BigDecimal(BigInteger.ONE.shiftLeft(shift)))
            .toBigInteger();
    return bytes.bitLength() < Long.SIZE ? Optional.of(bytes.longValue()) : Optional.empty();
  }

  /** As {@link #duration} reads it. */
  static String text(Duration duration) {
    StringBuilder text = new StringBuilder();
    long days = duration.toDays();
    append(text, days, "d");
    append(text, duration.toHoursPart(), "h");
    append(text, duration.toMinutesPart(), "m");
    append(text, duration.toSecondsPart(), "s");
    append(text, duration.toMillisPart(), "ms");
    return text.isEmpty() ? "0s" : text.toString();
  }

  /** As {@link #size} reads it. */
  static String text(long bytes) {
    for (Map.Entry<Character, Integer> scale :
        List.of(Map.entry('T', 40), Map.entry('G', 30), Map.entry('M', 20), Map.entry('K', 10))) {
      if (bytes != 0 && (bytes & ((1L << scale.getValue()) - 1)) == 0) {
        return (bytes >> scale.getValue()) + "" + scale.getKey() + "B";
      }
    }
    return bytes + "B";
  }

  private static void append(StringBuilder text, long count, String unit) {
    if (count > 0) {
      text.append(count).append(unit);
    }
  }
}
