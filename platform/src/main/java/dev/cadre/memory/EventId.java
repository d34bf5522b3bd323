package dev.cadre.memory;

import dev.cadre.fault.Fault;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id of an event within its session, as AWS forms it: 19 digits of milliseconds, a hash sign
 * and hexadecimal digits, which here are the event's place in its session. Ids of one moment sort
 * as their events came.
 */
record EventId(long millis, long seq) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,19})#([0-9a-fA-F]{1,15})");

  static EventId of(Instant at, long seq) {
    return new EventId(at.toEpochMilli(), seq);
  }

  /** Throws {@link Fault.NotFound} for what can't be the id of an event here. */
  static EventId parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (matcher.matches()) {
      try {
        return new EventId(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2), 16));
      } catch (NumberFormatException tooLarge) {
        // Told below: no event has it.
      }
    }
    throw missing(text);
  }

  static Fault.NotFound missing(String id) {
    return new Fault.NotFound("the session has no event '" + id + "'; ListEvents names all");
  }

  @Override
  public String toString() {
    return "%019d#%08x".formatted(millis, seq);
  }
}
