package dev.cadre.gateway;

import dev.cadre.fault.Fault;
import java.util.regex.Pattern;

/** The id of a target within its gateway: ten letters or digits. */
record TargetId(String value) {
  private static final Pattern FORM = Pattern.compile("[0-9a-zA-Z]{10}");

  TargetId {
    if (!FORM.matcher(value).matches()) {
      throw new Fault.Invalid("targetId '" + value + "' must be ten letters or digits");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
