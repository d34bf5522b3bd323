package dev.cadre.id;

import dev.cadre.fault.Fault;
import java.util.regex.Pattern;

/** The id of an agent runtime: its name, a hyphen and ten letters or digits, as AWS forms it. */
public record AgentRuntimeId(String value) {
  private static final Pattern FORM = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]{0,99}-[a-zA-Z0-9]{10}");

  public AgentRuntimeId {
    if (!FORM.matcher(value).matches()) {
      throw new Fault.Invalid(
          "agentRuntimeId '"
              + value
              + "' must be a name, a hyphen and ten letters or digits, as CreateAgentRuntime returned it");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
