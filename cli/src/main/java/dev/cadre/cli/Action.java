package dev.cadre.cli;

import java.io.IOException;

/** A command that does something. It has no state: one object serves every run. */
non-sealed interface Action extends Command {
  /**
   * Does it; {@code given} satisfies {@link #syntax()}. Returns the process's exit code. Throws
   * {@link Failure} for every end that was foreseen.
   */
  int run(Cadre cadre, Arguments given) throws IOException;
}
