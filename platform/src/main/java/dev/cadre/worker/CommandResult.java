package dev.cadre.worker;

/** How a command in a worker's sandbox ended. */
public sealed interface CommandResult {

  /** {@code exitCode} is 128 + n after signal n. */
  record Completed(int exitCode) implements CommandResult {}

  /** It was killed at its timeout. */
  record TimedOut() implements CommandResult {}
}
