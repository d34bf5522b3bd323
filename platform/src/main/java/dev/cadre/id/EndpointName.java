package dev.cadre.id;

import dev.cadre.fault.Fault;
import java.util.regex.Pattern;

/**
 * The name of an agent's endpoint; {@link #DEFAULT} exists from the agent's creation and follows
 * its newest version.
 */
public record EndpointName(String value) {
  // Before DEFAULT, which is checked against it.
  private static final Pattern FORM = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]{0,47}");

  public static final EndpointName DEFAULT = new EndpointName("DEFAULT");

  public EndpointName {
    if (!FORM.matcher(value).matches()) {
      throw new Fault.Invalid(
          "endpoint name '" + value + "' must match [a-zA-Z][a-zA-Z0-9_]{0,47}");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
