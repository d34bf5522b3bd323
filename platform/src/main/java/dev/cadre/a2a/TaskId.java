package dev.cadre.a2a;

import java.util.UUID;

/** A task's id, made by the platform. */
record TaskId(UUID value) {

  /**
   * @throws A2aException as for a task that is not there
   */
  static TaskId parse(String text) {
    try {
      // Other spellings of the same number would be other ids to the client.
      UUID parsed = UUID.fromString(text);
      if (parsed.toString().equals(text)) {
        return new TaskId(parsed);
      }
    } catch (IllegalArgumentException notOurs) {
      // Only ids made here lead anywhere.
    }
    throw A2aException.noTask(text);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
