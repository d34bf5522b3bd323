package dev.cadre.memory;

/**
 * How far a memory is, as the API spells it. Creating and updating are done when they are answered;
 * only a deletion goes on in the background.
 */
enum MemoryStatus {
  ACTIVE,
  DELETING
}
