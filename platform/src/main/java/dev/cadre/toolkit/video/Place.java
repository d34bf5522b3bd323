package dev.cadre.toolkit.video;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a video was taken, in degrees. */
record Place(double latitude, double longitude) {
  /** ISO 6709, annex H, in degrees with decimals, which is what cameras write. */
  private static final Pattern ISO_6709 =
      Pattern.compile(
          "([+-]\\d{1,2}(?:\\.\\d{1,12})?)([+-]\\d{1,3}(?:\\.\\d{1,12})?)(?:[+-].*)?/?");

  /** Null for what is no place. */
  static @Nullable Place parse(String text) {
    Matcher matcher = ISO_6709.matcher(text.strip());
    return matcher.matches()
        ? of(Double.parseDouble(matcher.group(1)), Double.parseDouble(matcher.group(2)))
        : null;
  }

  /** Null for what is not on the earth. */
  static @Nullable Place of(double latitude, double longitude) {
    return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180
        ? new Place(latitude, longitude)
        : null;
  }
}
