package dev.cadre.cli;

/** What the first words of a command line name: something to do, or a group of such. */
sealed interface Command permits Action, Group {
  Syntax syntax();
}
