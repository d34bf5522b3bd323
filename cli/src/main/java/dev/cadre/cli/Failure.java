package dev.cadre.cli;

/** Ends a command: one message for a person, with the remedy, and one code for a script. */
final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final Exit exit;
  private final String said;

  Failure(Exit exit, String message) {
    super(message);
    this.exit = exit;
    this.said = message;
  }

  Exit exit() {
    return exit;
  }

  /** The message. */
  String said() {
    return said;
  }

  static Failure usage(String message) {
    return new Failure(Exit.USAGE, message);
  }
}
