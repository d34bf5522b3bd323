package dev.cadre.http;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A type of an AWS service model, as far as input is checked against it. Lengths and ranges are
 * inclusive.
 */
sealed interface Shape {

  /**
   * @param required members that must be present
   * @param union true when exactly one member must be present
   * @param payload the member that is the whole body, or null when the body holds the members
   */
  record Structure(
      Map<String, Member> members, Set<String> required, boolean union, @Nullable String payload)
      implements Shape {}

  /**
   * @param shape the name of the member's shape
   * @param wireName its name on the wire
   */
  record Member(String shape, Location location, String wireName) {}

  /** Where a member travels. */
  enum Location {
    BODY,
    URI,
    QUERYSTRING,
    HEADER
  }

  record ListOf(String member, Range size) implements Shape {}

  /**
   * @param sensitive true when no key or value may be shown
   */
  record MapOf(String key, String value, Range size, boolean sensitive) implements Shape {}

  record Text(Range length, @Nullable Pattern pattern, List<String> values, boolean sensitive)
      implements Shape {}

  record Whole(Range range) implements Shape {}

  record Decimal() implements Shape {}

  record Bool() implements Shape {}

  record Timestamp() implements Shape {}

  record Blob(Range length) implements Shape {}

  /** Free-form JSON. */
  record Document() implements Shape {}

  /** Inclusive bounds. */
  record Range(long min, long max) {
    boolean holds(long value) {
      return value >= min && value <= max;
    }
  }
}
