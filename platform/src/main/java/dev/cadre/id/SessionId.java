package dev.cadre.id;

import dev.cadre.fault.Fault;

/**
 * The id of one isolated session, 33 to 256 characters, chosen by the caller or made by the
 * platform. It is unique within an agent, not across agents.
 */
public record SessionId(String value) {
  private static final int MIN = 33;
  private static final int MAX = 256;

  public SessionId {
    if (value.length() < MIN || value.length() > MAX) {
      throw new Fault.Invalid(
          "runtimeSessionId has "
              + value.length()
              + " characters; it must have 33 to 256 (a UUID without hyphens is one short: add a prefix)");
    }
    if (!value.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      throw new Fault.Invalid("runtimeSessionId may hold only printable ASCII without spaces");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
