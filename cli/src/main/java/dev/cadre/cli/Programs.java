package dev.cadre.cli;

/** Runs a program of the machine to see whether it is there. */
interface Programs {
  /** The first line that it prints; empty when it can't be started, fails or takes over 5 s. */
  String firstLine(String... command);

  /** True when it can be started and ends with 0 within 5 s. */
  boolean succeeds(String... command);
}
