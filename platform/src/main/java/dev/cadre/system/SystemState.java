package dev.cadre.system;

/** How far a system is. */
sealed interface SystemState {

  /** Its database and agents are being brought up to date; what ran before goes on. */
  record Loading() implements SystemState {}

  /** What runs is what its files say. */
  record Ready() implements SystemState {}

  /**
   * Nothing, or not all, of its files is in force.
   *
   * @param problems one on a line, with the file and its line
   */
  record Broken(String problems) implements SystemState {}
}
