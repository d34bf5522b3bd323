package dev.cadre.cli;

/** How often a {@link Parameter} is given. */
enum Count {
  OPTIONAL,
  ONE,
  /** None or more. */
  ANY,
  /** One or more. */
  SOME;

  boolean needed() {
    return this == ONE || this == SOME;
  }

  boolean repeats() {
    return this == ANY || this == SOME;
  }
}
