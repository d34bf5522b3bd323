package dev.cadre.id;

import dev.cadre.fault.Fault;
import java.util.regex.Pattern;

/** The name an author gives an agent: a letter, then up to 47 letters, digits or underscores. */
public record AgentRuntimeName(String value) {
  private static final Pattern FORM = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]{0,47}");

  public AgentRuntimeName {
    if (!FORM.matcher(value).matches()) {
      throw new Fault.Invalid(
          "agentRuntimeName '" + value + "' must match [a-zA-Z][a-zA-Z0-9_]{0,47}");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
