package dev.cadre.id;

import dev.cadre.fault.Fault;
import java.util.List;
import java.util.regex.Pattern;

/** The name an author gives an agent: a letter, then up to 47 letters, digits or underscores. */
public record AgentRuntimeName(String value) {
  private static final Pattern FORM = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]{0,47}");

  public AgentRuntimeName {
    if (!FORM.matcher(value).matches()) {
      String message = "'" + value + "' must match [a-zA-Z][a-zA-Z0-9_]{0,47}" + remedy(value);
      throw new Fault.Invalid(
          message, List.of(new Fault.Invalid.Field("agentRuntimeName", message)));
    }
  }

  private static String remedy(String value) {
    String mended = value.replaceAll("[^a-zA-Z0-9_]", "_").replaceFirst("^[^a-zA-Z]+", "");
    if (mended.length() > 48) {
      mended = mended.substring(0, 48);
    }
    if (mended.isEmpty()) {
      return "";
    }
    return value.contains("-")
        ? "; a hyphen is not allowed, use an underscore: '" + mended + "'"
        : "; for example '" + mended + "'";
  }
}
