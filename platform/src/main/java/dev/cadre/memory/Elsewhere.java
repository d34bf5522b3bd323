package dev.cadre.memory;

import java.util.List;

/**
 * What was said in sessions and is kept outside of memories, such as the journal of declared
 * agents: whoever is forgotten is forgotten there too. Thread-safe.
 */
public interface Elsewhere {

  /** How much there is of these sessions. */
  long count(List<String> sessions);

  /** Removes it. What is under way may add to it still. */
  void forget(List<String> sessions);
}
