package dev.cadre.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** Quantities as people read and write them. */
final class Sizes {
  private Sizes() {}

  static String bytes(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    return bytes < 1 << 20
        ? String.format(Locale.ROOT, "%.1f KiB", bytes / 1024.0)
        : String.format(Locale.ROOT, "%.1f MiB", bytes / (1024.0 * 1024));
  }

  /** The two largest units: {@code 3d 4h}, {@code 12m 5s}, {@code 8s}. */
  static String age(long seconds) {
    Duration age = Duration.ofSeconds(Math.max(0, seconds));
    if (age.toDays() > 0) {
      return age.toDays() + "d " + age.toHoursPart() + "h";
    }
    if (age.toHours() > 0) {
      return age.toHours() + "h " + age.toMinutesPart() + "m";
    }
    return age.toMinutes() > 0
        ? age.toMinutes() + "m " + age.toSecondsPart() + "s"
        : age.toSeconds() + "s";
  }

  /** Refuses what is not a positive number and one of s, m, h, d; returns it unchanged. */
  static String duration(String text) {
    try {
      String iso = text.endsWith("d") ? "P" + text : "PT" + text;
      if (text.matches("[0-9]{1,9}[smhd]") && Duration.parse(iso).isPositive()) {
        return text;
      }
    } catch (DateTimeParseException e) {
      // Refused below.
    }
    throw Failure.usage("'" + text + "' is not a time such as 30s, 10m, 2h or 1d");
  }
}
