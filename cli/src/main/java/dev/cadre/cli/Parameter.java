package dev.cadre.cli;

/** One thing that a command takes; what was given for it is found by it in {@link Arguments}. */
sealed interface Parameter permits Operand, Option {
  /** What its value is called in the help. */
  String label();

  Count count();

  /** One sentence. */
  String description();

  /** How a message calls it. */
  String shown();
}
