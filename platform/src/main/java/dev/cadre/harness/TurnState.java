package dev.cadre.harness;

/** Where a turn stands. */
public enum TurnState {
  RUNNING,
  /** For a person's approval, or for the results of the caller's own tools. */
  WAITING,
  ENDED,
  FAILED
}
