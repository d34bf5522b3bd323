package dev.cadre.mcp;

import org.jspecify.annotations.Nullable;

/** How a server elsewhere is spoken to. */
sealed interface Era {
  /** Every request says all about itself. */
  record Stateless() implements Era {}

  /**
   * After {@code initialize}.
   *
   * @param session null for a server that keeps none
   */
  record Session(@Nullable String session, String version) implements Era {}
}
