package dev.cadre.tool;

import org.jspecify.annotations.Nullable;

/** Where a tool says how far a call is, as often as it likes. Thread-safe. */
@FunctionalInterface
public interface Progress {

  /** For a caller who does not care. */
  Progress NONE = (done, total, message) -> {};

  /**
   * @param done more each time, in units of the tool's choosing
   * @param total how many units there are; null while that is not known
   * @param message what is being done, for a person
   */
  void at(double done, @Nullable Double total, String message);
}
